package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.reformatted.realign.base.InputException;

/**
 * GSM8K's rows {@code {question, answer}}. The answer is kept unchanged, including calculator annotations; the text after {@code ####} is copied to
 * the provenance {@code answer}.
 */
final class Gsm8kFormat implements DataFormat {
    private static final String MARK = "####";

    @Override
    public String name() {
        return "gsm8k";
    }

    @Override
    public boolean matches(JsonNode row) {
        return row.path("question").isTextual() && row.path("answer").isTextual();
    }

    @Override
    public Conversation read(SourceRow row) {
        String answer = row.text("answer");
        int mark = answer.lastIndexOf(MARK);
        if (mark < 0) {
            throw InputException.at(
                    row.place(),
                    "the answer has no \"####\"",
                    "the gold answer after it",
                    "add \"#### <answer>\" at its end");
        }
        row.provenance("answer", answer.substring(mark + MARK.length()).strip()).origin(name());
        Turn question = new Turn(Role.USER, row.text("question"));
        return row.conversation(name(), List.of(question, new Turn(Role.ASSISTANT, answer)));
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        SingleTurn parts = SingleTurn.of(conversation, name());
        TargetRow row = parts.begin(conversation, name()).put("question", parts.question());
        row.put("answer", marked(conversation)).written("answer");
        return (name().equals(conversation.provenance().get("source")) ? row.written("source") : row).finish();
    }

    private static String marked(Conversation conversation) {
        String response = conversation.response();
        if (response.contains(MARK)) {
            return response;
        }
        String gold = conversation.provenance().get("answer");
        if (gold == null) {
            throw InputException.at(
                    TargetRow.name(conversation),
                    "no final answer is known",
                    "\"####\" in the response or the provenance field answer",
                    "write it as messages or alpaca");
        }
        return response + "\n" + MARK + " " + gold;
    }
}
