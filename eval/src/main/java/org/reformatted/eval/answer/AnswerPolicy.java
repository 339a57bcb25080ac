package org.reformatted.eval.answer;

import org.reformatted.eval.metric.Score;

/**
 * A named way to read an output and to compare it with the reference. Published graders disagree with one another. Therefore a score names its
 * policy, and a result contains the scores of all policies of a task.
 *
 * @param name the name in results, such as {@code flexible-extract}
 * @param unit {@link Score#PERCENT} where a verdict is right, wrong or a share between; else the unit of a measure, such as {@code grade}
 * @param judgement the rule that judges an output
 */
public record AnswerPolicy(String name, String unit, AnswerRule judgement) {
    /**
     * Creates a policy that judges answers as right or wrong.
     *
     * @param name the name in results
     * @param judgement the rule that judges an output
     */
    public AnswerPolicy(String name, AnswerRule judgement) {
        this(name, Score.PERCENT, judgement);
    }

    /** Reads an output and compares it with the reference. */
    @FunctionalInterface
    public interface AnswerRule {
        /**
         * Judges one output.
         *
         * @param output the model's output
         * @param reference the reference answer
         * @return the verdict
         * @throws IllegalArgumentException when the reference can't be read; the message names it
         */
        Verdict judge(String output, String reference);

        /**
         * Judges one output to a known question; most policies ignore the question.
         *
         * @param question the question; empty where it is not known
         * @param output the model's output
         * @param reference the reference answer
         * @return the verdict
         * @throws IllegalArgumentException when the reference can't be read; the message names it
         */
        default Verdict judge(String question, String output, String reference) {
            return judge(output, reference);
        }
    }

    /**
     * Judges one output.
     *
     * @param output the model's output
     * @param reference the reference answer
     * @return the verdict
     * @throws IllegalArgumentException when the reference can't be read; the message names it
     */
    public Verdict judge(String output, String reference) {
        return judge("", output, reference);
    }

    /**
     * Judges one output to a known question.
     *
     * @param question the question; empty where it is not known
     * @param output the model's output
     * @param reference the reference answer
     * @return the verdict
     * @throws IllegalArgumentException when the reference can't be read; the message names it
     */
    public Verdict judge(String question, String output, String reference) {
        return judgement.judge(question, output, reference);
    }
}
