package org.reformatted.realign.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;

/**
 * The parts of a conversation that rows of one question and one answer can contain.
 *
 * @param system the system text, empty when there is none
 * @param earlier alternating turns of user and assistant before the question; empty unless the format has a history
 * @param question the user's last text
 * @param answer the assistant's last text
 * @param weight the weight of all answers in the loss; absent when no turn has one
 */
record SingleTurn(
        Optional<String> system,
        List<Turn> earlier,
        String question,
        String answer,
        @Nullable Double weight) {
    /**
     * Splits a conversation into these parts.
     *
     * @throws InputException naming the content that the format cannot contain
     */
    static SingleTurn of(Conversation conversation, String format) {
        SingleTurn parts = withHistory(conversation, format);
        if (!parts.earlier.isEmpty()) {
            throw cannotHold(conversation, format, conversation.turns().size() + " turns");
        }
        return parts;
    }

    /** As {@link #of}, but for a format that also has earlier questions and answers. */
    static SingleTurn withHistory(Conversation conversation, String format) {
        List<Turn> turns = conversation.turns();
        boolean system = turns.get(0).role() == Role.SYSTEM;
        List<Turn> said = turns.subList(system ? 1 : 0, turns.size());
        for (int i = 0; i < said.size(); i++) {
            if (said.get(i).role() != (i % 2 == 0 ? Role.USER : Role.ASSISTANT)) {
                throw cannotHold(
                        conversation,
                        format,
                        "a turn " + (i + 1) + " of the " + said.get(i).role().label());
            }
        }
        if (said.isEmpty() || said.size() % 2 != 0) {
            throw cannotHold(conversation, format, said.size() + " turns");
        }
        turns.forEach(turn -> requirePlain(conversation, format, turn));
        Turn answer = said.get(said.size() - 1);
        requireOneWeight(conversation, format, said, answer);
        return new SingleTurn(
                system ? Optional.of(turns.get(0).text()).filter(text -> !text.isEmpty()) : Optional.empty(),
                said.subList(0, said.size() - 2),
                said.get(said.size() - 2).text(),
                answer.text(),
                answer.weight());
    }

    private static void requirePlain(Conversation conversation, String format, Turn turn) {
        if (!turn.fields().isEmpty()) {
            throw cannotHold(
                    conversation,
                    format,
                    "a turn with the fields " + String.join(", ", turn.fields().keySet()));
        }
        if (turn.role() != Role.ASSISTANT && turn.weight() != null) {
            throw cannotHold(
                    conversation,
                    format,
                    "a weight on a turn of the " + turn.role().label());
        }
    }

    private static void requireOneWeight(Conversation conversation, String format, List<Turn> said, Turn answer) {
        boolean equal = said.stream()
                .filter(turn -> turn.role() == Role.ASSISTANT)
                .allMatch(turn -> Objects.equals(turn.weight(), answer.weight()));
        if (!equal) {
            throw cannotHold(conversation, format, "answers of different weights");
        }
    }

    private static InputException cannotHold(Conversation conversation, String format, String what) {
        return InputException.at(
                TargetRow.name(conversation),
                "it has " + what,
                "one question and one answer, which is all that format " + format + " can contain",
                "write it as " + String.join(", ", TargetRow.WHOLE));
    }

    /** Starts a target row with the system text and the weight, which all single-turn formats write to the same fields. */
    TargetRow begin(Conversation conversation, String format) {
        TargetRow row = new TargetRow(conversation, format).put("id", conversation.id());
        system.ifPresent(text -> row.put("system", text));
        return row.weight(weight);
    }
}
