package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Turn;

/** The body of a chat-completions request. */
final class ChatBody {
    private ChatBody() {}

    static ObjectNode of(String model, ChatRequest request, ProviderQuirks quirks) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("model", model);
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : request.turns()) {
            messages.addObject()
                    .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                    .put("content", turn.text());
        }
        parameters(request).forEach((name, value) -> body.set(name, Json.MAPPER.valueToTree(value)));
        body.remove(quirks.leaveOut());
        if (body.has("max_tokens") && !quirks.maxTokensField().equals("max_tokens")) {
            body.set(quirks.maxTokensField(), body.remove("max_tokens"));
        }
        return body;
    }

    private static Map<String, Object> parameters(ChatRequest request) {
        if (!request.parameters().isEmpty()) {
            return request.parameters();
        }
        Map<String, Object> parameters = request.sampling().parameters();
        if (request.topLogprobs() > 0) {
            parameters.put("logprobs", true);
            parameters.put("top_logprobs", request.topLogprobs());
        }
        return parameters;
    }
}
