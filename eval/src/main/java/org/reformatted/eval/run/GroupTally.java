package org.reformatted.eval.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.ScoreTally;

/** Adds up the verdicts of each group, such as MMLU's subjects, by every policy. */
final class GroupTally {
    private final Map<String, Map<String, ScoreTally>> byPolicy = new LinkedHashMap<>();

    /** Counts a sample's verdicts. */
    void add(String group, Map<String, Verdict> verdicts) {
        verdicts.forEach((policy, verdict) -> byPolicy.computeIfAbsent(policy, name -> new TreeMap<>())
                .computeIfAbsent(group, name -> new ScoreTally())
                .add(verdict.score(), verdict.parsed()));
    }

    /** Returns the scores of each group, together with the scores over all samples. */
    Map<String, Breakdown> breakdowns(String by, Map<String, Score> all) {
        Map<String, Breakdown> breakdowns = new LinkedHashMap<>();
        all.forEach((policy, micro) -> {
            Map<String, Score> groups = new TreeMap<>();
            byPolicy.getOrDefault(policy, Map.of()).forEach((group, tally) -> groups.put(group, tally.score()));
            breakdowns.put(policy, Breakdown.of(by, groups, micro));
        });
        return breakdowns;
    }
}
