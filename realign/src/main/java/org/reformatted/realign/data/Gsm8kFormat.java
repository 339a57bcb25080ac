package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/**
 * GSM8K's rows {@code {question, answer}}. The answer stays as it is, notes and all; what stands after its {@code ####} is copied to
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
    public Conversation read(JsonLines.Row row, long number) {
        String answer = Fields.text(row, "answer");
        int mark = answer.lastIndexOf(MARK);
        if (mark < 0) {
            throw InputException.at(
                    row.place(),
                    "the answer has no \"####\"",
                    "the gold answer after it",
                    "add \"#### <answer>\" at its end");
        }
        String gold = answer.substring(mark + MARK.length()).strip();
        Conversation read = Conversation.of(Fields.id(row, name(), number), Fields.text(row, "question"), answer);
        return new Conversation(read.id(), read.turns(), null, List.of(), Map.of("answer", gold, "source", name()));
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        Fields.requireSingleTurn(conversation, name());
        ObjectNode row = Fields.object().put("id", conversation.id()).put("question", conversation.question());
        return row.put("answer", marked(conversation));
    }

    private static String marked(Conversation conversation) {
        String response = conversation.response();
        if (response.contains(MARK)) {
            return response;
        }
        String gold = conversation.provenance().get("answer");
        if (gold == null) {
            throw InputException.at(
                    "conversation " + conversation.id(),
                    "no final answer is known",
                    "\"####\" in the response or the provenance field answer",
                    "write it as messages or alpaca");
        }
        return response + "\n" + MARK + " " + gold;
    }
}
