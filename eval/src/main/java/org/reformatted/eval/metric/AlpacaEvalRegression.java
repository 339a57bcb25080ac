package org.reformatted.eval.metric;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The regression behind AlpacaEval 2's length-controlled win rate, as that project fits it (github.com/tatsu-lab/alpaca_eval,
 * {@code metrics/glm_winrate.py}, {@code length_controlled_v1} and {@code length_controlled_noreg}): log-odds of the preference for the
 * model from the hyperbolic tangent of the standardised difference in length, the instruction's difficulty and a constant. Preferences
 * for two gamed baselines, one terse and one wordy, share the first two coefficients and not the constant; together they weigh a fifth.
 * The L1 penalty is that of ten which predicts five held-out folds best. The win rate is the mean prediction at equal lengths.
 */
public final class AlpacaEvalRegression {
    /** What a gamed baseline's row counts: a fifth, over two baselines ({@code regularize_to_baseline_lambda}). */
    private static final double GAMED_WEIGHT = 0.1;

    private static final int FOLDS = 5;

    /** scikit-learn's ten: evenly spaced in their logarithms. */
    private static final double[] CANDIDATES = IntStream.range(0, 10)
            .mapToDouble(i -> Math.pow(10, -4 + 8 * i / 9.0))
            .toArray();

    /** That project's, where no fold is held out. */
    private static final double WITHOUT_FOLDS = 100;

    private AlpacaEvalRegression() {}

    /**
     * A comparison with the baseline.
     *
     * @param preference for the model, in [0, 1]; {@code NaN} where the judge gave none: such a row is predicted and not fitted
     * @param length the baseline's length minus the model's, over its standard deviation
     * @param difficulty of the instruction
     */
    public record RegressionRow(double preference, double length, double difficulty) {
        private boolean judged() {
            return !Double.isNaN(preference);
        }
    }

    /**
     * Takes the standard deviation out of lengths.
     *
     * @param rows with differences in characters
     * @return the same with standardised lengths, all nothing where they do not differ
     */
    public static List<RegressionRow> standardised(List<RegressionRow> rows) {
        double deviation = Descriptive.standardDeviation(
                rows.stream().mapToDouble(RegressionRow::length).toArray());
        return rows.stream()
                .map(row ->
                        new RegressionRow(row.preference, deviation > 0 ? row.length / deviation : 0, row.difficulty))
                .toList();
    }

    /**
     * A fit.
     *
     * @param percent the win rate at equal lengths
     * @param length coefficient of the length's tangent
     * @param difficulty coefficient of the instruction's difficulty
     * @param model the constant, which is the model's own
     * @param c how much the loss counts against the penalty
     */
    public record RegressionFit(double percent, double length, double difficulty, double model, double c) {}

    /**
     * Fits.
     *
     * @param rows the model's, lengths standardised
     * @param gamed the gamed baselines', theirs too; without any the fit is {@code length_controlled_noreg}
     * @return the fit; fewer rows than folds are fitted with a penalty of a hundredth
     */
    public static RegressionFit fit(List<RegressionRow> rows, List<RegressionRow> gamed) {
        List<Weighted> sample = sample(rows, gamed);
        return fit(rows, sample, sample.size() < FOLDS ? WITHOUT_FOLDS : chosen(sample));
    }

    private static RegressionFit fit(List<RegressionRow> rows, List<Weighted> sample, double c) {
        double[] b = fitted(sample, c);
        return new RegressionFit(percent(b[2], b[1], rows), b[0], b[1], b[2], c);
    }

    /**
     * The win rate that coefficients predict at equal lengths, published ones for instance.
     *
     * @param model the constant
     * @param difficulty coefficient of the difficulty
     * @param rows of the instructions
     * @return the mean chance, in percent
     */
    public static double percent(double model, double difficulty, List<RegressionRow> rows) {
        return 100
                * rows.stream()
                        .mapToDouble(row -> LogisticFit.probability(
                                new double[] {1, row.difficulty}, new double[] {model, difficulty}))
                        .average()
                        .orElse(Double.NaN);
    }

    /**
     * Fits to instructions drawn again with replacement, with the penalty and the gamed baselines as they are.
     *
     * @param rows the model's
     * @param gamed the gamed baselines'
     * @param c the penalty's counterweight, that of the fit
     * @param resamples how many draws
     * @param seed of the draws
     * @return the percent of each draw, sorted; a draw without any judged row is none
     */
    public static double[] resampled(
            List<RegressionRow> rows, List<RegressionRow> gamed, double c, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, resamples)
                .mapToObj(draw -> rows.stream()
                        .map(row -> rows.get(random.nextInt(rows.size())))
                        .toList())
                .filter(drawn -> drawn.stream().anyMatch(RegressionRow::judged))
                .mapToDouble(drawn -> fit(drawn, sample(drawn, gamed), c).percent)
                .sorted()
                .toArray();
    }

    /** The counterweight of the penalty under which held-out rows are the likeliest; the smallest of several. */
    private static double chosen(List<Weighted> sample) {
        double best = Double.POSITIVE_INFINITY;
        double chosen = CANDIDATES[0];
        for (double c : CANDIDATES) {
            double loss = 0;
            for (int fold = 0; fold < FOLDS; fold++) {
                double[] fitted = fitted(fold(sample, fold, true), c);
                loss += fold(sample, fold, false).stream()
                        .mapToDouble(w -> w.weight * SparseLogisticFit.loss(w.features(), w.row.preference, fitted))
                        .average()
                        .orElse(0);
            }
            if (loss < best) {
                best = loss;
                chosen = c;
            }
        }
        return chosen;
    }

    /** A judged row with its constant, 1 for the model and 0 for gamed baselines, and what it counts. */
    private record Weighted(RegressionRow row, double constant, double weight) {
        double[] features() {
            return new double[] {Math.tanh(row.length), row.difficulty, constant};
        }
    }

    /** What is fitted: the gamed baselines' rows, then the model's. */
    private static List<Weighted> sample(List<RegressionRow> rows, List<RegressionRow> gamed) {
        return Stream.concat(
                        gamed.stream().filter(RegressionRow::judged).map(row -> new Weighted(row, 0, GAMED_WEIGHT)),
                        rows.stream().filter(RegressionRow::judged).map(row -> new Weighted(row, 1, 1)))
                .toList();
    }

    /** A fold, or all but that; folds are dealt out from the last row on, as scikit-learn's GroupKFold deals equal groups. */
    private static List<Weighted> fold(List<Weighted> sample, int fold, boolean others) {
        return IntStream.range(0, sample.size())
                .filter(i -> ((sample.size() - 1 - i) % FOLDS == fold) != others)
                .mapToObj(sample::get)
                .toList();
    }

    private static double[] fitted(List<Weighted> sample, double c) {
        return SparseLogisticFit.coefficients(
                sample.stream().map(Weighted::features).toArray(double[][]::new),
                sample.stream().mapToDouble(w -> w.row.preference).toArray(),
                sample.stream().mapToDouble(Weighted::weight).toArray(),
                c);
    }
}
