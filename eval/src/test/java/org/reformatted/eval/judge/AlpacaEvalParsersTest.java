package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.TokenLogprob;

/** Expected values are those of AlpacaEval's own completion_parsers.py at cd543a1 on the same replies. */
class AlpacaEvalParsersTest {
    private static VerdictParser parser(String name, Map<String, Object> kwargs) {
        return AlpacaEvalParsers.of(
                Path.of("configs.yaml"), Map.of("fn_completion_parser", name, "completion_parser_kwargs", kwargs));
    }

    @Test
    void everyParserComparesAndShowsItsForm() {
        for (String name : List.of("ranking_parser", "lmsys_parser", "logprob_parser", "regex_parser")) {
            Map<String, Object> kwargs = name.equals("regex_parser")
                    ? Map.of("outputs_to_match", Map.of("1", "Output \\\\(a\\\\)", "2", "Output \\\\(b\\\\)"))
                    : name.equals("logprob_parser")
                            ? Map.of("numerator_token", "m", "denominator_tokens", List.of("m", "M"))
                            : Map.of();
            VerdictParser parser = parser(name, kwargs);
            assertThat(parser.compares()).as(name).isTrue();
            assertThat(parser.example()).as(name).isNotBlank();
        }
    }

    /** The preference in [1, 2] for the answer shown second, or -1. */
    private static double read(VerdictParser parser, String reply) {
        return read(parser, new Completion.Candidate(reply, FinishReason.STOP));
    }

