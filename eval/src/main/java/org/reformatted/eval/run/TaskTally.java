package org.reformatted.eval.run;

import java.util.Map;
import org.reformatted.eval.answer.PolicyTally;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.task.EvalTask;

/** Judges the answers of a task as they stream by: a verdict a policy of each, and the scores of all. */
public final class TaskTally {
    private final EvalTask task;
    private final PolicyTally policies;
    private final GroupTally groups = new GroupTally();

    /**
     * Starts with no answers.
     *
     * @param task whose policies judge
     */
    public TaskTally(EvalTask task) {
        this.task = task;
        this.policies = new PolicyTally(task.policies());
    }

    /**
     * Judges one answer and counts it.
     *
     * @param question what was asked; empty where that is not known
     * @param output what the model wrote
     * @param reference what is right
     * @param group its subtask, of tasks that have some
     * @return verdicts by policy
     * @throws IllegalArgumentException when the reference itself can't be read, naming it
     */
    public Map<String, Verdict> add(String question, String output, String reference, String group) {
        Map<String, Verdict> verdicts = judge(question, output, reference);
        count(group, verdicts);
        return verdicts;
    }

    /**
     * Judges one answer and does not count it; safe for several threads.
     *
     * @param question what was asked; empty where that is not known
     * @param output what the model wrote
     * @param reference what is right
     * @return verdicts by policy
     * @throws IllegalArgumentException when the reference itself can't be read, naming it
     */
    public Map<String, Verdict> judge(String question, String output, String reference) {
        return policies.judge(question, output, reference);
    }

    /**
     * Counts the verdicts on an answer. Sums depend on the order in their last bits.
     *
     * @param group its subtask, of tasks that have some
     * @param verdicts one by each policy
     */
    public void count(String group, Map<String, Verdict> verdicts) {
        policies.count(verdicts);
        addToGroup(group, verdicts);
    }

    /**
     * The scores so far.
     *
     * @return a score by each policy, in order
     */
    public Map<String, Score> scores() {
        return policies.scores();
    }

    /** Counts verdicts by columns that no policy of the task has. */
    void addToGroup(String group, Map<String, Verdict> verdicts) {
        if (task.groupedBy().isPresent()) {
            groups.add(group, verdicts);
        }
    }

    /**
     * The scores by subtask.
     *
     * @param scores the scores over all answers, by column
     * @return by column; empty for tasks without subtasks
     */
    public Map<String, Breakdown> breakdowns(Map<String, Score> scores) {
        return task.groupedBy().map(by -> groups.breakdowns(by, scores)).orElse(Map.of());
    }
}
