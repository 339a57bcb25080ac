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
 * Two arms on the same samples by one policy, pooled over the seeds that both were trained with: each sample's difference is the mean of its
 * differences over the seeds.
 *
 * @param baseline the arm that is compared with
 * @param arm the arm
 * @param task by its name in the experiment
 * @param policy the policy
 * @param unit percent, or the policy's own
 * @param seeds that both arms were trained with, or one of them where the other is from outside; empty where both are
 * @param n samples; of a measure those for which both arms have a value with some seed
 * @param first the baseline's mean over samples and seeds; of comparisons of the two by a judge, the share that it wins
 * @param second the arm's
 * @param difference second minus first, in percentage points or the policy's unit
 * @param low lower end of its 95% interval, by bootstrap over samples
 * @param high upper end
 * @param pValue of the sign-flip test over samples, two-sided; of one seed that is McNemar's exact test of right or wrong answers, and the sign test of
 *     comparisons won and lost
 * @param corrected the same corrected by Holm for all tests of the report
 * @param tests how many those are
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
    /** The level of a test; sentences name the p-value beside it. */
    static final double LEVEL = 0.05;

    private static final double WHOLE = 1e-9;

    /** What a corrected test says. */
    enum Finding {
        /** More, beyond chance. */
        AHEAD("ahead, beyond chance", "more, beyond chance"),
        /** Less, beyond chance. */
        BEHIND("behind, beyond chance", "less, beyond chance"),
        /** Nothing that could not be chance. */
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

    /** Pools pairs of results, a pair a seed; the corrected p-value is not known yet. */
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

    /** Adds a seed's values, shares of win rates, by sample: the baseline's, the arm's and how many seeds have both. */
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

    /** Exact where every difference is a multiple of half a seed, as of right and wrong answers and of ties over two turns. */
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

    /** More of it is better. */
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

    /** What the corrected test says, in words. */
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

    /** A number with its sign, the minus sign as a hyphen that every medium can show. */
    static String signed(double value, int decimals) {
        String shown = TableView.shown(value, decimals);
        return value > 0 && !shown.matches("0\\.?0*") ? "+" + shown : shown.replaceAll("^-(0\\.?0*)$", "$1");
    }

    /** Both scores, the difference and the verdict in one sentence's part. */
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
