package org.reformatted.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.task.Rows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;

/**
 * The values of single rows that a tool saved, by policy and id: this project's verdicts ({@code score TASK --samples}, {@code scored.jsonl}, {@code
 * judgments.jsonl}), lm-evaluation-harness' samples, FastChat's judgments, AlpacaEval's annotations, and rows with {@code correct} or a
 * number {@code score}. Several values of one id, such as the turns of a conversation, are averaged.
 *
 * @param file the file of the values
 * @param policies the values
 */
public record ScoredFile(Path file, Map<String, Map<String, Cell>> policies) {
    /**
     * The value of a row.
     *
     * @param values one value, or several that are averaged
     * @param extracted the extracted answer; null when the file does not contain it
     */
    public record Cell(List<Double> values, @Nullable String extracted) {
        /** Copies the values. */
        public Cell {
            values = List.copyOf(values);
        }

        /**
         * Returns the mean of the values.
         *
         * @return the mean
         */
        public double value() {
            return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        }

        private Cell and(Cell other) {
            List<Double> all = new ArrayList<>(values);
            all.addAll(other.values);
            return new Cell(all, extracted);
        }
    }

    /**
     * Reads a file.
     *
     * @param path a file, or the folder of an evaluation or of a judgment
     * @return its values
     * @throws InputException naming a row that contains no value
     */
    public static ScoredFile read(Path path) {
        Path file = path;
        for (String inside : List.of(EvalResult.SCORED_FILE, JudgeConfig.ROWS_FILE)) {
            if (Files.isDirectory(path) && Files.exists(path.resolve(inside))) {
                file = path.resolve(inside);
            }
        }
        ScoredFile scored = new ScoredFile(file, new LinkedHashMap<>());
        int[] number = new int[1];
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEachOrdered(row -> scored.add(row, number[0]++));
        }
        if (scored.policies.isEmpty()) {
            throw InputException.at(file, "no values", "verdicts or scores of single rows", "give another file");
        }
        return scored;
    }

    private void add(JsonLines.Row row, int number) {
        JsonNode node = row.node();
        if (node.path("policies").isObject() || node.path("verdicts").isObject()) {
            JsonNode verdicts = node.path(node.has("policies") ? "policies" : "verdicts");
            verdicts.properties()
                    .forEach(policy -> put(
                            policy.getKey(),
                            Rows.id(row, number),
                            number(row, policy.getValue()),
                            Rows.value(policy.getValue(), "extracted")
                                    .map(JsonNode::asText)
                                    .orElse(null)));
        } else if (node.has("doc_id") && node.has("metrics")) {
            String filter = node.path("filter").asText("none");
            String extracted = node.path("filtered_resps").path(0).asText(null);
            node.path("metrics").forEach(metric -> {
                JsonNode value = node.path(metric.asText());
                if (value.isNumber() || value.isBoolean()) {
                    put(metric.asText() + "," + filter, node.path("doc_id").asText(), numeric(value), extracted);
                }
            });
        } else if (node.has("preference")) {
            double preference = node.path("preference").asDouble(Double.NaN);
            String id = Rows.value(node, "id")
                    .or(() -> Rows.value(node, "instruction"))
                    .map(JsonNode::asText)
                    .orElse(String.valueOf(number));
            if (!Double.isNaN(preference)) {
                put("preference", id, preference == 0 ? 0.5 : preference - 1, null);
            }
        } else if (node.has("judge") || node.has("judgment")) {
            addJudgment(row, number);
        } else {
            put("score", Rows.id(row, number), number(row, node), null);
        }
    }

    /** Adds a rating or the verdict of a comparison; a row without either has no value. */
    private void addJudgment(JsonLines.Row row, int number) {
        JsonNode node = row.node();
        String id = Rows.id(row, number);
        JsonNode rating = node.path(node.has("rating") ? "rating" : "score");
        if (rating.isNumber() && rating.asDouble() >= 0) {
            put("rating", id, rating.asDouble(), null);
        }
        String verdict = node.path("verdict").asText("none");
        if (!verdict.equals("none")) {
            put("preference", id, verdict.equals("first") ? 1 : verdict.equals("tie") ? 0.5 : 0, verdict);
        }
    }

    private void put(String policy, String id, double value, @Nullable String extracted) {
        policies.computeIfAbsent(policy, name -> new LinkedHashMap<>())
                .merge(id, new Cell(List.of(value), extracted), Cell::and);
    }

    private static double number(JsonLines.Row row, JsonNode verdict) {
        return Rows.value(verdict, "score")
                .or(() -> Rows.value(verdict, "correct"))
                .filter(value -> value.isNumber() || value.isBoolean())
                .map(ScoredFile::numeric)
                .orElseThrow(() -> InputException.at(
                        row.place(),
                        "no value",
                        "\"policies\" or \"verdicts\" by name, \"metrics\", \"preference\", \"rating\", \"correct\" or"
                                + " a number \"score\"",
                        "fix this row or give another file"));
    }

    private static double numeric(JsonNode value) {
        return value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.asDouble();
    }
}