    private static double read(VerdictParser parser, Completion.Candidate reply) {
        VerdictReading read = parser.read(reply);
        assertThat(read.present() ? read.values().get(0) + read.values().get(1) : 1)
                .isEqualTo(1);
        return read.present() ? 1 + read.values().get(1) : -1;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}] | 1",
                "[{'model': 'model_2', 'rank': 1}, {'model': 'model_1', 'rank': 2},] | 2",
                "{'model': 'model_1', 'rank': 2}, {'model': 'model_2', 'rank': 1} | 2",
                "({'model': 'model_1', 'rank': 2}, {'model': 'model_2', 'rank': 1}) | 2",
                "[{'model': 'model_1', 'rank': 1}] | 1",
                "{'model': 'model_1', 'rank': 1} | -1",
                "[{'model': 'model_1', 'rank': 3}, {'model': 'model_2', 'rank': 1}] | -1",
                "[{'model': 'model_1', 'rank': '1'}] | -1",
                "[{'model': 'model_2', 'rank': 1}] | -1",
                "[{'name': 'model_1', 'rank': 1}, {'model': 'model_1', 'rank': 1}] | -1",
                "Sure: [{'model': 'model_1', 'rank': 1}] | -1",
                "[{'model': 'model_1', 'rank': 1}] as asked | -1",
                "[{'model': 'model_1', 'rank': 1 | -1"
            })
    void ranks(String reply, double expected) {
        assertThat(read(parser("ranking_parser", Map.of()), reply)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ordered_models\": [{\"model\": \"M\", \"rank\": 1}, {\"model\": \"m\", \"rank\": 2}]} | 2",
                "so ```json {\"ordered_models\": [{\"model\": \"m\", \"rank\": 1}]} ``` | 1",
                "[{\"ordered_models\": [{\"model\": \"m\", \"rank\": 1}]}] | 1",
                "{\"models\": [{\"model\": \"m\", \"rank\": 1}]} | -1",
                "{'ordered_models': [{'model': 'm', 'rank': 1}]} | -1",
                "{ | -1"
            })
    void ranksOfAFunctionCall(String reply, double expected) {
        Map<String, Object> parsers = new LinkedHashMap<>();
        parsers.put("json_parser", Map.of("annotation_key", "ordered_models"));
        parsers.put("ranking_parser", Map.of("model_1_name", "m"));
        VerdictParser parser = parser("pipeline_meta_parser", Map.of("parsers_to_kwargs", parsers));
        assertThat(read(parser, reply)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Output (a) | 1",
                "`\n Output (b)` | 2",
                "I say Output (a) | -1",
                "`Output (a)\nOutput (b)` | -1",
                "`Output (a)\nOutput (a)` | -1",
                "neither | -1"
            })
    void expressions(String reply, double expected) {
        VerdictParser parser = AlpacaEvalParsers.of(
                Path.of("configs.yaml"),
                Map.of(
                        "completion_parser_kwargs",
                        Map.of(
                                "outputs_to_match",
                                Map.of(1, "(?:^|\\n) ?Output \\(a\\)", 2, "(?:^|\\n) ?Output \\(b\\)"))));
        assertThat(read(parser, reply)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8 7 | 1",
                "`7.5 8e0\nwhy` | 2",
                "`7 7\n9 1` | 1.5",
                "8,7 | 1",
                "8, 7 | -1",
                "8 7 6 | -1",
                "8 of | -1",
                "8/10 7/10 | -1",
                "1d 2d | -1",
                "8 | -1"
            })
    void twoScores(String reply, double expected) {
        assertThat(read(parser("lmsys_parser", Map.of()), reply)).isEqualTo(expected);
    }

    private static Completion.Candidate tokens(TokenLogprob... tokens) {
        return new Completion.Candidate("m", FinishReason.LENGTH, List.of(tokens));
    }

    private static TokenLogprob token(Map<String, Double> probabilities) {
        Map<String, Double> logs = new TreeMap<>();
        probabilities.forEach((token, probability) -> logs.put(token, Math.log(probability)));
        return new TokenLogprob("m", -0.1, logs);
    }

    @Test
    void probabilities() {
        Map<String, Object> kwargs =
                Map.of("numerator_token", "m", "denominator_tokens", List.of("m", "M"), "is_binarize", false);
        VerdictParser weighted = parser("logprob_parser", kwargs);
        TokenLogprob both = token(Map.of("m", 0.2, "M", 0.6, " m", 0.1, "B", 0.05));
        assertThat(read(weighted, tokens(both))).isCloseTo(1.75, within(1e-12));
        assertThat(read(weighted, tokens(token(Map.of("m", 0.2))))).isEqualTo(1);
        assertThat(read(weighted, tokens(token(Map.of("M", 0.2))))).isEqualTo(2);
        assertThat(read(weighted, tokens(token(Map.of(" m", 0.9))))).isEqualTo(-1);
        assertThat(read(weighted, tokens(both, both))).isEqualTo(-1);
        assertThat(read(weighted, "m")).isEqualTo(-1);
    }

    @Test
    void theLikelierToken() {
        Map<String, Object> kwargs = Map.of("numerator_token", "m", "denominator_tokens", List.of("m", "M"));
        VerdictParser binary = parser("logprob_parser", kwargs);
        assertThat(read(binary, tokens(token(Map.of("m", 0.7, "M", 0.2))))).isEqualTo(1);
        assertThat(read(binary, tokens(token(Map.of("m", 0.2, "M", 0.7))))).isEqualTo(2);
        assertThat(read(binary, tokens(token(Map.of("m", 0.2, "M", 0.2))))).isEqualTo(2);
        assertThat(read(binary, tokens(token(Map.of("m", 0.2))))).isEqualTo(1);
    }

    @Test
    void theTokenAtAnIndex() {
        Map<String, Object> kwargs =
                Map.of("numerator_token", "m", "denominator_tokens", List.of("m", "M"), "log_prob_index", -1);
        VerdictParser last = parser("logprob_parser", kwargs);
        TokenLogprob reason = token(Map.of("M", 0.9));
        assertThat(read(last, tokens(reason, token(Map.of("m", 0.7, "M", 0.2)))))
                .isEqualTo(1);
        assertThat(read(last, tokens())).isEqualTo(-1);
    }
}
