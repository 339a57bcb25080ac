package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.InputException;

/**
 * Preference pairs {@code {prompt, chosen, rejected}}. The chosen answer is the answer; the rejected one is kept in the field {@code rejected} and
 * not used. The field of the question may also be named {@code question}, {@code instruction} or {@code input}. The answers are texts or lists of
 * messages, which may start with the question.
 */
final class DpoFormat implements DataFormat {
    private static final List<String> QUESTIONS = List.of("prompt", "question", "instruction", "input");

    @Override
    public String name() {
        return "dpo";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.hasAll(row, "chosen", "rejected");
    }

    @Override
    public Conversation read(SourceRow row) {
        List<Turn> chosen = PromptCompletionFormat.said(row, "chosen", Role.ASSISTANT);
        List<String> named = QUESTIONS.stream().filter(row::has).toList();
        if (chosen.get(0).role() != Role.ASSISTANT) {
            named.stream().filter(field -> repeats(row, field, chosen)).forEach(row::take);
            return row.conversation(name(), chosen);
        }
        if (named.isEmpty()) {
            throw InputException.at(
                    row.place(),
                    "chosen and rejected without a prompt",
                    "the question in a field prompt, or in chosen as messages",
                    "move the prompt out of the two texts into a separate field");
        }
        List<Turn> turns = new ArrayList<>(PromptCompletionFormat.said(row, named.get(0), Role.USER));
        turns.addAll(chosen);
        return row.conversation(name(), turns);
    }

    /** Tests whether the messages already contain the row's prompt, as in UltraFeedback. */
    private static boolean repeats(SourceRow row, String field, List<Turn> chosen) {
        return chosen.stream()
                .anyMatch(turn -> turn.text().equals(row.peek(field).asText()));
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        if (!conversation.fields().containsKey("rejected")) {
            throw InputException.at(
                    TargetRow.name(conversation),
                    "no rejected answer is known",
                    "a pair of answers, which format dpo requires",
                    "write it as messages or prompt-completion");
        }
        SingleTurn parts = SingleTurn.of(conversation, name());
        return parts.begin(conversation, name())
                .put("prompt", parts.question())
                .put("chosen", parts.answer())
                .finish();
    }
}
