package org.reformatted.eval.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/**
 * One question of a benchmark, as it is sent to a model.
 *
 * @param id the id, unique in its task; two systems are compared id by id
 * @param turns the conversation to answer, few-shot examples first
 * @param followUps the user's message after each answer, for benchmarks of several turns
 * @param reference the reference answer, in the form that the task's policies read; empty where there is none
 * @param category the benchmark's own category, if it has any
 * @param choices the possible answers, for tasks that score choices by their likelihood; else empty
 */
public record Sample(
        String id,
        List<Turn> turns,
        List<String> followUps,
        String reference,
        @Nullable String category,
        List<String> choices) {
    /** Copies the lists. */
    public Sample {
        Check.argument(!id.isEmpty(), "id (%s) must not be empty", id);
        Check.argument(!turns.isEmpty(), "turns of %s must not be empty", id);
        turns = List.copyOf(turns);
        followUps = List.copyOf(followUps);
        choices = List.copyOf(choices);
        Check.argument(
                choices.isEmpty() || choices.contains(reference),
                "reference (%s) of %s must be one of the choices",
                reference,
                id);
    }

    /**
     * Creates a question that is answered with generated text.
     *
     * @param id the id, unique in its task
     * @param turns the conversation to answer
     * @param followUps the user's message after each answer
     * @param reference the reference answer
     * @param category the benchmark's own category, if it has any
     */
    public Sample(String id, List<Turn> turns, List<String> followUps, String reference, @Nullable String category) {
        this(id, turns, followUps, reference, category, List.of());
    }

    /**
     * Creates a question whose answer is one of several texts.
     *
     * @param id the id, unique in its task
     * @param context all text before a choice, including examples
     * @param choices the possible continuations
     * @param reference the right choice
     * @param category the benchmark's own category
     * @return the sample
     */
    public static Sample ofChoices(String id, String context, List<String> choices, String reference, String category) {
        return new Sample(id, List.of(new Turn(Role.USER, context)), List.of(), reference, category, choices);
    }

    /**
     * Creates a question of one turn.
     *
     * @param id the id, unique in its task
     * @param turns the conversation to answer
     * @param reference the reference answer
     * @return the sample
     */
    public static Sample of(String id, List<Turn> turns, String reference) {
        return new Sample(id, turns, List.of(), reference, null);
    }

    /**
     * Returns the user's question, without the few-shot examples.
     *
     * @return the last turn's text
     */
    public String question() {
        return turns.get(turns.size() - 1).text();
    }
}
