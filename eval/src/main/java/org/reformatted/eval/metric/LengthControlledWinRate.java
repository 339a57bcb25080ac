package org.reformatted.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reformatted.realign.base.Check;

/**
 * An estimate of AlpacaEval 2's length-controlled win rate (Y. Dubois et al., arXiv 2404.04475) for use without that project's instruction
 * difficulties and gamed baselines; with these, {@link AlpacaEvalRegression} fits as AlpacaEval does. The estimate is a logistic regression of the
 * judge's preference on the hyperbolic tangent of the standardised difference in length, an estimated difficulty and the model, evaluated at equal
 * lengths. The gamed baselines would show the effect of length; instead, the length's coefficient has a normal prior with the centre and spread of
 * the 200 fits that AlpacaEval publishes.
 */
public final class LengthControlledWinRate {
    /** Median of the length coefficients in AlpacaEval's weights for weighted_alpaca_eval_gpt4_turbo, length_controlled_v1. */
    private static final double LENGTH_PRIOR = -1.515;

    /** Standard deviation of these coefficients. */
    private static final double LENGTH_SPREAD = 0.402;

    private static final double WIDE = 1e-6;

    private LengthControlledWinRate() {}

    /**
     * A fit.
     *
     * @param percent the win rate at equal lengths
     * @param lengthCoefficient the effect of a longer baseline on the log-odds that the model wins; negative when the judge prefers long answers
     * @param difficultyCoefficient coefficient of the instruction's difficulty
     * @param modelCoefficient coefficient of the model
     */
    public record WinRateFit(
            double percent, double lengthCoefficient, double difficultyCoefficient, double modelCoefficient) {}

    /**
     * Fits resampled instructions (drawn with replacement), for the interval and the standard error of a fit. Difficulties are not estimated again,
     * so the result does not include the uncertainty of their estimation.
     *
     * @param preferences for the model over the baseline, one per instruction
     * @param lengthDifferences the baseline's length minus the model's
     * @param difficulties the difficulties of the instructions
     * @param resamples number of resamples
     * @param seed the seed of the draws
     * @return the percent of each draw, sorted
     */
    public static double[] resampled(
            double[] preferences, double[] lengthDifferences, double[] difficulties, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] percents = new double[resamples];
        for (int draw = 0; draw < resamples; draw++) {
            double[][] drawn = new double[3][preferences.length];
            for (int i = 0; i < preferences.length; i++) {
                int at = random.nextInt(preferences.length);
                drawn[0][i] = preferences[at];
                drawn[1][i] = lengthDifferences[at];
                drawn[2][i] = difficulties[at];
            }
            percents[draw] = fit(drawn[0], drawn[1], drawn[2]).percent();
        }
        Arrays.sort(percents);
        return percents;
    }

    /**
     * Fits the regression.
     *
     * @param preferences for the model over the baseline, in [0, 1], one per instruction
     * @param lengthDifferences the baseline's length minus the model's, in characters
     * @param difficulties the difficulties of the instructions; if all are zero, the regression has no difficulty term
     * @return the fit
     */
    public static WinRateFit fit(double[] preferences, double[] lengthDifferences, double[] difficulties) {
        Check.argument(
                preferences.length == lengthDifferences.length && preferences.length == difficulties.length,
                "preferences (%s), lengthDifferences (%s) and difficulties (%s) must be over the same instructions",
                preferences.length,
                lengthDifferences.length,
                difficulties.length);
        double deviation = Descriptive.standardDeviation(lengthDifferences);
        boolean withDifficulty = Arrays.stream(difficulties).anyMatch(d -> d != 0);
        double[][] features = new double[preferences.length][];
        for (int i = 0; i < preferences.length; i++) {
            double length = deviation > 0 ? Math.tanh(lengthDifferences[i] / deviation) : 0;
            features[i] = withDifficulty ? new double[] {length, 1, difficulties[i]} : new double[] {length, 1};
        }
        double[] prior = {LENGTH_PRIOR, 0, 0};
        double[] precision = {1 / (LENGTH_SPREAD * LENGTH_SPREAD), WIDE, WIDE};
        int f = withDifficulty ? 3 : 2;
        double[] fitted =
                LogisticFit.coefficients(features, preferences, Arrays.copyOf(prior, f), Arrays.copyOf(precision, f));
        double difficulty = withDifficulty ? fitted[2] : 0;
        double sum = 0;
        for (double d : difficulties) {
            sum += LogisticFit.probability(new double[] {1, d}, new double[] {fitted[1], difficulty});
        }
        return new WinRateFit(100 * sum / preferences.length, fitted[0], difficulty, fitted[1]);
    }
}
