package org.reformatted.eval.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.Evaluator;
import org.reformatted.eval.run.Prediction;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.Shots;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;

class ExportsTest {
    @TempDir
    Path folder;

    private static Prediction prediction(String id, String output) {
        return new Prediction(
                id,
                "writing",
                "Who?",
                output,
                FinishReason.STOP,
                false,
                List.of(),
                List.of(new Prediction.LaterTurn("And?", "me", FinishReason.STOP)),
                "3",
                "abc");
    }

    private Path predictions(String... ids) {
        Path file = folder.resolve("predictions.jsonl");
        JsonLines.write(file, List.of(ids).stream().map(id -> prediction(id, "#### 3")));
        return file;
    }

    @Test
    void alpacaEvalGetsInstructionOutputAndGenerator() {
        Path to = folder.resolve("model_outputs.json");
        Exports.alpacaEval(predictions("0"), "ours", to);
        JsonNode row = Json.read(to, JsonNode.class).get(0);
        assertThat(row.get("instruction").asText()).isEqualTo("Who?");
        assertThat(row.get("output").asText()).isEqualTo("#### 3");
        assertThat(row.get("generator").asText()).isEqualTo("ours");
        assertThat(row.get("dataset").asText()).isEqualTo("writing");
    }

    @Test
    void fastChatGetsEveryTurn() throws IOException {
        Path to = folder.resolve("answers.jsonl");
        Exports.fastChat(predictions("81", "82"), "ours", to);
        List<String> lines = Files.readAllLines(to);
        assertThat(lines).hasSize(2);
        JsonNode row = Json.MAPPER.readTree(lines.get(0));
        assertThat(row.get("question_id").asInt()).isEqualTo(81);
        assertThat(row.at("/choices/0/turns/1").asText()).isEqualTo("me");
        Path named = predictions("test/1.json");
        assertThatThrownBy(() -> Exports.fastChat(named, "ours", to))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("question_id is a number");
    }

    @Test
    void lmEvaluationHarnessGetsResultsAndSamples() throws IOException {
        Path rows = Files.writeString(folder.resolve("t.jsonl"), "{\"question\":\"1+2?\",\"answer\":\"#### 3\"}\n");
        EvalConfig config = EvalConfig.of("gsm8k", SamplingSettings.greedy(8));
        FileTask task = FileTask.bundled("gsm8k", rows, Shots.NONE);
        EvalResult result = Evaluator.score(task, "ours", config, List.of(prediction("0", "#### 3")));
        predictions("0");
        result.write(folder);
        Files.setLastModifiedTime(
                folder.resolve("result.json"), FileTime.from(Instant.parse("2026-11-25T20:03:04.567Z")));
        Exports.lmEvaluationHarness(folder, "ours", folder.resolve("lm"));
        JsonNode written = Json.read(folder.resolve("lm/results_2026-11-25T20-03-04.json"), JsonNode.class);
        assertThat(written.at("/results/gsm8k/exact_match,strict-match").asDouble())
                .isEqualTo(1);
        assertThat(written.at("/results/gsm8k/exact_match_stderr,strict-match").asText())
                .isEqualTo("N/A");
        assertThat(written.at("/n-shot/gsm8k").asInt()).isZero();
        assertThat(written.at("/config/model_args").asText()).isEqualTo("ours");
        assertThat(written.at("/configs/gsm8k/output_type").asText()).isEqualTo("generate_until");
        assertThat(written.at("/configs/gsm8k/metric_list/0/metric").asText()).isEqualTo("exact_match");
        assertThat(written.at("/configs/gsm8k/metric_list")).hasSize(1);
        assertThat(written.at("/configs/gsm8k/filter_list/0/name").asText()).isEqualTo("strict-match");
        List<String> samples = Files.readAllLines(folder.resolve("lm/samples_gsm8k_2026-11-25T20-03-04.jsonl"));
        assertThat(samples).hasSize(6);
        assertThat(Json.MAPPER.readTree(samples.get(0)).get("filter").asText()).isEqualTo("strict-match");
        assertThat(Json.MAPPER
                        .readTree(samples.get(0))
                        .at("/arguments/gen_args_0/arg_0")
                        .asText())
                .isEqualTo("Who?");
        assertThat(Json.MAPPER.readTree(samples.get(2)).at("/filtered_resps/0").asText())
                .isEqualTo("[invalid]");
    }

    @Test
    void rowsOfMeasuresHoldEveryMetricForTheirTools() throws IOException {
        Path rows = Files.writeString(
                folder.resolve("q.jsonl"), "{\"question_id\": 1, \"category\": \"x\", \"turns\": [\"Who?\"]}\n");
        EvalConfig config = EvalConfig.of("readability", SamplingSettings.greedy(8));
        EvalResult result = Evaluator.score(
                FileTask.bundled("readability", rows, Shots.NONE),
                "ours",
                config,
                List.of(prediction("1", "It is me.")));
        predictions("1");
        result.write(folder);
        Exports.lmEvaluationHarness(folder, "ours", folder.resolve("lm"));
        Path samples = only(folder.resolve("lm"), "samples_readability_");
        JsonNode configs = Json.read(only(folder.resolve("lm"), "results_"), JsonNode.class);
        for (String line : Files.readAllLines(samples)) {
            JsonNode row = Json.MAPPER.readTree(line);
            configs.at("/configs/readability/metric_list")
                    .forEach(metric ->
                            assertThat(row.has(metric.get("metric").asText())).isTrue());
        }
        assertThat(configs.at("/configs/readability/metric_list").size()).isGreaterThan(1);
    }

    private static Path only(Path folder, String start) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(start))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
