package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.PromptTemplate;

/**
 * The messages of a request to a judge about one turn. {@link JudgedTurn} defines their slots and the texts that fill them.
 *
 * @param name the name in the rows of a report
 * @param turn the turn of the conversation that is judged, 1 or 2
 * @param reference whether right answers are shown
 * @param messages the messages in order
 */
record JudgePrompt(String name, int turn, boolean reference, List<Message> messages) {
    JudgePrompt {
        Check.argument(turn == 1 || turn == 2, "turn (%s) must be 1 or 2", turn);
        messages = List.copyOf(messages);
    }

    /** One message with slots. */
    record Message(Role role, PromptTemplate template) {}

    Set<String> slots() {
        return messages.stream()
                .flatMap(message -> message.template().slots().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the conversation of the request; texts without a slot are not shown. */
    List<Turn> turns(Map<String, String> shown) {
        return messages.stream()
                .map(message -> new Turn(message.role(), filled(message.template(), shown)))
                .toList();
    }

    private static String filled(PromptTemplate template, Map<String, String> shown) {
        Map<String, String> values = new HashMap<>(shown);
        values.keySet().retainAll(template.slots());
        return template.fill(values);
    }

    /** Returns a copy with a paragraph appended to the last message. */
    JudgePrompt with(String paragraph) {
        List<Message> changed = new ArrayList<>(messages);
        Message last = changed.remove(changed.size() - 1);
        PromptTemplate template = last.template();
        changed.add(
                new Message(last.role(), new PromptTemplate(template.name(), template.text() + "\n\n" + paragraph)));
        return new JudgePrompt(name, turn, reference, changed);
    }
}
