package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Bootstrap;
import org.reformatted.eval.metric.Descriptive;
import org.reformatted.eval.metric.Interval;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.SignFlip;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.PairedComparison;

/**
 * The difference between two arms on the same samples with one policy, pooled over the seeds with which both were trained: the difference of each
 * sample is the mean of its differences over the seeds.
 *
 * @param baseline the arm to compare with
 * @param arm the arm
 * @param task the task, by its name in the experiment
 * @param policy the policy
 * @param unit percent, or the policy's own unit
 * @param seeds the seeds with which both arms were trained, or the one that is trained here; empty if both are external
 * @param n the number of samples; for a measure only those for which both arms have a value with at least one seed
 * @param first the baseline's mean over samples and seeds; for a judge's comparisons of the two arms, the share that it wins
 * @param second the arm's mean
 * @param difference second minus first, in percentage points or the policy's unit
 * @param low the lower end of its 95% interval, by bootstrap over samples
 * @param high the upper end
 * @param pValue the two-sided p-value of the sign-flip test over samples; with one seed this is McNemar's exact test for right or wrong answers, and
 *     the sign test for comparisons won and lost
 * @param corrected the p-value corrected by Holm's method for all tests of the report
 * @param tests the number of these tests
 */
public record PooledDifference(
        String baseline,
        String arm,
        String task,
        String policy,
        String unit,
        List<Long> seeds,
        int n,
        double first,
        double second,
        double difference,
        double low,
        double high,
        double pValue,
        double corrected,
        int tests) {
    /** The significance level of a test; sentences also state the p-value. */
    static final double LEVEL = 0.05;

    private static final double WHOLE = 1e-9;

    /** The result of a corrected test. */
    enum Finding {
        /** Significantly more. */
        AHEAD("ahead, beyond chance", "more, beyond chance"),
        /** Significantly less. */
        BEHIND("behind, beyond chance", "less, beyond chance"),
        /** No significant difference. */
        NO_DIFFERENCE("no difference beyond chance", "no difference beyond chance"),
        /** No sample has a value in both arms. */
        NO_SAMPLES("no sample with a value in both arms", "no sample with a value in both arms");

        private final String ranked;
        private final String measured;

        Finding(String ranked, String measured) {
            this.ranked = ranked;
            this.measured = measured;
        }
    }

    /** Pools pairs of results, one pair for each seed; the corrected p-value is not known yet. */
    static PooledDifference of(
            String baseline, String arm, String task, String policy, List<Long> seeds, List<EvalResult[]> pairs) {
        String unit = pairs.get(0)[0].score(policy).unit();
        Map<Integer, double[]> sums = new LinkedHashMap<>();
        for (EvalResult[] pair : pairs) {
            add(pair, policy, unit, sums);
        }
        List<double[]> found = new ArrayList<>(sums.values());
        double[] first = found.stream().mapToDouble(sum -> sum[0] / sum[2]).toArray();
        double[] second = found.stream().mapToDouble(sum -> sum[1] / sum[2]).toArray();
        double factor = Units.isPercent(unit) ? 100 : 1;
        Interval interval = (Units.isPercent(unit)
                        ? Bootstrap.pairedShares(
                                first, second, Bootstrap.RESAMPLES, Interval.LEVEL, PairedComparison.SEED)
                        : Bootstrap.pairedDifference(
                                first, second, Bootstrap.RESAMPLES, Interval.LEVEL, PairedComparison.SEED))
                .times(factor);
        double a = factor * Descriptive.mean(first);
        double b = factor * Descriptive.mean(second);
        return new PooledDifference(
                baseline,
                arm,
                task,
                policy,
                unit,
                seeds,
                first.length,
                a,
                b,
                b - a,
                interval.low(),
                interval.high(),
                pValue(first, second, pairs.size()),
                Double.NaN,
                0);
    }

    /**
     * Adds the values of a seed by sample: the baseline's value, the arm's value and the number of seeds with both. Win rates are added as shares.
     */
    private static void add(EvalResult[] pair, String policy, String unit, Map<Integer, double[]> sums) {
        double whole = unit.equals(Units.WIN_RATE) ? 100 : 1;
        for (int i = 0; i < pair[0].examples().size(); i++) {
            Verdict first = verdict(pair[0], i, policy);
            Verdict second = verdict(pair[1], i, policy);
            if (unit.equals(Score.PERCENT) || (first.parsed() && second.parsed())) {
                double[] sum = sums.computeIfAbsent(i, sample -> new double[3]);
                sum[0] += first.score() / whole;
                sum[1] += second.score() / whole;
                sum[2]++;
            }
        }
    }

    private static Verdict verdict(EvalResult result, int sample, String policy) {
        return result.examples().get(sample).verdicts().getOrDefault(policy, Verdict.UNPARSED);
    }

    /** The p-value. It is exact if every difference is a multiple of half a seed, as for right and wrong answers and for ties over two turns. */
    private static double pValue(double[] first, double[] second, int seeds) {
        double[] differences = IntStream.range(0, first.length)
                .mapToDouble(i -> (second[i] - first[i]) * 2 * seeds)
                .toArray();
        if (differences.length == 0) {
            return Double.NaN;
        }
        if (Arrays.stream(differences).anyMatch(d -> Math.abs(d - Math.rint(d)) > WHOLE)) {
            return SignFlip.pValue(differences, PairedComparison.SEED);
        }
        int[] whole =
                Arrays.stream(differences).mapToInt(d -> (int) Math.rint(d)).toArray();
        int common = Arrays.stream(whole).map(Math::abs).reduce(0, PooledDifference::commonDivisor);
        return SignFlip.pValue(
                Arrays.stream(whole).map(d -> d / Math.max(1, common)).toArray(), PairedComparison.SEED);
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    PooledDifference corrected(double p, int family) {
        return new PooledDifference(
                baseline, arm, task, policy, unit, seeds, n, first, second, difference, low, high, pValue, p, family);
    }

    /** Whether a higher value is better. */
    boolean ranks() {
        return Units.ranks(unit);
    }

    Finding finding() {
        if (Double.isNaN(corrected)) {
            return Finding.NO_SAMPLES;
        }
        return corrected >= LEVEL ? Finding.NO_DIFFERENCE : difference > 0 ? Finding.AHEAD : Finding.BEHIND;
    }

    boolean beyondChance() {
        return finding() == Finding.AHEAD || finding() == Finding.BEHIND;
    }

    /** The result of the corrected test in words. */
    String verdict() {
        return ranks() ? finding().ranked : finding().measured;
    }

    int decimals() {
        return Units.decimals(unit);
    }

    /** The difference with its interval, such as {@code +18.5 [15.1, 21.9]}. */
    String shown() {
        return signed(difference, decimals()) + " [" + signed(low, decimals()) + ", " + signed(high, decimals()) + "]";
    }

    /** A number with its sign; the minus sign is a hyphen, which every medium can show. */
    static String signed(double value, int decimals) {
        String shown = TableView.shown(value, decimals);
        return value > 0 && !shown.matches("0\\.?0*") ? "+" + shown : shown.replaceAll("^-(0\\.?0*)$", "$1");
    }

    /** Both scores, the difference and the verdict as a part of a sentence. */
    String sentence() {
        if (n == 0) {
            return "no sample that has a score in both arms";
        }
        String sign = Units.isPercent(unit) ? "%" : "";
        return TableView.shown(second, decimals()) + sign + " against " + TableView.shown(first, decimals()) + sign
                + ", difference " + shown() + " over " + n + " samples" + trainings() + ": " + verdict()
                + " (corrected p "
                + ReportTables.probability(corrected) + ")";
    }

    private String trainings() {
        return seeds.size() == 1
                ? " and seed " + seeds.get(0)
                : seeds.isEmpty() ? "" : " and " + seeds.size() + " seeds";
    }
}
