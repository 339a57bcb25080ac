package org.reformatted.eval.answer;

import org.reformatted.eval.metric.Score;

/**
 * A named way to read an output and to hold it against the reference. Published graders disagree with one another, so a score says
 * which policy it comes from, and the policies of a task stand side by side.
 *
 * @param name as it is written in results, such as {@code flexible-extract}
 * @param unit {@link Score#PERCENT} where a verdict is right, wrong or a share between; else what is measured, such as {@code grade}
 * @param judgement what it does
 */
public record AnswerPolicy(String name, String unit, AnswerRule judgement) {
    /**
     * A policy that finds answers right or wrong.
     *
     * @param name as it is written in results
     * @param judgement what it does
     */
    public AnswerPolicy(String name, AnswerRule judgement) {
        this(name, Score.PERCENT, judgement);
    }

    /** Reads an output and holds it against the reference. */
    @FunctionalInterface
    public interface AnswerRule {
        /**
         * Judges one output.
         *
         * @param output what the model wrote
         * @param reference what is right
         * @return the verdict
         * @throws IllegalArgumentException when the reference itself can't be read, naming it
         */
        Verdict judge(String output, String reference);

        /**
         * Judges one output to a known question; by most policies the question says nothing.
         *
         * @param question what was asked; empty where that is not known
         * @param output what the model wrote
         * @param reference what is right
         * @return the verdict
         * @throws IllegalArgumentException when the reference itself can't be read, naming it
         */
        default Verdict judge(String question, String output, String reference) {
            return judge(output, reference);
        }
    }

    /**
     * Judges one output.
     *
     * @param output what the model wrote
     * @param reference what is right
     * @return the verdict
     * @throws IllegalArgumentException when the reference itself can't be read, naming it
     */
    public Verdict judge(String output, String reference) {
        return judge("", output, reference);
    }

    /**
     * Judges one output to a known question.
     *
     * @param question what was asked; empty where that is not known
     * @param output what the model wrote
     * @param reference what is right
     * @return the verdict
     * @throws IllegalArgumentException when the reference itself can't be read, naming it
     */
    public Verdict judge(String question, String output, String reference) {
        return judgement.judge(question, output, reference);
    }
}
