package org.reformatted.eval.run;

import java.util.Map;
import org.reformatted.eval.answer.PolicyTally;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.task.EvalTask;

/** Judges the answers of a task one by one: each answer gets a verdict from each policy, and all verdicts are added up to scores. */
public final class TaskTally {
    private final EvalTask task;
    private final PolicyTally policies;
    private final GroupTally groups = new GroupTally();

    /**
     * Creates a tally without answers.
     *
     * @param task the task whose policies judge
     */
    public TaskTally(EvalTask task) {
        this.task = task;
        this.policies = new PolicyTally(task.policies());
    }

    /**
     * Judges one answer and counts it.
     *
     * @param question the question; empty where it is not known
     * @param output the model's output
     * @param reference the reference answer
     * @param group its subtask, for tasks that have subtasks
     * @return verdicts by policy
     * @throws IllegalArgumentException when the reference can't be read; the message names it
     */
    public Map<String, Verdict> add(String question, String output, String reference, String group) {
        Map<String, Verdict> verdicts = judge(question, output, reference);
        count(group, verdicts);
        return verdicts;
    }

    /**
     * Judges one answer without counting it; safe for use by several threads.
     *
     * @param question the question; empty where it is not known
     * @param output the model's output
     * @param reference the reference answer
     * @return verdicts by policy
     * @throws IllegalArgumentException when the reference can't be read; the message names it
     */
    public Map<String, Verdict> judge(String question, String output, String reference) {
        return policies.judge(question, output, reference);
    }

    /**
     * Counts the verdicts on an answer. The last bits of the sums depend on the order of the calls.
     *
     * @param group its subtask, for tasks that have subtasks
     * @param verdicts the verdict of each policy
     */
    public void count(String group, Map<String, Verdict> verdicts) {
        policies.count(verdicts);
        addToGroup(group, verdicts);
    }

    /**
     * Returns the scores so far.
     *
     * @return the score by each policy, in order
     */
    public Map<String, Score> scores() {
        return policies.scores();
    }

    /** Counts verdicts of columns that are not policies of the task. */
    void addToGroup(String group, Map<String, Verdict> verdicts) {
        if (task.groupedBy().isPresent()) {
            groups.add(group, verdicts);
        }
    }

    /**
     * Returns the scores by subtask.
     *
     * @param scores the scores over all answers, by column
     * @return the breakdowns by column; empty for tasks without subtasks
     */
    public Map<String, Breakdown> breakdowns(Map<String, Score> scores) {
        return task.groupedBy().map(by -> groups.breakdowns(by, scores)).orElse(Map.of());
    }
}
