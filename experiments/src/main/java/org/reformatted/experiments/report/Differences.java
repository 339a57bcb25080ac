package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.eval.metric.Holm;
import org.reformatted.eval.run.EvalResult;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.realign.base.JsonLines;

/**
 * The pooled differences of a report: each arm against the first one for every headline, and the differences that expectations name. All of them are
 * one family of tests and are corrected together. All verdicts of the report are taken from here.
 */
final class Differences {
    /** The name of the file of differences in a report's folder, one difference per line. */
    static final String FILE = "differences.jsonl";

    private record DifferenceKey(String baseline, String arm, String task, String policy) {}

    private final String first;
    private final Map<DifferenceKey, PooledDifference> pooled;

    private Differences(String first, Map<DifferenceKey, PooledDifference> pooled) {
        this.first = first;
        this.pooled = pooled;
    }

    static Differences of(
            List<TrainedArm> arms, List<Headline> headlines, List<Expectation> expected, Fairness fairness) {
        Map<DifferenceKey, PooledDifference> found = new LinkedHashMap<>();
        List<String> names = arms.stream().map(TrainedArm::arm).distinct().toList();
        for (Headline headline : headlines) {
            for (String arm : names.subList(Math.min(1, names.size()), names.size())) {
                add(new DifferenceKey(names.get(0), arm, headline.task(), headline.policy()), arms, fairness, found);
            }
        }
        expected.forEach(expectation -> add(key(expectation, arms), arms, fairness, found));
        return new Differences(names.isEmpty() ? "" : names.get(0), corrected(found));
    }

    private static DifferenceKey key(Expectation expectation, List<TrainedArm> arms) {
        TrainedArm any = arms.stream()
                .filter(arm -> arm.arm().equals(expectation.arm()))
                .findFirst()
                .orElse(arms.get(0));
        String task = expectation
                .task()
                .orElseGet(() -> any.evaluations().keySet().iterator().next());
        String policy = expectation
                .policy()
                .orElseGet(() -> Comparisons.evaluation(any, task).result().defaultPolicy());
        return new DifferenceKey(expectation.against(), expectation.arm(), task, policy);
    }

    private static void add(
            DifferenceKey key, List<TrainedArm> arms, Fairness fairness, Map<DifferenceKey, PooledDifference> found) {
        if (found.containsKey(key)) {
            return;
        }
        List<Long> seeds = new ArrayList<>();
        List<EvalResult[]> pairs = new ArrayList<>();
        for (TrainedArm arm : named(arms, key.arm, key.task)) {
            named(arms, key.baseline, key.task).stream().filter(arm::pairsWith).forEach(other -> {
                fairness.check(other, arm);
                arm.seed().or(other::seed).ifPresent(seeds::add);
                pairs.add(new EvalResult[] {result(other, arm, key), result(arm, key.task)});
            });
        }
        boolean both = pairs.stream()
                .allMatch(pair -> pair[0].policies().containsKey(key.policy)
                        && pair[1].policies().containsKey(key.policy));
        if (!pairs.isEmpty() && both) {
            pairs.forEach(pair -> {
                PairedComparison.requireSameSamples(pair[0], pair[1]);
                PairedComparison.requireSameSamples(pairs.get(0)[0], pair[0]);
            });
            found.put(key, PooledDifference.of(key.baseline, key.arm, key.task, key.policy, List.copyOf(seeds), pairs));
        }
    }

    private static List<TrainedArm> named(List<TrainedArm> arms, String name, String task) {
        return arms.stream()
                .filter(arm -> arm.arm().equals(name) && arm.evaluations().containsKey(task))
                .toList();
    }

    /** The baseline's result. If a judge compared the two arms, it includes the baseline's side of these comparisons. */
    private static EvalResult result(TrainedArm baseline, TrainedArm arm, DifferenceKey key) {
        EvalResult own = result(baseline, key.task);
        return Comparisons.evaluation(arm, key.task)
                .judged()
                .filter(judged -> judged.policy().equals(key.policy)
                        && judged.against().filter(key.baseline::equals).isPresent()
                        && !own.policies().containsKey(key.policy))
                .map(judged -> judged.opponent(own))
                .orElse(own);
    }

    private static EvalResult result(TrainedArm arm, String task) {
        return Comparisons.evaluation(arm, task).result();
    }

    private static Map<DifferenceKey, PooledDifference> corrected(Map<DifferenceKey, PooledDifference> found) {
        List<DifferenceKey> tested = found.entrySet().stream()
                .filter(entry -> !Double.isNaN(entry.getValue().pValue()))
                .map(Map.Entry::getKey)
                .toList();
        double[] adjusted = Holm.adjusted(found.values().stream()
                .mapToDouble(PooledDifference::pValue)
                .filter(p -> !Double.isNaN(p))
                .toArray());
        Map<DifferenceKey, PooledDifference> corrected = new LinkedHashMap<>(found);
        for (int i = 0; i < adjusted.length; i++) {
            double p = adjusted[i];
            corrected.computeIfPresent(tested.get(i), (key, one) -> one.corrected(p, adjusted.length));
        }
        return corrected;
    }

    /** All differences, starting with those of the first headline. */
    List<PooledDifference> all() {
        return List.copyOf(pooled.values());
    }

    /** The differences for one headline, including those of expectations against an arm other than the first. */
    List<PooledDifference> of(Headline headline) {
        return pooled.values().stream()
                .filter(one -> headline.is(one.task(), one.policy()))
                .toList();
    }

    /** The differences against the first arm for one headline. */
    List<PooledDifference> againstFirst(Headline headline) {
        return of(headline).stream().filter(one -> one.baseline().equals(first)).toList();
    }

    Optional<PooledDifference> of(String baseline, String arm, String task, String policy) {
        return Optional.ofNullable(pooled.get(new DifferenceKey(baseline, arm, task, policy)));
    }

    /** The difference that an expectation is about; absent if its arms share no seed. */
    Optional<PooledDifference> of(Expectation expectation, List<TrainedArm> arms) {
        return Optional.ofNullable(pooled.get(key(expectation, arms)));
    }

    /** The description of the test behind the p-values of the report's verdicts. */
    String test() {
        return "p is of the sign-flip permutation test over samples, each sample's difference averaged over the seeds"
                + " that both arms were trained with (of one seed it is McNemar's exact test of right or wrong answers,"
                + " and the sign test of comparisons won and lost), two-sided, corrected by Holm for the "
                + pooled.values().stream().filter(one -> one.tests() > 0).count()
                + " tests of this report's verdicts, a judge's among them. It says how these trainings would do on"
                + " other questions; how other trainings might do shows in the deviation over seeds.";
    }

    /** Writes the differences into a report's folder. */
    void write(Path folder) {
        JsonLines.write(folder.resolve(FILE), pooled.values().stream());
    }
}
