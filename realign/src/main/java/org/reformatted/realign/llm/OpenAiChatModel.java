package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.reformatted.realign.base.ApiKey;

/**
 * A model behind the chat-completions protocol of OpenAI, which vLLM, llama.cpp and Ollama speak too. Sends each request once; what may
 * pass is reported as a {@link TransientChatException}.
 */
public final class OpenAiChatModel implements ChatModel {
    private final ServiceClient client;
    private final String model;
    private final ProviderQuirks quirks;

    /**
     * Names an endpoint.
     *
     * @param base the address up to the version, such as {@code https://api.openai.com/v1}
     * @param key sent as a bearer token; absent for services that ask for none
     * @param model the model's name
     * @param timeout for a whole answer
     */
    public OpenAiChatModel(URI base, Optional<ApiKey> key, String model, Duration timeout) {
        this(base, key, model, timeout, ProviderQuirks.NONE);
    }

    OpenAiChatModel(URI base, Optional<ApiKey> key, String model, Duration timeout, ProviderQuirks quirks) {
        this.client = new ServiceClient(base, key, model, timeout);
        this.model = model;
        this.quirks = quirks;
    }

    @Override
    public String identity() {
        return quirks.identity(model);
    }

    /** Answers one request; a service may send fewer candidates than asked for. */
    @Override
    public Completion complete(ChatRequest request) {
        JsonNode body = client.json(client.post("/chat/completions", ChatBody.of(model, request, quirks))
                .build());
        OpenAiReply reply =
                new OpenAiReply(body, client.place(), request.parameters().containsKey("tools"));
        return new Completion(reply.candidates(), reply.usage(request), reply.model(model));
    }
}
