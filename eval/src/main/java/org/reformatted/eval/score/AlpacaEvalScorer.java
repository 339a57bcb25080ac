package org.reformatted.eval.score;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.eval.metric.AlpacaEvalRegression;
import org.reformatted.eval.metric.Bootstrap;
import org.reformatted.eval.metric.Descriptive;
import org.reformatted.eval.metric.Interval;
import org.reformatted.eval.metric.LengthControlledWinRate;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.score.AlpacaEvalAnnotations.Annotation;

/**
 * Scores AlpacaEval's annotation files, version 1 (preferences 0, 1, 1.5 or 2) and version 2 (between 1 and 2, from token probabilities): 1 prefers
 * the baseline, 2 prefers the model, 0 and 1.5 are draws (github.com/tatsu-lab/alpaca_eval, {@code metrics/winrate.py}). The name of a
 * length-controlled win rate depends on the files that were used; where AlpacaEval has a name for that fit, its name is used.
 */
final class AlpacaEvalScorer {
    static final int VERSION = 3; // length control without difficulties has a separate name
    static final String WIN_RATE = "win-rate";

    /** Fitted with AlpacaEval's difficulties and gamed baselines, both given as files: AlpacaEval's {@code length_controlled_v1}. */
    static final String LENGTH_CONTROLLED = "length-controlled-v1";

    /** Fitted with AlpacaEval's difficulties, given as a file, and no gamed baselines: AlpacaEval's {@code length_controlled_noreg}. */
    static final String LENGTH_CONTROLLED_NOREG = "length-controlled-noreg";

    /** Fitted without either file: difficulty is estimated from the preferences in each instruction's data set. */
    static final String LENGTH_ESTIMATED = "length-adjusted-estimate";

    /** Measured on 23 models whose published length-controlled win rates are known. */
    static final String ESTIMATE_CAVEAT = LENGTH_ESTIMATED
            + " is not AlpacaEval's length-controlled win rate: without that project's instruction difficulties it is"
            + " 2.8 points too high on average over 23 published models, and its interval missed 8 of them; give"
            + " --difficulties";

    /** Number of resamples for the length-controlled interval; each needs a separate fit. */
    private static final int RESAMPLES = 500;

    private static final long SEED = 20240219;

    private final AlpacaEvalAnnotations annotations;
    private final List<Annotation> judged;

    private AlpacaEvalScorer(AlpacaEvalAnnotations annotations) {
        this.annotations = annotations;
        this.judged = annotations.judged();
    }

    static ScoreReport score(Path file, Optional<Path> difficulties, Optional<Path> gamed) {
        AlpacaEvalScorer scorer = new AlpacaEvalScorer(AlpacaEvalAnnotations.read(file));
        Map<String, Score> policies = new LinkedHashMap<>();
        policies.put(WIN_RATE, scorer.winRate());
        int rows = scorer.annotations.rows.size();
        List<AlpacaEvalFiles.Gamed> baselines =
                gamed.map(AlpacaEvalFiles::gamed).orElse(List.of());
        Optional<double[]> published = difficulties
                .map(path -> AlpacaEvalFiles.difficulties(path, rows))
                .or(() -> gamed.map(path -> AlpacaEvalFiles.difficulties(path, baselines, rows)));
        if (published.isPresent()) {
            policies.put(
                    gamed.isPresent() ? LENGTH_CONTROLLED : LENGTH_CONTROLLED_NOREG,
                    scorer.asAlpacaEval(
                            published.get(),
                            baselines.stream().map(AlpacaEvalFiles.Gamed::row).toList()));
        } else {
            policies.put(LENGTH_ESTIMATED, scorer.estimated());
        }
        ScoringProblems faults = scorer.annotations.faults;
        return ScoreReport.of("alpaca-eval", VERSION, WIN_RATE, policies, faults.shown(), faults.count())
                .with(published.isPresent() ? List.of() : List.of(ESTIMATE_CAVEAT));
    }

    private Score winRate() {
        double[] percent =
                judged.stream().mapToDouble(a -> 100 * a.preference()).toArray();
        return Score.ofMean(percent, "percent", dropped());
    }

    private long dropped() {
        return annotations.rows.size() - (long) judged.size();
    }

    private Score asAlpacaEval(double[] difficulties, List<AlpacaEvalRegression.RegressionRow> gamed) {
        List<AlpacaEvalRegression.RegressionRow> raw = new ArrayList<>();
        for (Annotation annotation : annotations.rows) {
            raw.add(new AlpacaEvalRegression.RegressionRow(
                    annotation.preference(), annotation.lengthDifference(), difficulties[raw.size()]));
        }
        List<AlpacaEvalRegression.RegressionRow> rows = AlpacaEvalRegression.standardised(raw);
        AlpacaEvalRegression.RegressionFit fit = AlpacaEvalRegression.fit(rows, gamed);
        return score(fit.percent(), AlpacaEvalRegression.resampled(rows, gamed, fit.c(), RESAMPLES, SEED));
    }

    private Score estimated() {
        Map<String, Double> byDataset = difficultyByDataset();
        double[] preferences =
                judged.stream().mapToDouble(Annotation::preference).toArray();
        double[] lengths =
                judged.stream().mapToDouble(Annotation::lengthDifference).toArray();
        double[] difficulties = judged.stream()
                .mapToDouble(a -> byDataset.getOrDefault(a.dataset(), 0.0))
                .toArray();
        return score(
                LengthControlledWinRate.fit(preferences, lengths, difficulties).percent(),
                LengthControlledWinRate.resampled(preferences, lengths, difficulties, RESAMPLES, SEED));
    }

    private Score score(double percent, double[] draws) {
        Interval interval = Bootstrap.middle(draws, Interval.LEVEL);
        return new Score(
                percent,
                "percent",
                judged.size(),
                null,
                Descriptive.standardDeviation(draws),
                interval.low(),
                interval.high(),
                dropped(),
                (double) dropped() / annotations.rows.size());
    }

    /** Returns for each data set the log-odds that the model loses, minus their mean: a data set is difficult where the model loses often. */
    private Map<String, Double> difficultyByDataset() {
        Map<String, double[]> sums = new HashMap<>();
        for (Annotation annotation : judged) {
            double[] sum = sums.computeIfAbsent(annotation.dataset(), name -> new double[] {0.5, 1});
            sum[0] += annotation.preference();
            sum[1]++;
        }
        Map<String, Double> difficulties = new HashMap<>();
        sums.forEach((name, sum) -> difficulties.put(name, Math.log((sum[1] - sum[0]) / sum[0])));
        double mean = judged.stream()
                .mapToDouble(a -> difficulties.getOrDefault(a.dataset(), 0.0))
                .average()
                .orElse(0);
        difficulties.replaceAll((name, value) -> value - mean);
        return difficulties;
    }
}
