package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Turn;

/**
 * The body of a chat-completions request. {@code top_k} is sent only when it is not 0: services that don't know it refuse it.
 */
final class ChatBody {
    private ChatBody() {}

    static ObjectNode of(String model, ChatRequest request, ProviderQuirks quirks) {
        SamplingSettings sampling = request.sampling();
        ObjectNode body = Json.MAPPER.createObjectNode().put("model", model);
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : request.turns()) {
            messages.addObject()
                    .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                    .put("content", turn.text());
        }
        body.put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("max_tokens", sampling.maxNewTokens())
                .put("n", sampling.candidates())
                .put("seed", sampling.seed());
        if (sampling.topK() != 0) {
            body.put("top_k", sampling.topK());
        }
        if (!sampling.stop().isEmpty()) {
            body.set("stop", Json.MAPPER.valueToTree(sampling.stop()));
        }
        if (request.topLogprobs() > 0) {
            body.put("logprobs", true).put("top_logprobs", request.topLogprobs());
        }
        body.remove(quirks.leaveOut());
        if (body.has("max_tokens") && !quirks.maxTokensField().equals("max_tokens")) {
            body.remove("max_tokens");
            body.put(quirks.maxTokensField(), sampling.maxNewTokens());
        }
        return body;
    }
}
