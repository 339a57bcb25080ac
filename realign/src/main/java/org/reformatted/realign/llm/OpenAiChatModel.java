package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.Json;

/**
 * A model of a service with OpenAI's chat-completions protocol, which vLLM, llama.cpp and Ollama also support. It sends each request once; a
 * temporary failure is reported as a {@link TransientChatException}.
 */
public final class OpenAiChatModel implements ChatModel {
    private final ServiceClient client;
    private final String model;
    private final ProviderQuirks quirks;
    private final Optional<IdempotencyKeys> keys;

    /**
     * Creates a model of an endpoint.
     *
     * @param base the address up to the version, such as {@code https://api.openai.com/v1}
     * @param key sent as a bearer token; absent for services that need none
     * @param model the model's name
     * @param timeout the time limit for a complete answer
     */
    public OpenAiChatModel(URI base, Optional<ApiKey> key, String model, Duration timeout) {
        this(base, key, model, timeout, ProviderQuirks.NONE, Optional.empty());
    }

    OpenAiChatModel(
            URI base,
            Optional<ApiKey> key,
            String model,
            Duration timeout,
            ProviderQuirks quirks,
            Optional<IdempotencyKeys> keys) {
        this.client = new ServiceClient(base, key, model, timeout);
        this.model = model;
        this.quirks = quirks;
        this.keys = keys;
    }

    @Override
    public String identity() {
        return quirks.identity(model);
    }

    /** Answers one request; a service may send fewer candidates than requested. */
    @Override
    public Completion complete(ChatRequest request) {
        JsonNode body = reply(request, ChatBody.of(model, request, quirks));
        OpenAiReply reply =
                new OpenAiReply(body, client.place(), request.parameters().containsKey("tools"));
        return new Completion(reply.candidates(), reply.usage(request), reply.model(model));
    }

    /**
     * Sends a request. For a service without a seed, requests for further candidates have the same body; their idempotency keys differ because the
     * key also depends on the seed.
     */
    private JsonNode reply(ChatRequest request, JsonNode asked) {
        HttpRequest.Builder post = client.post("/chat/completions", asked);
        if (keys.isEmpty()) {
            return client.json(post.build());
        }
        IdempotencyKeys known = keys.get();
        String text = AnswerStore.key(identity(), request) + Json.line(asked);
        try {
            return client.json(post.header(known.header(), known.key(text)).build());
        } catch (ChatModelException e) {
            known.failed(text, e.failure());
            throw e;
        }
    }
}
