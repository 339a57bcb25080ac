package org.reformatted.eval.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Bootstrap;
import org.reformatted.eval.metric.Descriptive;
import org.reformatted.eval.metric.DetectableDifference;
import org.reformatted.eval.metric.Interval;
import org.reformatted.eval.metric.McNemar;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.Wilcoxon;
import org.reformatted.realign.base.InputException;

/**
 * Comparison of two systems on the same samples, by one policy. Only samples on which the two systems differ show which of them is better.
 *
 * @param task the task's name
 * @param policy the policy's name
 * @param unit the unit of the means and their difference; for a measure, only samples for which both systems have a value are counted
 * @param n number of samples
 * @param first the first system's mean, in percent or the policy's own unit
 * @param second the second's
 * @param difference second minus first, in percentage points or the same unit
 * @param low lower end of the difference's 95% interval, by paired bootstrap
 * @param high upper end
 * @param onlyFirst number of samples that only the first has right, or where it has the greater value
 * @param onlySecond number of samples that only the second has right, or where it has the greater value
 * @param pValue p-value of the exact two-sided McNemar test; for values between right and wrong this is the sign test
 * @param wilcoxon p-value of Wilcoxon's signed-rank test, which takes the size of the differences into account; {@code NaN} where every answer is
 *     right or wrong
 * @param detectable the smallest difference, in percentage points, that McNemar's test would detect with 80% power, given the same number of samples
 *     and the same number of differing answers; {@code NaN} for measures, for values between right and wrong, and where no such difference exists
 * @param resamples number of resamples of the bootstrap
 * @param seed seed of the bootstrap
 */
public record PairedComparison(
        String task,
        String policy,
        String unit,
        int n,
        double first,
        double second,
        double difference,
        double low,
        double high,
        int onlyFirst,
        int onlySecond,
        double pValue,
        double wilcoxon,
        double detectable,
        int resamples,
        long seed) {
    private static final double LEVEL = 0.05;
    private static final double POWER = 0.8;

    /** The default seed of the draws. */
    public static final long SEED = 20240219;

    /**
     * Compares two results with the default number of draws and the default seed.
     *
     * @param first one system
     * @param second the other, on the same samples
     * @param policy the policy's name
     * @return the comparison
     * @throws InputException when task, version or samples differ
     */
    public static PairedComparison of(EvalResult first, EvalResult second, String policy) {
        return of(first, second, policy, Bootstrap.RESAMPLES, SEED);
    }

    /**
     * Compares two results.
     *
     * @param first one system
     * @param second the other, on the same samples
     * @param policy the policy's name
     * @param resamples number of resamples
     * @param seed the seed of the draws
     * @return the comparison
     * @throws InputException when task, version or samples differ
     */
    public static PairedComparison of(EvalResult first, EvalResult second, String policy, int resamples, long seed) {
        requireSameSamples(first, second);
        String unit = first.score(policy).unit();
        boolean percentage = unit.equals(Score.PERCENT);
        int[] samples = IntStream.range(0, first.examples().size())
                .filter(i -> percentage
                        || (verdict(first, i, policy).parsed()
                                && verdict(second, i, policy).parsed()))
                .toArray();
        return of(
                first.task(),
                policy,
                unit,
                scores(first, samples, policy),
                scores(second, samples, policy),
                resamples,
                seed);
    }

    /**
     * Compares values of the same samples.
     *
     * @param task the task's name
     * @param policy the policy's name
     * @param unit {@link Score#PERCENT} for values between 0 and 1, or a measure's unit
     * @param a one system's values
     * @param b the other system's values, in the same order
     * @param resamples number of resamples
     * @param seed the seed of the draws
     * @return the comparison
     */
    public static PairedComparison of(
            String task, String policy, String unit, double[] a, double[] b, int resamples, long seed) {
        boolean percentage = unit.equals(Score.PERCENT);
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < a.length; i++) {
            onlyFirst += a[i] > b[i] ? 1 : 0;
            onlySecond += b[i] > a[i] ? 1 : 0;
        }
        boolean rightOrWrong = percentage
                && DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).allMatch(value -> value == 0 || value == 1);
        double factor = percentage ? 100 : 1;
        double meanFirst = factor * Descriptive.mean(a);
        double meanSecond = factor * Descriptive.mean(b);
        Interval interval = (percentage
                        ? Bootstrap.pairedShares(a, b, resamples, Interval.LEVEL, seed)
                        : Bootstrap.pairedDifference(a, b, resamples, Interval.LEVEL, seed))
                .times(factor);
        return new PairedComparison(
                task,
                policy,
                unit,
                a.length,
                meanFirst,
                meanSecond,
                meanSecond - meanFirst,
                interval.low(),
                interval.high(),
                onlyFirst,
                onlySecond,
                McNemar.exact(onlyFirst, onlySecond),
                rightOrWrong ? Double.NaN : Wilcoxon.pValue(a, b),
                rightOrWrong ? detectable(a.length, onlyFirst + onlySecond) : Double.NaN,
                resamples,
                seed);
    }

    private static double detectable(int n, int discordant) {
        return discordant == 0
                ? Double.NaN
                : 100 * DetectableDifference.paired(n, (double) discordant / n, LEVEL, POWER);
    }

    private static double[] scores(EvalResult result, int[] samples, String policy) {
        return Arrays.stream(samples)
                .mapToDouble(i -> verdict(result, i, policy).score())
                .toArray();
    }

    private static Verdict verdict(EvalResult result, int sample, String policy) {
        return result.examples().get(sample).verdicts().getOrDefault(policy, Verdict.UNPARSED);
    }

    /**
     * Refuses results that cannot be paired.
     *
     * @param first one system
     * @param second the other
     * @throws InputException when task, version or samples differ
     */
    public static void requireSameSamples(EvalResult first, EvalResult second) {
        if (!first.task().equals(second.task()) || first.version() != second.version()) {
            throw InputException.at(
                    "comparison",
                    first.task() + " version " + first.version() + " against " + second.task() + " version "
                            + second.version(),
                    "the same task and version on both sides",
                    "score both sides with one version");
        }
        List<String> a = first.examples().stream().map(ScoredExample::id).toList();
        List<String> b = second.examples().stream().map(ScoredExample::id).toList();
        if (!a.equals(b)) {
            throw InputException.at(
                    "comparison of " + first.task(),
                    "the samples differ (" + a.size() + " against " + b.size() + ", first at " + firstDifference(a, b)
                            + ")",
                    "the same samples in the same order on both sides",
                    "evaluate both with the same data and limit");
        }
    }

    private static String firstDifference(List<String> a, List<String> b) {
        int i = 0;
        while (i < a.size() && i < b.size() && a.get(i).equals(b.get(i))) {
            i++;
        }
        return "position " + i;
    }
}
