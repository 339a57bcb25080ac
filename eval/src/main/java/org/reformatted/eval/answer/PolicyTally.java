package org.reformatted.eval.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.ScoreTally;

/** Judges outputs one by one by every policy of a task, and adds up each policy's score. */
public final class PolicyTally {
    private record Column(AnswerPolicy policy, ScoreTally tally) {}

    private final List<Column> columns;

    /**
     * Creates an empty tally.
     *
     * @param policies the columns of the result
     */
    public PolicyTally(List<AnswerPolicy> policies) {
        columns = policies.stream()
                .map(policy -> new Column(policy, new ScoreTally(policy.unit())))
                .toList();
    }

    /**
     * Judges one output and counts it.
     *
     * @param question the question; empty where it is not known
     * @param output the model's output
     * @param reference the reference answer
     * @return verdicts by policy
     * @throws IllegalArgumentException when the reference can't be read; the message names it
     */
    public Map<String, Verdict> add(String question, String output, String reference) {
        Map<String, Verdict> verdicts = judge(question, output, reference);
        count(verdicts);
        return verdicts;
    }

    /**
     * Judges one output without counting it; safe for use by several threads.
     *
     * @param question the question; empty where it is not known
     * @param output the model's output
     * @param reference the reference answer
     * @return verdicts by policy, in order
     * @throws IllegalArgumentException when the reference can't be read; the message names it
     */
    public Map<String, Verdict> judge(String question, String output, String reference) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        columns.forEach(column -> verdicts.put(column.policy.name(), column.policy.judge(question, output, reference)));
        return verdicts;
    }

    /**
     * Counts verdicts. The last bits of the sums depend on the order of the calls.
     *
     * @param verdicts the verdict of each policy
     */
    public void count(Map<String, Verdict> verdicts) {
        for (Column column : columns) {
            Verdict verdict = verdicts.getOrDefault(column.policy.name(), Verdict.UNPARSED);
            column.tally.add(verdict.score(), verdict.parsed(), verdict.parts() == null ? 1 : verdict.parts());
        }
    }

    /**
     * Returns the scores so far.
     *
     * @return the score by each policy, in order
     */
    public Map<String, Score> scores() {
        Map<String, Score> scores = new LinkedHashMap<>();
        columns.forEach(column -> scores.put(column.policy.name(), column.tally.score()));
        return scores;
    }
}
