package org.reformatted.eval.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/**
 * One question of a benchmark, as it is asked.
 *
 * @param id unique in its task; two systems are compared id by id
 * @param turns the conversation that is to be answered, few-shot examples first
 * @param followUps what the user says after each answer, for benchmarks of several turns
 * @param reference what is right, as the task's policies read it; empty where nothing is
 * @param category the benchmark's own, if it has any
 * @param choices what the answer can be, for tasks that weigh choices by their likelihood; else empty
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
     * A question that is answered in writing.
     *
     * @param id unique in its task
     * @param turns the conversation that is to be answered
     * @param followUps what the user says after each answer
     * @param reference what is right
     * @param category the benchmark's own, if it has any
     */
    public Sample(String id, List<Turn> turns, List<String> followUps, String reference, @Nullable String category) {
        this(id, turns, followUps, reference, category, List.of());
    }

    /**
     * A question whose answer is one of several texts.
     *
     * @param id unique in its task
     * @param context all that comes before a choice, examples and all
     * @param choices what could follow
     * @param reference which of them is right
     * @param category the benchmark's own
     * @return the sample
     */
    public static Sample ofChoices(String id, String context, List<String> choices, String reference, String category) {
        return new Sample(id, List.of(new Turn(Role.USER, context)), List.of(), reference, category, choices);
    }

    /**
     * A question of one turn.
     *
     * @param id unique in its task
     * @param turns the conversation that is to be answered
     * @param reference what is right
     * @return the sample
     */
    public static Sample of(String id, List<Turn> turns, String reference) {
        return new Sample(id, turns, List.of(), reference, null);
    }

    /**
     * What the user asks, without the few-shot examples.
     *
     * @return the last turn's text
     */
    public String question() {
        return turns.get(turns.size() - 1).text();
    }
}
