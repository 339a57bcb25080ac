package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.readability.Readability;
import org.reformatted.realign.base.InputException;

/** What users' files have wrong with them: each ends in one clear sentence, or in a counted, listed row where the rest can go on. */
class BrokenInputsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "missing field | gsm8k | {\"output\":\"3\"} | in.json:1: there is no field \"reference\"",
                "field of another type | gsm8k | {\"output\":{},\"reference\":\"3\"} | in.json:1: \"output\" is not a"
                        + " text",
                "two rows with one id | gsm8k |"
                        + " {\"id\":1,\"output\":\"3\",\"reference\":\"3\"}~{\"id\":1,\"output\":\"3\",\"reference\":\"3\"}"
                        + " | in.json:2: row 1 has the id 1 already",
                "reference that is no number | gsm8k | {\"output\":\"3\",\"reference\":\"many\"} | in.json:1:"
                        + " reference (many) must be a number",
                "half a row | gsm8k | {\"output\":\"3\", | in.json:1: this line is not valid JSON",
                "row that is no object | gsm8k | [1,2] | in.json:1: there is no field",
                "empty file | gsm8k | `` | in.json: no rows",
                "no preference | alpaca-eval | [{\"instruction\":\"a\"}] | there is no field \"preference\"",
                "no annotations | alpaca-eval | [] | in.json: no preferences",
                "array that never ends | alpaca-eval | [{\"preference\":1} | the JSON is truncated or malformed here",
                "two models | alpaca-eval |"
                        + " [{\"preference\":1,\"generator_2\":\"a\"},{\"preference\":1,\"generator_2\":\"b\"}] |"
                        + " generator_2 b after a",
                "no judgment | mt-bench | {\"turn\":1} | in.json:1: neither \"judgment\" nor \"score\"",
                "no text | readability | {\"txt\":\"a\"} | in.json:1: there is no field \"text\"",
            })
    void endsInOneSentence(String what, String task, String content, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("in.json"), content.replace('~', '\n'));
        assertThatThrownBy(() -> score(task, file))
                .as(what)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(sentence)
                .message()
                .doesNotContain("Exception")
                .hasLineCount(1);
    }

    @Test
    void missingFileAndBytesThatAreNoUtf8EndInOneSentence() throws IOException {
        assertThatThrownBy(() -> score("gsm8k", folder.resolve("none.jsonl")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.jsonl");
        Path latin = Files.write(
                folder.resolve("latin.jsonl"),
                "{\"output\":\"caf\u00e9\",\"reference\":\"3\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> score("gsm8k", latin))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("latin.jsonl");
    }

    @Test
    void preferenceThatIsNotANumberIsListedAndLeftOut() throws IOException {
        ScoreReport report = (ScoreReport) score(
                "alpaca-eval",
                write("[{\"preference\":2},{\"preference\":\"NaN\"},{\"preference\":7},{\"preference\":1}]"));
        assertThat(report.n()).isEqualTo(2);
        assertThat(report.unparsed()).isEqualTo(2);
        assertThat(report.faults())
                .hasSize(2)
                .allSatisfy(fault -> assertThat(fault).contains("the row is left out"));
    }

    @Test
    void ratingThatIsNoNumberOrOffTheScaleIsCountedAsAFailure() throws IOException {
        ScoreReport report = (ScoreReport)
                score("mt-bench", write("{\"score\":8}\n{\"score\":\"NaN\"}\n{\"score\":30}\n{\"score\":-1}\n"));
        assertThat(report.value()).isEqualTo(8);
        assertThat(report.unparsed()).isEqualTo(3);
    }

    @Test
    void emptyReferenceIsListedAndCountsAsWrong() throws IOException {
        ScoreReport report = (ScoreReport) score(
                "math", write("{\"output\":\"$3$\",\"reference\":\"\"}\n{\"output\":\"$3$\",\"reference\":\"3\"}\n"));
        assertThat(report.n()).isEqualTo(2);
        assertThat(report.correct()).isEqualTo(1);
        assertThat(report.faults()).singleElement().asString().contains("in.json:1: \"reference\" is empty");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("in.json"), content);
    }

    private static Object score(String task, Path file) {
        return switch (task) {
            case "gsm8k" -> Scorer.gsm8k(file);
            case "math" -> Scorer.math(file);
            case "alpaca-eval" -> Scorer.alpacaEval(file, Optional.empty(), Optional.empty());
            case "mt-bench" -> Scorer.mtBench(file);
            default -> Scorer.readability(file, Readability.WordLists.BUILT_IN);
        };
    }
}
