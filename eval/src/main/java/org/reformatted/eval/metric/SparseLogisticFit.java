package org.reformatted.eval.metric;

import java.util.Arrays;
import org.reformatted.realign.base.Check;

/**
 * Logistic regression without intercept under an L1 penalty, on outcomes that are probabilities: minimises {@code |b|_1 + C * loss}, with the loss
 * summed over weighted samples. It uses Newton steps whose quadratic model is minimised by coordinate descent; each step is halved until the
 * objective does not increase (G.-X. Yuan, C.-H. Ho, C.-J. Lin, JMLR 13, 2012, "newGLMNET", the method of liblinear), but with a much smaller
 * tolerance.
 */
final class SparseLogisticFit {
    private static final int STEPS = 200;
    private static final int SWEEPS = 100;
    private static final double CLOSE = 1e-11;

    private final double[][] features;
    private final double[] outcomes;
    private final double[] weights;
    private final double c;

    private SparseLogisticFit(double[][] features, double[] outcomes, double[] weights, double c) {
        this.features = features;
        this.outcomes = outcomes;
        this.weights = weights;
        this.c = c;
    }

    /**
     * Fits the regression.
     *
     * @param features (N, F), one row per sample
     * @param outcomes N probabilities in [0, 1]
     * @param weights the N weights of the samples
     * @param c weight of the loss relative to the penalty
     * @return F coefficients
     */
    static double[] coefficients(double[][] features, double[] outcomes, double[] weights, double c) {
        Check.argument(
                features.length == outcomes.length && features.length == weights.length,
                "features (%s rows), outcomes (%s) and weights (%s) must have the same length",
                features.length,
                outcomes.length,
                weights.length);
        Check.argument(features.length > 0, "features must not be empty");
        SparseLogisticFit fit = new SparseLogisticFit(features, outcomes, weights, c);
        double[] coefficients = new double[features[0].length];
        for (int step = 0; step < STEPS; step++) {
            double[] next = fit.step(coefficients);
            double change = 0;
            for (int f = 0; f < next.length; f++) {
                change = Math.max(change, Math.abs(next[f] - coefficients[f]));
            }
            coefficients = next;
            if (change < CLOSE) {
                break;
            }
        }
        return coefficients;
    }

    /** Computes the negative log-likelihood of an outcome; from the log-odds, because the probability itself would be rounded to 1. */
    static double loss(double[] features, double outcome, double[] coefficients) {
        double odds = LogisticFit.odds(features, coefficients);
        return Math.log1p(Math.exp(-Math.abs(odds))) + (odds > 0 ? 1 - outcome : -outcome) * odds;
    }

    private double objective(double[] coefficients) {
        double sum = 0;
        for (int n = 0; n < features.length; n++) {
            sum += weights[n] * loss(features[n], outcomes[n], coefficients);
        }
        return c * sum + Arrays.stream(coefficients).map(Math::abs).sum();
    }

    private double[] step(double[] from) {
        int f = from.length;
        double[] slope = new double[f];
        double[][] curvature = new double[f][f];
        for (int n = 0; n < features.length; n++) {
            double p = LogisticFit.probability(features[n], from);
            for (int i = 0; i < f; i++) {
                slope[i] += c * weights[n] * (p - outcomes[n]) * features[n][i];
                for (int j = 0; j < f; j++) {
                    curvature[i][j] += c * weights[n] * p * (1 - p) * features[n][i] * features[n][j];
                }
            }
        }
        double[] to = leastOfModel(from, slope, curvature);
        double before = objective(from);
        for (double share = 1; share > 1e-10; share /= 2) {
            double[] tried = between(from, to, share);
            if (objective(tried) <= before) {
                return tried;
            }
        }
        return from;
    }

    private static double[] between(double[] from, double[] to, double share) {
        double[] point = new double[from.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = from[i] + share * (to[i] - from[i]);
        }
        return point;
    }

    /** Minimises the quadratic model of slope and curvature plus the penalty; a coefficient whose feature is always 0 is not changed. */
    private static double[] leastOfModel(double[] from, double[] slope, double[][] curvature) {
        double[] to = from.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < to.length; i++) {
                if (curvature[i][i] > 0) {
                    double there = slope[i];
                    for (int j = 0; j < to.length; j++) {
                        there += curvature[i][j] * (to[j] - from[j]);
                    }
                    to[i] = shrunk(to[i] - there / curvature[i][i], 1 / curvature[i][i]);
                }
            }
        }
        return to;
    }

    private static double shrunk(double value, double by) {
        return Math.signum(value) * Math.max(0, Math.abs(value) - by);
    }
}
