package org.reformatted.finetune.batch;

import java.util.List;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/** Questions about the order of turns. */
final class Turns {
    private Turns() {}

    static boolean awaitsAnswer(List<Turn> turns) {
        return turns.isEmpty() || turns.get(turns.size() - 1).role() != Role.ASSISTANT;
    }

    /** After an optional system turn, user and assistant speak by turns, the user first. */
    static void requireAlternation(List<Turn> turns, String template) {
        int first = !turns.isEmpty() && turns.get(0).role() == Role.SYSTEM ? 1 : 0;
        for (int i = first; i < turns.size(); i++) {
            Role expected = (i - first) % 2 == 0 ? Role.USER : Role.ASSISTANT;
            if (turns.get(i).role() != expected) {
                throw InputException.at(
                        "turn " + (i + 1),
                        "a turn of the " + name(turns.get(i).role()),
                        "one of the " + name(expected) + ", for the template " + template,
                        "mend the conversation, or use the template openchat or plain");
            }
        }
    }

    private static String name(Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
        };
    }
}
