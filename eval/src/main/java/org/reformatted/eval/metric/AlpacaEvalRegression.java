package org.reformatted.eval.metric;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The regression of AlpacaEval 2's length-controlled win rate, as that project fits it (github.com/tatsu-lab/alpaca_eval,
 * {@code metrics/glm_winrate.py}, {@code length_controlled_v1} and {@code length_controlled_noreg}). It predicts the log-odds of the preference for
 * the model from the hyperbolic tangent of the standardised difference in length, the instruction's difficulty and a constant. Preferences for two
 * gamed baselines, one terse and one wordy, share the first two coefficients but not the constant; together they have a weight of one fifth. The L1
 * penalty is chosen from ten candidates by the loss on five held-out folds. The win rate is the mean prediction at equal lengths.
 */
public final class AlpacaEvalRegression {
    /** The weight of a gamed baseline's row: one fifth, divided by two baselines ({@code regularize_to_baseline_lambda}). */
    private static final double GAMED_WEIGHT = 0.1;

    private static final int FOLDS = 5;

    /** The ten candidates of scikit-learn, with evenly spaced logarithms. */
    private static final double[] CANDIDATES = IntStream.range(0, 10)
            .mapToDouble(i -> Math.pow(10, -4 + 8 * i / 9.0))
            .toArray();

    /** The value of that project where no fold is held out. */
    private static final double WITHOUT_FOLDS = 100;

    private AlpacaEvalRegression() {}

    /**
     * A comparison with the baseline.
     *
     * @param preference for the model, in [0, 1]; {@code NaN} where the judge gave none: such a row is predicted but not fitted
     * @param length the baseline's length minus the model's, over its standard deviation
     * @param difficulty the difficulty of the instruction
     */
    public record RegressionRow(double preference, double length, double difficulty) {
        private boolean judged() {
            return !Double.isNaN(preference);
        }
    }

    /**
     * Divides the lengths by their standard deviation.
     *
     * @param rows the rows, with length differences in characters
     * @return the rows with standardised lengths; all lengths are 0 where they do not differ
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
     * @param length coefficient of the hyperbolic tangent of the length
     * @param difficulty coefficient of the instruction's difficulty
     * @param model the constant, which is specific to the model
     * @param c weight of the loss relative to the penalty
     */
    public record RegressionFit(double percent, double length, double difficulty, double model, double c) {}

    /**
     * Fits the regression.
     *
     * @param rows the model's rows with standardised lengths
     * @param gamed the gamed baselines' rows, also with standardised lengths; without any the fit is {@code length_controlled_noreg}
     * @return the fit; if there are fewer rows than folds, the penalty has a relative weight of one hundredth
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
     * Computes the win rate that coefficients, for instance published ones, predict at equal lengths.
     *
     * @param model the constant
     * @param difficulty coefficient of the difficulty
     * @param rows the rows of the instructions
     * @return the mean probability, in percent
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
     * Fits the regression to resampled instructions (drawn with replacement), with the same penalty and the same gamed baselines.
     *
     * @param rows the model's rows
     * @param gamed the gamed baselines' rows
     * @param c weight of the loss relative to the penalty, as in the fit
     * @param resamples number of draws
     * @param seed the seed of the draws
     * @return the percent of each draw, sorted; a draw without any judged row is left out
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

    /** Chooses the weight of the loss with the smallest loss on held-out rows; of several such weights, the smallest. */
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

    /** A judged row with its constant, 1 for the model and 0 for gamed baselines, and its weight. */
    private record Weighted(RegressionRow row, double constant, double weight) {
        double[] features() {
            return new double[] {Math.tanh(row.length), row.difficulty, constant};
        }
    }

    /** Returns the rows to fit: those of the gamed baselines, then those of the model. */
    private static List<Weighted> sample(List<RegressionRow> rows, List<RegressionRow> gamed) {
        return Stream.concat(
                        gamed.stream().filter(RegressionRow::judged).map(row -> new Weighted(row, 0, GAMED_WEIGHT)),
                        rows.stream().filter(RegressionRow::judged).map(row -> new Weighted(row, 1, 1)))
                .toList();
    }

    /**
     * Returns a fold, or all other folds; rows are assigned to folds from the last row on, as scikit-learn's GroupKFold assigns groups of equal size.
     */
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
