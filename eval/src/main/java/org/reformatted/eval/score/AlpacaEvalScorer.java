package org.reformatted.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Bootstrap;
import org.reformatted.eval.metric.Descriptive;
import org.reformatted.eval.metric.Interval;
import org.reformatted.eval.metric.LengthControlledWinRate;
import org.reformatted.eval.metric.Score;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.RowFile;

/**
 * Scores AlpacaEval's annotation files, version 1 (preferences 0, 1, 1.5 or 2) and version 2 (between 1 and 2, from token probabilities):
 * 1 is for the baseline, 2 for the model, 0 and 1.5 are draws (github.com/tatsu-lab/alpaca_eval, {@code metrics/winrate.py}).
 */
final class AlpacaEvalScorer {
    static final int VERSION = 1;
    static final String WIN_RATE = "win-rate";

    /** Of the length-controlled interval, each a fit of its own. */
    private static final int RESAMPLES = 500;

    private static final long SEED = 20240219;

    /** Fitted with the instruction difficulties that AlpacaEval publishes, given as a file. */
    static final String LENGTH_CONTROLLED = "length-controlled";

    /** Fitted without them: difficulty is estimated from the preferences in each instruction's data set. */
    static final String LENGTH_CONTROLLED_ESTIMATED = "length-controlled-difficulty-estimated";

    private final List<Annotation> annotations = new ArrayList<>();
    private final Faults faults = new Faults();
    private @Nullable String model;
    private long dropped;

    /** A preference in [0, 1], the baseline's length minus the model's, and what tells difficulty. */
    private record Annotation(double preference, int lengthDifference, String dataset, int row) {}

    static ScoreReport score(Path file, Optional<Path> difficulties) {
        AlpacaEvalScorer scorer = new AlpacaEvalScorer();
        int[] row = new int[1];
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEachOrdered(next -> scorer.add(next, row[0]++));
        }
        if (scorer.annotations.isEmpty()) {
            throw InputException.at(file, "no preferences", "AlpacaEval's annotations", "give a file of annotations");
        }
        Map<String, Score> policies = new LinkedHashMap<>();
        policies.put(WIN_RATE, scorer.winRate());
        if (difficulties.isPresent()) {
            double[] published = published(difficulties.get(), row[0]);
            policies.put(LENGTH_CONTROLLED, scorer.lengthControlled(a -> published[a.row]));
        } else {
            Map<String, Double> estimated = scorer.difficultyByDataset();
            policies.put(
                    LENGTH_CONTROLLED_ESTIMATED, scorer.lengthControlled(a -> estimated.getOrDefault(a.dataset, 0.0)));
        }
        return ScoreReport.of("alpaca-eval", VERSION, WIN_RATE, policies, scorer.faults.shown(), scorer.faults.count());
    }

    private void add(JsonLines.Row row, int number) {
        JsonNode preference = row.node().get("preference");
        if (preference == null) {
            throw InputException.at(
                    row.place(), "there is no field \"preference\"", "AlpacaEval's annotation", "mend this row");
        }
        requireOneModel(row);
        if (preference.isNull()) {
            dropped++;
            return;
        }
        double value = preference.isNumber() ? preference.asDouble() : Double.NaN;
        if (!(value == 0 || (value >= 1 && value <= 2))) {
            dropped++;
            faults.add(row.place() + ": preference (" + preference.asText()
                    + ") must be 0 or lie in [1, 2]; the row is left out");
            return;
        }
        annotations.add(new Annotation(
                value == 0 ? 0.5 : value - 1,
                length(row, "output_1") - length(row, "output_2"),
                row.node().path("dataset").asText(""),
                number));
    }

    private static int length(JsonLines.Row row, String field) {
        String text = row.node().path(field).asText("");
        return text.codePointCount(0, text.length());
    }

    private void requireOneModel(JsonLines.Row row) {
        String generator = row.node().path("generator_2").asText("");
        if (model == null) {
            model = generator;
        } else if (!model.equals(generator)) {
            throw InputException.at(
                    row.place(), "generator_2 " + generator + " after " + model, "one model a file", "split the file");
        }
    }

    private double[] preferences() {
        return annotations.stream().mapToDouble(Annotation::preference).toArray();
    }

    private Score winRate() {
        double[] percent =
                annotations.stream().mapToDouble(a -> 100 * a.preference).toArray();
        return Score.ofMean(percent, "percent", dropped);
    }

    private Score lengthControlled(java.util.function.ToDoubleFunction<Annotation> difficulty) {
        double[] lengths =
                annotations.stream().mapToDouble(Annotation::lengthDifference).toArray();
        double[] difficulties = annotations.stream().mapToDouble(difficulty).toArray();
        LengthControlledWinRate.Fit fit = LengthControlledWinRate.fit(preferences(), lengths, difficulties);
        double[] draws = LengthControlledWinRate.resampled(preferences(), lengths, difficulties, RESAMPLES, SEED);
        Interval interval = Bootstrap.middle(draws, Interval.LEVEL);
        return new Score(
                fit.percent(),
                "percent",
                annotations.size(),
                null,
                Descriptive.standardDeviation(draws),
                interval.low(),
                interval.high(),
                dropped,
                (double) dropped / (dropped + annotations.size()));
    }

    /** The log-odds of the model's losing in each data set, about their mean: hard where the model does badly. */
    private Map<String, Double> difficultyByDataset() {
        Map<String, double[]> sums = new HashMap<>();
        for (Annotation annotation : annotations) {
            double[] sum = sums.computeIfAbsent(annotation.dataset, name -> new double[] {0.5, 1});
            sum[0] += annotation.preference;
            sum[1]++;
        }
        Map<String, Double> difficulties = new HashMap<>();
        sums.forEach((name, sum) -> difficulties.put(name, Math.log((sum[1] - sum[0]) / sum[0])));
        double mean = annotations.stream()
                .mapToDouble(a -> difficulties.getOrDefault(a.dataset, 0.0))
                .average()
                .orElse(0);
        difficulties.replaceAll((name, value) -> value - mean);
        return difficulties;
    }

    /** AlpacaEval's {@code instruction_difficulty.csv}: a header, then {@code index,difficulty} by row of the evaluation set. */
    private static double[] published(Path file, int rows) {
        double[] difficulties = new double[rows];
        java.util.Arrays.fill(difficulties, Double.NaN);
        int number = 0;
        for (String line : TextFiles.readString(file).lines().toList()) {
            number++;
            String[] cells = line.split(",", -1);
            if (number > 1 && !line.isBlank()) {
                try {
                    int index = Integer.parseInt(cells[0].strip());
                    if (index >= 0 && index < rows) {
                        difficulties[index] = Double.parseDouble(cells[1].strip());
                    }
                } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                    throw new InputException(
                            file + ":" + number + ": \"" + line + "\"; expected index,difficulty; mend this line", e);
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            if (Double.isNaN(difficulties[i])) {
                throw InputException.at(
                        file,
                        "no difficulty of instruction " + i,
                        "one for each of the " + rows,
                        "give the whole file");
            }
        }
        return difficulties;
    }
}
