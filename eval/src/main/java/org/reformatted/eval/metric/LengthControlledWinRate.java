package org.reformatted.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reformatted.realign.base.Check;

/**
 * An estimate of AlpacaEval 2's length-controlled win rate (Y. Dubois et al., arXiv 2404.04475) for those who have neither that project's
 * instruction difficulties nor its gamed baselines, with which {@link AlpacaEvalRegression} fits as it does: a logistic regression of the
 * judge's preference on the hyperbolic tangent of the standardised difference in length, an estimated difficulty and the model, read off
 * where the lengths are equal. The baselines would show what length is worth; in their place the length's coefficient has a normal prior,
 * centre and spread of the 200 fits that AlpacaEval publishes.
 */
public final class LengthControlledWinRate {
    /** Median of the length coefficients in AlpacaEval's weights for weighted_alpaca_eval_gpt4_turbo, length_controlled_v1. */
    private static final double LENGTH_PRIOR = -1.515;

    /** Their standard deviation. */
    private static final double LENGTH_SPREAD = 0.402;

    private static final double WIDE = 1e-6;

    private LengthControlledWinRate() {}

    /**
     * A fit.
     *
     * @param percent the win rate at equal lengths
     * @param lengthCoefficient what a longer baseline does to the log-odds of the model's winning; negative when the judge likes length
     * @param difficultyCoefficient of the instruction's difficulty
     * @param modelCoefficient the model's own
     */
    public record WinRateFit(
            double percent, double lengthCoefficient, double difficultyCoefficient, double modelCoefficient) {}

    /**
     * The interval and standard error of a fit, by fitting instructions drawn again with replacement. Difficulties are taken as they are, so
     * what estimating them costs is not in it.
     *
     * @param preferences for the model over the baseline, one an instruction
     * @param lengthDifferences the baseline's length minus the model's
     * @param difficulties of the instructions
     * @param resamples how often instructions are drawn again
     * @param seed of the draws
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
     * @param preferences for the model over the baseline, in [0, 1], one an instruction
     * @param lengthDifferences the baseline's length minus the model's, in characters
     * @param difficulties of the instructions; all zero leaves them out
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
