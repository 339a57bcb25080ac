package org.reformatted.experiments.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.pipeline.RealignSummary;
import tech.tablesaw.api.Table;

/** The cost of the steps: time, memory, tokens and money. */
final class CostTable {
    private static final double GIB = 1 << 30;

    private CostTable() {}

    private record CostRow(
            String what,
            int steps,
            double seconds,
            double memory,
            double tokens,
            double rate,
            double usd,
            String link) {}

    static TableView of(List<ArtifactRecord> records, List<TrainedArm> arms, Collection<RealignSummary> summaries) {
        List<CostRow> rows = new ArrayList<>();
        Map<String, List<ArtifactRecord>> kinds = new LinkedHashMap<>();
        records.forEach(record ->
                kinds.computeIfAbsent(kind(record), kind -> new ArrayList<>()).add(record));
        kinds.forEach((kind, steps) -> {
            double usd = kind.equals("realign")
                    ? summaries.stream()
                            .mapToDouble(summary -> summary.ledger()
                                    .map(ledger -> ledger.cost().orElse(Double.NaN)) // a price is not known
                                    .orElse(0.0))
                            .sum()
                    : Double.NaN;
            rows.add(row(kind + (steps.size() > 1 ? ", all" : ""), steps, Map.of(), usd));
            if (kind.equals("finetune")) {
                arms.forEach(arm -> arm.training()
                        .ifPresent(training -> rows.add(row(
                                arm.arm() + arm.seedSuffix(),
                                List.of(training.record()),
                                metrics(training),
                                Double.NaN))));
            }
        });
        Table table = Table.create("costs");
        table.addColumns(
                TableView.texts("what", rows, CostRow::what),
                TableView.numbers("steps", 0, rows, CostRow::steps),
                TableView.numbers("seconds", 1, rows, CostRow::seconds),
                TableView.numbers("hours", 2, rows, row -> row.seconds / 3600),
                TableView.numbers("peak memory, GiB", 2, rows, CostRow::memory),
                TableView.numbers("tokens learned", 0, rows, CostRow::tokens),
                TableView.numbers("tokens a second", 0, rows, CostRow::rate),
                TableView.numbers("USD", 4, rows, CostRow::usd));
        return new TableView(
                        "costs",
                        "Time of the steps as their records state it, without the time that an interrupted run spent"
                                + " before; peak memory of the process or device while it trained; tokens with a loss; the"
                                + " mean speed over training steps; and what the language models that realigned rows cost,"
                                + " where their price is known.",
                        table)
                .linked(
                        List.of(
                                "steps",
                                "seconds",
                                "hours",
                                "peak memory, GiB",
                                "tokens learned",
                                "tokens a second",
                                "USD"),
                        rows.stream().map(CostRow::link).toList());
    }

    private static String kind(ArtifactRecord record) {
        return record.step().replaceAll("-.*", "");
    }

    private static CostRow row(String what, List<ArtifactRecord> steps, Map<String, Double> metrics, double usd) {
        ArtifactRecord first = steps.get(0);
        return new CostRow(
                what,
                steps.size(),
                steps.stream().mapToDouble(ArtifactRecord::seconds).sum(),
                metrics.getOrDefault("memory", Double.NaN),
                metrics.getOrDefault("tokens", Double.NaN),
                metrics.getOrDefault("rate", Double.NaN),
                usd,
                Links.step(ArtifactStore.name(first.step(), first.fingerprint())));
    }

    private static Map<String, Double> metrics(TrainedArm.Training training) {
        Path file = training.folder().resolve("metrics.jsonl");
        if (!Files.exists(file)) {
            return Map.of();
        }
        double memory = Double.NaN;
        double tokens = 0;
        double rates = 0;
        int steps = 0;
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            for (JsonLines.Row row : (Iterable<JsonLines.Row>) rows::iterator) {
                JsonNode step = row.node();
                double peak = step.path("peakMemoryBytes").asDouble(Double.NaN);
                memory = Double.isNaN(memory) ? peak : Double.isNaN(peak) ? memory : Math.max(memory, peak);
                tokens += step.path("supervisedTokens").asDouble(0);
                rates += step.path("tokensPerSecond").asDouble(0);
                steps++;
            }
        }
        return steps == 0 ? Map.of() : Map.of("memory", memory / GIB, "tokens", tokens, "rate", rates / steps);
    }
}
