package org.reformatted.finetune.batch;

import java.util.List;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/** Checks of the order of turns. */
final class TurnOrder {
    private TurnOrder() {}

    static boolean awaitsAnswer(List<Turn> turns) {
        return turns.isEmpty() || turns.get(turns.size() - 1).role() != Role.ASSISTANT;
    }

    /** Refuses tools, their calls and their results: a model needs them to learn the answers, but the templates do not support them. */
    static void requireNoTools(Conversation conversation) {
        boolean calls = conversation.turns().stream().anyMatch(turn -> turn.role() == Role.TOOL || turn.callsTool());
        if (conversation.tools() != null || calls) {
            throw InputException.at(
                    conversation.id(),
                    conversation.tools() != null
                            ? "a conversation with tools"
                            : "a turn that calls a tool or answers such a call",
                    "only turns of system, user and assistant, which the templates support",
                    "remove its tools or leave this row out");
        }
    }

    /** Requires that user and assistant alternate after an optional system turn, the user first. */
    static void requireAlternation(List<Turn> turns, String template) {
        int first = !turns.isEmpty() && turns.get(0).role() == Role.SYSTEM ? 1 : 0;
        for (int i = first; i < turns.size(); i++) {
            Role expected = (i - first) % 2 == 0 ? Role.USER : Role.ASSISTANT;
            if (turns.get(i).role() != expected) {
                throw InputException.at(
                        "turn " + (i + 1),
                        "a turn of the " + turns.get(i).role().label(),
                        "one of the " + expected.label() + ", for the template " + template,
                        "fix the conversation, or use the template openchat or plain");
            }
        }
    }
}
