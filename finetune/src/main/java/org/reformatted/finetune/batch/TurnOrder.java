package org.reformatted.finetune.batch;

import java.util.List;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/** Questions about the order of turns. */
final class TurnOrder {
    private TurnOrder() {}

    static boolean awaitsAnswer(List<Turn> turns) {
        return turns.isEmpty() || turns.get(turns.size() - 1).role() != Role.ASSISTANT;
    }

    /** Refuses what a model must see to learn the answers and no template here lays out: tools, their calls and their results. */
    static void requireNoTools(Conversation conversation) {
        boolean calls = conversation.turns().stream().anyMatch(turn -> turn.role() == Role.TOOL || turn.callsTool());
        if (conversation.tools() != null || calls) {
            throw InputException.at(
                    conversation.id(),
                    conversation.tools() != null
                            ? "a conversation with tools"
                            : "a turn that calls a tool or answers such a call",
                    "turns of system, user and assistant, which the templates lay out",
                    "remove its tools or leave this row out");
        }
    }

    /** After an optional system turn, user and assistant speak by turns, the user first. */
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
