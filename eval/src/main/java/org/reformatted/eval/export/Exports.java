package org.reformatted.eval.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.Prediction;
import org.reformatted.eval.run.ScoredExample;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/** Writes model answers in the file formats of other projects, so that their tools can judge them. */
public final class Exports {
    private Exports() {}

    /**
     * Writes AlpacaEval's {@code model_outputs.json}: a JSON array of instruction, output, generator and dataset.
     *
     * @param predictions this project's {@code predictions.jsonl}, read row by row
     * @param generator the model's name in the file
     * @param to the file to write
     */
    public static void alpacaEval(Path predictions, String generator, Path to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        forEach(predictions, prediction -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("dataset", prediction.category() == null ? "" : prediction.category());
            row.put("instruction", prediction.prompt());
            row.put("output", prediction.output());
            row.put("generator", generator);
            rows.add(row);
        });
        TextFiles.writeAtomically(to, Json.pretty(rows));
    }

    /**
     * Writes FastChat's model answers: JSON Lines of question_id, answer_id, model_id and choices with their turns.
     *
     * @param predictions this project's {@code predictions.jsonl} of MT-Bench or Vicuna-Bench, whose ids are numbers
     * @param model the model's name in the file
     * @param to the file to write
     */
    public static void fastChat(Path predictions, String model, Path to) {
        StringBuilder lines = new StringBuilder();
        forEach(predictions, prediction -> {
            List<String> turns = new ArrayList<>(List.of(prediction.output()));
            prediction.laterTurns().forEach(turn -> turns.add(turn.output()));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("question_id", number(prediction.id()));
            row.put("answer_id", prediction.request().isEmpty() ? prediction.id() : prediction.request());
            row.put("model_id", model);
            row.put("choices", List.of(Map.of("index", 0, "turns", turns)));
            lines.append(Json.line(row)).append('\n');
        });
        TextFiles.writeAtomically(to, lines.toString());
    }

    private static int number(String id) {
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw new InputException(
                    "sample " + id
                            + ": FastChat's question_id is a number; export MT-Bench's or Vicuna-Bench's answers",
                    e);
        }
    }

    /**
     * Writes the files of lm-evaluation-harness with its file names: {@code results_<time>.json} and {@code samples_<task>_<time>.jsonl}, with the
     * time of the evaluation.
     *
     * @param folder an evaluation's folder with {@code predictions.jsonl}, {@code scored.jsonl} and {@code result.json}
     * @param model the model's name in the files
     * @param to the folder to write to
     */
    public static void lmEvaluationHarness(Path folder, String model, Path to) {
        EvalResult result = EvalResult.read(folder);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("alias", result.task());
        for (Map.Entry<String, Score> policy : result.policies().entrySet()) {
            Score score = policy.getValue();
            double factor = score.unit().equals(Score.PERCENT) ? 0.01 : 1;
            metrics.put(metric(score) + "," + policy.getKey(), defined(factor * score.value()));
            metrics.put(metric(score) + "_stderr," + policy.getKey(), defined(factor * score.standardError()));
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("results", Map.of(result.task(), metrics));
        file.put("versions", Map.of(result.task(), result.version()));
        file.put("n-samples", Map.of(result.task(), Map.of("original", result.n(), "effective", result.n())));
        file.put("n-shot", Map.of(result.task(), result.config().shots()));
        file.put("group_subtasks", Map.of(result.task(), List.of()));
        file.put("configs", Map.of(result.task(), config(result)));
        file.put("model_name", model);
        file.put(
                "config",
                Map.of(
                        "model",
                        model,
                        "model_args",
                        result.model(),
                        "gen_kwargs",
                        result.config().sampling()));
        String time = time(folder.resolve(EvalResult.FILE));
        TextFiles.writeAtomically(to.resolve("results_" + time + ".json"), Json.pretty(file));
        samples(folder, result, to.resolve("samples_" + result.task() + "_" + time + ".jsonl"));
    }

    private static Map<String, Object> config(EvalResult result) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("task", result.task());
        config.put("output_type", "generate_until");
        config.put("num_fewshot", result.config().shots());
        config.put(
                "metric_list",
                metrics(result).stream()
                        .map(metric -> Map.of("metric", metric, "aggregation", "mean"))
                        .toList());
        config.put(
                "filter_list",
                result.policies().keySet().stream()
                        .map(policy -> Map.of("name", policy))
                        .toList());
        return config;
    }

    private static List<String> metrics(EvalResult result) {
        return result.policies().values().stream()
                .map(Exports::metric)
                .distinct()
                .toList();
    }

    /** Formats the time of a file as lm-evaluation-harness does: ISO 8601 with hyphens. */
    private static String time(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()
                    .replace(":", "-")
                    .replace("Z", "");
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    /** Returns the metric's name: that of lm-evaluation-harness for right or wrong answers, the unit for a measure. */
    private static String metric(Score score) {
        return score.unit().equals(Score.PERCENT) ? "exact_match" : score.unit();
    }

    /** Returns a value, or lm-evaluation-harness' text for an undefined value. */
    private static Object defined(double value) {
        return Double.isNaN(value) ? "N/A" : value;
    }

    private static void samples(Path folder, EvalResult result, Path file) {
        StringBuilder lines = new StringBuilder();
        int[] index = new int[1];
        forEach(folder.resolve("predictions.jsonl"), prediction -> {
            ScoredExample scored = result.examples().get(index[0]);
            scored.verdicts().forEach((policy, verdict) -> {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                row.put("doc_id", index[0]);
                row.put("doc", Map.of("id", prediction.id(), "question", prediction.prompt()));
                row.put("target", prediction.reference());
                row.put(
                        "arguments",
                        Map.of(
                                "gen_args_0",
                                Map.of(
                                        "arg_0",
                                        prediction.prompt(),
                                        "arg_1",
                                        result.config().sampling())));
                row.put("resps", List.of(List.of(prediction.output())));
                row.put(
                        "filtered_resps",
                        List.of(verdict.parsed() ? String.valueOf(verdict.extracted()) : "[invalid]"));
                row.put("filter", policy);
                row.put("metrics", metrics(result));
                row.put("doc_hash", Sha256.of(prediction.id()));
                row.put("prompt_hash", Sha256.of(prediction.prompt()));
                row.put("target_hash", Sha256.of(prediction.reference()));
                metrics(result).forEach(metric -> row.put(metric, null)); // null for metrics of other units
                row.put(metric(result.score(policy)), verdict.score());
                lines.append(Json.line(row)).append('\n');
            });
            index[0]++;
        });
        TextFiles.writeAtomically(file, lines.toString());
    }

    private static void forEach(Path predictions, java.util.function.Consumer<Prediction> each) {
        try (Stream<Prediction> rows = JsonLines.read(predictions, Prediction.class)) {
            rows.forEachOrdered(each);
        }
    }
}
