package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.InputException;

class ScoredFileTest {
    @TempDir
    Path folder;

    private Map<String, Map<String, ScoredFile.Cell>> read(String... lines) throws IOException {
        return ScoredFile.read(Files.writeString(folder.resolve("rows.jsonl"), String.join("\n", lines) + "\n"))
                .policies();
    }

    /** A row of each form, with the policy, the id and the value that it holds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\",\"policies\":{\"strict\":{\"correct\":true,\"score\":1.0}}} | strict | a | 1",
                "{\"id\":\"a\",\"verdicts\":{\"strict\":{\"score\":0.25}}} | strict | a | 0.25",
                "{\"doc_id\":4,\"filter\":\"flex\",\"metrics\":[\"exact_match\"],\"exact_match\":true} |"
                        + " exact_match,flex | 4 | 1",
                "{\"instruction\":\"Q\",\"preference\":1.8} | preference | Q | 0.8",
                "{\"instruction\":\"Q\",\"preference\":0} | preference | Q | 0.5",
                "{\"id\":\"a\",\"judge\":\"j\",\"rating\":7} | rating | a | 7",
                "{\"question_id\":81,\"judge\":[\"g\",\"s\"],\"score\":8} | rating | 81 | 8",
                "{\"id\":\"a\",\"judge\":\"j\",\"verdict\":\"tie\"} | preference | a | 0.5",
                "{\"id\":\"a\",\"judge\":\"j\",\"verdict\":\"second\"} | preference | a | 0",
                "{\"id\":\"a\",\"score\":3.5} | score | a | 3.5",
                "{\"id\":\"a\",\"correct\":false} | score | a | 0"
            })
    void formsOfRows(String row, String policy, String id, double value) throws IOException {
        Map<String, Map<String, ScoredFile.Cell>> policies = read(row);
        assertThat(policies.keySet()).containsExactly(policy);
        assertThat(policies.get(policy).keySet()).containsExactly(id);
        assertThat(policies.get(policy).get(id).value()).isCloseTo(value, org.assertj.core.data.Offset.offset(1e-12));
    }

    @Test
    void valuesOfOneIdAreAveraged() throws IOException {
        ScoredFile.Cell cell = read(
                        "{\"question_id\":81,\"judge\":\"j\",\"score\":8}",
                        "{\"question_id\":81,\"judge\":\"j\",\"score\":5}")
                .get("rating")
                .get("81");
        assertThat(cell.values()).containsExactly(8.0, 5.0);
        assertThat(cell.value()).isEqualTo(6.5);
    }

    @Test
    void aRowWithoutAVerdictHasNoValue() throws IOException {
        assertThat(read(
                                "{\"id\":\"a\",\"judge\":\"j\",\"rating\":-1,\"verdict\":\"none\"}",
                                "{\"id\":\"b\",\"judge\":\"j\",\"rating\":5}")
                        .get("rating")
                        .keySet())
                .containsExactly("b");
    }

    @Test
    void aFolderMeansItsFileOfVerdicts() throws IOException {
        Files.writeString(folder.resolve("scored.jsonl"), "{\"id\":\"a\",\"score\":1}\n");
        assertThat(ScoredFile.read(folder).file()).hasFileName("scored.jsonl");
    }

    @Test
    void rowsWithoutAValueAreNamed() {
        assertThatThrownBy(() -> read("{\"id\":\"a\",\"score\":1}", "{\"id\":\"b\",\"text\":\"x\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl:2: no value; expected ");
        assertThatThrownBy(() -> read("{\"id\":\"a\",\"judge\":\"j\",\"verdict\":\"none\"}"))
                .hasMessageContaining("no values; expected verdicts or scores of single rows; give another file");
    }
}
