package org.reformatted.eval.metric;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.reformatted.realign.base.Check;

/** Logistic regression without intercept on outcomes that are probabilities, by Newton's method. */
public final class LogisticFit {
    private static final int STEPS = 100;
    private static final double RIDGE = 1e-6;

    private LogisticFit() {}

    /**
     * Fits the maximum-likelihood coefficients; a ridge of 1e-6 keeps them finite where all outcomes are equal.
     *
     * @param features (N, F), one row per sample
     * @param outcomes N probabilities in [0, 1]
     * @return F coefficients
     */
    public static double[] coefficients(double[][] features, double[] outcomes) {
        int f = features.length == 0 ? 0 : features[0].length;
        double[] precision = new double[f];
        java.util.Arrays.fill(precision, RIDGE);
        return coefficients(features, outcomes, new double[f], precision);
    }

    /**
     * Fits the most likely coefficients under a normal prior for each of them.
     *
     * @param features (N, F), one row per sample
     * @param outcomes N probabilities in [0, 1]
     * @param prior F means of the prior
     * @param precision F inverse variances of the prior, positive
     * @return F coefficients
     */
    public static double[] coefficients(double[][] features, double[] outcomes, double[] prior, double[] precision) {
        Check.argument(features.length > 0, "features must not be empty");
        Check.argument(
                features.length == outcomes.length,
                "features (%s rows) and outcomes (%s) must have the same length",
                features.length,
                outcomes.length);
        double[] coefficients = prior.clone();
        for (int step = 0; step < STEPS; step++) {
            double[] change = newtonStep(features, outcomes, coefficients, prior, precision);
            double largest = 0;
            for (int f = 0; f < change.length; f++) {
                // a step changes log-odds by at most two units, so that the first steps do not overshoot
                double bounded = Math.max(-2, Math.min(2, change[f]));
                coefficients[f] += bounded;
                largest = Math.max(largest, Math.abs(bounded));
            }
            if (largest < 1e-12) {
                break;
            }
        }
        return coefficients;
    }

    private static double[] newtonStep(
            double[][] features, double[] outcomes, double[] coefficients, double[] prior, double[] precision) {
        int f = coefficients.length;
        RealMatrix curvature = new Array2DRowRealMatrix(f, f);
        RealVector slope = new ArrayRealVector(f);
        for (int n = 0; n < features.length; n++) {
            double p = probability(features[n], coefficients);
            for (int i = 0; i < f; i++) {
                slope.addToEntry(i, (outcomes[n] - p) * features[n][i]);
                for (int j = 0; j < f; j++) {
                    curvature.addToEntry(i, j, p * (1 - p) * features[n][i] * features[n][j]);
                }
            }
        }
        for (int i = 0; i < f; i++) {
            slope.addToEntry(i, precision[i] * (prior[i] - coefficients[i]));
            curvature.addToEntry(i, i, precision[i]);
        }
        return new LUDecomposition(curvature, 0).getSolver().solve(slope).toArray();
    }

    /**
     * Computes the probability that a fit predicts for a sample.
     *
     * @param features the features of the sample
     * @param coefficients the coefficients of the fit
     * @return a value in (0, 1)
     */
    public static double probability(double[] features, double[] coefficients) {
        return 1 / (1 + Math.exp(-odds(features, coefficients)));
    }

    /** Computes the log-odds that a fit predicts for a sample. */
    static double odds(double[] features, double[] coefficients) {
        double odds = 0;
        for (int i = 0; i < features.length; i++) {
            odds += features[i] * coefficients[i];
        }
        return odds;
    }
}
