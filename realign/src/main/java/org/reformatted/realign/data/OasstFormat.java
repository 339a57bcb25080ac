package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.InputException;

/**
 * OpenAssistant's trees, {@code {message_tree_id, prompt: {text, role, replies: [{text, role, rank, replies}]}}}, one tree per row. The conversation
 * is the path of best rank (0 is best; the first reply when ranks are missing), up to its last answer. Its files of single messages are rejected,
 * because their trees would have to be assembled first.
 */
final class OasstFormat implements DataFormat {
    @Override
    public String name() {
        return "oasst";
    }

    @Override
    public boolean matches(JsonNode row) {
        return Fields.structure(row.path("prompt")).path("text").isTextual()
                || Fields.hasAll(row, "message_id", "parent_id", "role");
    }

    @Override
    public Conversation read(SourceRow row) {
        if (!row.has("prompt")) {
            throw InputException.at(
                    row.place(),
                    "a single message of OpenAssistant",
                    "one tree per row",
                    "give the file of trees, such as 2023-04-12_oasst_ready.trees.jsonl.gz");
        }
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message = Fields.structure(row.take("prompt"));
                message.isObject();
                message = best(message.path("replies"))) {
            turns.add(SourceTurn.read(row.place(), message, "replies"));
        }
        while (turns.size() > 1 && turns.get(turns.size() - 1).role() != Role.ASSISTANT) {
            turns.remove(turns.size() - 1);
        }
        row.optional("message_tree_id").ifPresent(row::id);
        return row.conversation(name(), turns);
    }

    private static JsonNode best(JsonNode replies) {
        JsonNode best = replies.path(0);
        for (JsonNode reply : replies) {
            if (reply.path("rank").asInt(Integer.MAX_VALUE) < best.path("rank").asInt(Integer.MAX_VALUE)) {
                best = reply;
            }
        }
        return best;
    }

    @Override
    public ObjectNode write(Conversation conversation) {
        TargetRow row = new TargetRow(conversation, name()).put("message_tree_id", conversation.id());
        ArrayNode turns = row.turns("prompt", "role", "text", false);
        for (int i = turns.size() - 1; i >= 0; i--) {
            ObjectNode message = (ObjectNode) turns.get(i);
            if (conversation.turns().get(i).role() == Role.USER) {
                message.put("role", "prompter");
            }
            ArrayNode replies = message.putArray("replies");
            if (i + 1 < turns.size()) {
                replies.add(turns.get(i + 1));
            }
        }
        return row.set("prompt", turns.get(0)).finish();
    }
}
