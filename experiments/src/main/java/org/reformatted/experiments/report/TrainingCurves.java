package org.reformatted.experiments.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.eval.metric.Score;
import org.reformatted.realign.base.JsonLines;

/** The curves of a report: loss over steps, and scores over the share of realigned rows. */
final class TrainingCurves {
    private static final String METRICS = "metrics.jsonl";
    private static final String VALIDATION = "validation.jsonl";

    private TrainingCurves() {}

    /** The training loss and, if it was measured, the validation loss: one chart for each seed. */
    static List<LineChart> losses(List<TrainedArm> arms, ArmStyle style) {
        Map<Long, List<TrainedArm>> seeds = arms.stream()
                .filter(arm -> arm.training().isPresent())
                .collect(Collectors.groupingBy(
                        arm -> arm.training().orElseThrow().seed(), LinkedHashMap::new, Collectors.toList()));
        List<LineChart> charts = new ArrayList<>();
        seeds.forEach((seed, trained) -> {
            List<LineChart.Series> series = new ArrayList<>();
            for (TrainedArm arm : trained) {
                read(arm, METRICS, arm.arm(), false).ifPresent(series::add);
                read(arm, VALIDATION, arm.arm() + ", validation", true).ifPresent(series::add);
            }
            if (!series.isEmpty()) {
                charts.add(LineChart.of("Training loss, seed " + seed, "step", "loss (nats a token)", series, style));
            }
        });
        return charts;
    }

    private static Optional<LineChart.Series> read(TrainedArm arm, String name, String legend, boolean marked) {
        Path file = arm.training().orElseThrow().folder().resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            List<JsonNode> lines = rows.map(JsonLines.Row::node).toList();
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LineChart.Series(
                            legend, arm.arm(), true, marked, column(lines, "step"), column(lines, "loss")));
        }
    }

    private static List<Double> column(List<JsonNode> lines, String field) {
        return lines.stream().map(line -> line.path(field).asDouble(Double.NaN)).toList();
    }

    /**
     * Scores over the share of realigned rows, if the arms have at least three shares: one chart with a curve for each headline with shares of right
     * answers.
     */
    static List<LineChart> shares(ReportInputs inputs, ScoreMatrix matrix, ArmStyle style) {
        List<Map.Entry<String, Double>> shares = inputs.shares().entrySet().stream()
                .filter(entry -> style.arms().contains(entry.getKey()))
                .sorted(Map.Entry.comparingByValue())
                .toList();
        if (shares.size() < 3) {
            return List.of();
        }
        List<LineChart.Series> series = new ArrayList<>();
        for (int i = 0; i < matrix.heads().size(); i++) {
            Headline head = matrix.heads().get(i);
            if (head.unit().equals(Score.PERCENT)) {
                int column = i;
                ToDoubleFunction<String> mean = arm -> matrix.rows().stream()
                        .filter(row -> row.arm().equals(arm))
                        .flatMap(row -> row.cells().get(column).stream())
                        .mapToDouble(cell -> cell.summary().mean())
                        .findFirst()
                        .orElse(Double.NaN);
                series.add(new LineChart.Series(
                        head.task() + ", " + head.policy(),
                        style.arms().get(series.size() % style.arms().size()),
                        false,
                        true,
                        shares.stream().map(entry -> 100 * entry.getValue()).toList(),
                        shares.stream()
                                .map(entry -> mean.applyAsDouble(entry.getKey()))
                                .toList()));
            }
        }
        return series.isEmpty()
                ? List.of()
                : List.of(LineChart.of(
                        "Scores over the share of realigned rows",
                        "realigned rows in percent",
                        "mean over seeds, percent",
                        series,
                        style));
    }
}
