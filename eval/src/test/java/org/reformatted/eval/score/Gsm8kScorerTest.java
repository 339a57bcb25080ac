package org.reformatted.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.eval.SharedData;
import org.reformatted.eval.answer.Gsm8kAnswer;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

class Gsm8kScorerTest {
    @TempDir
    Path folder;

    /** github.com/GAIR-NLP/abel, outputs of Abel-7B on GSM8K: published accuracy 59.74, with a verdict a row. */
    @Test
    void reproducesEachOfAbelsPublishedVerdicts() {
        Path graded = SharedData.path("math/graded/abel_7b_gsm8k.jsonl");
        Path predictions = folder.resolve("abel.jsonl");
        try (Stream<JsonLines.Row> rows = JsonLines.read(graded)) {
            JsonLines.write(predictions, rows.map(row -> {
                String output = row.node().get("response").asText();
                String gold = row.node().get("gold").asText();
                Verdict verdict = Gsm8kAnswer.policies().get(1).judge(output, gold);
                assertThat(verdict.score() == 1)
                        .as(row.place())
                        .isEqualTo(row.node().get("result").asBoolean());
                return Map.of("output", output, "reference", gold);
            }));
        }
        ScoreReport report = Scorer.gsm8k(predictions);
        assertThat(report.value()).isCloseTo(59.74, within(0.005));
        assertThat(report.correct()).isEqualTo(788);
        assertThat(report.n()).isEqualTo(1319);
        assertThat(report.policy()).isEqualTo("flexible-extract");
        assertThat(report.policies().get("strict-match").unparsed()).isEqualTo(2);
        assertThat(report.policies().get("strict-match").correct()).isEqualTo(788);
    }

    @Test
    void printsValueAndEveryPolicy() throws IOException {
        Path file =
                write("{\"output\":\"#### 3\",\"reference\":3}\n\n{\"output\":\"4\",\"reference\":\"so\\n#### 4\"}\n");
        String json = Json.line(Scorer.gsm8k(file));
        assertThat(Json.MAPPER.readTree(json).get("value").asDouble()).isEqualTo(100);
        assertThat(Json.MAPPER.readTree(json).at("/policies/strict-match/value").asDouble())
                .isEqualTo(50);
        assertThat(Json.MAPPER
                        .readTree(json)
                        .at("/policies/strict-match/unparsed")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"output\":\"3\"} | p.jsonl:1: there is no field \"reference\"; expected",
                "{\"reference\":\"3\"} | p.jsonl:1: there is no field \"output\"; expected",
                "{\"output\":[1],\"reference\":\"3\"} | p.jsonl:1: \"output\" is not a text; expected",
                "{\"output\":null,\"reference\":\"3\"} | p.jsonl:1: \"output\" is not a text; expected",
                "{\"output\":\"3\",\"reference\":\"many\"} | p.jsonl:1: reference (many) must be a number",
                "{\"output\":\"3\", | p.jsonl:1: this line is not valid JSON",
                "[1,2] | p.jsonl:1: there is no field \"output\"",
                "'' | p.jsonl: no rows; expected one prediction per line",
            })
    void brokenRowsEndInASentence(String row, String sentence) throws IOException {
        Path file = write(row.equals("''") ? "" : row + "\n");
        assertThatThrownBy(() -> Scorer.gsm8k(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void secondRowOfOneIdIsRefused() throws IOException {
        String row = "{\"id\":7,\"output\":\"3\",\"reference\":\"3\"}\n";
        Path file = write(row + row.replace("7", "8") + row);
        assertThatThrownBy(() -> Scorer.gsm8k(file))
                .hasMessageContaining("p.jsonl:3: row 1 has the id 7 already; expected one row per id");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("p.jsonl"), text);
    }
}
