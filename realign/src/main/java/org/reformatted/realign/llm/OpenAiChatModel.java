package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;
import org.reformatted.realign.data.Turn;

/**
 * A model behind the chat-completions protocol of OpenAI, which vLLM, llama.cpp and Ollama speak too. Sends each request once; what may
 * pass is told as a {@link TransientChatException}. {@code top_k} is sent only when it is not 0: services that don't know it refuse it.
 */
public final class OpenAiChatModel implements ChatModel {
    private final HttpClient client;
    private final URI address;
    private final Optional<ApiKey> key;
    private final String model;
    private final Duration timeout;

    /**
     * Names an endpoint.
     *
     * @param base the address up to the version, such as {@code https://api.openai.com/v1}
     * @param key sent as a bearer token; absent for services that ask for none
     * @param model the model's name
     * @param timeout for a whole answer
     */
    public OpenAiChatModel(URI base, Optional<ApiKey> key, String model, Duration timeout) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.address = URI.create(base.toString().replaceAll("/+$", "") + "/chat/completions");
        this.key = key;
        this.model = model;
        this.timeout = timeout;
    }

    @Override
    public String identity() {
        return model;
    }

    @Override
    public Completion complete(ChatRequest request) {
        HttpResponse<String> response = send(body(request));
        if (response.statusCode() != 200) {
            throw refused(response);
        }
        try {
            return completion(Json.MAPPER.readTree(response.body()), request);
        } catch (IOException e) {
            throw new TransientChatException(place() + " sent a reply that is not whole JSON", e);
        }
    }

    private HttpResponse<String> send(String body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret.reveal()));
        CompletableFuture<HttpResponse<String>> reply =
                client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofString());
        try {
            return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reply.cancel(true);
            throw new TransientChatException(place() + " sent no whole reply in " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TransientChatException(place() + " could not be reached: " + hidden(cause), cause);
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for " + place() + "; run again to go on");
        }
    }

    private String body(ChatRequest request) {
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
        return Json.line(body);
    }

    private Completion completion(JsonNode reply, ChatRequest request) {
        List<Completion.Candidate> candidates = new ArrayList<>();
        for (JsonNode choice : reply.path("choices")) {
            JsonNode content = choice.path("message").path("content");
            if (!content.isTextual()) {
                throw new TransientChatException(place() + " sent a choice without text", Optional.empty());
            }
            candidates.add(new Completion.Candidate(
                    Redactor.hide(content.textValue()),
                    reason(choice.path("finish_reason").asText()),
                    logprobs(choice)));
        }
        if (candidates.size() != request.sampling().candidates()) {
            throw new TransientChatException(
                    place() + " sent " + candidates.size() + " choices; expected "
                            + request.sampling().candidates(),
                    Optional.empty());
        }
        JsonNode usage = reply.path("usage");
        return new Completion(
                candidates,
                new Usage(
                        usage.path("prompt_tokens").asLong(),
                        usage.path("completion_tokens").asLong()),
                Redactor.hide(reply.path("model").asText(model)));
    }

    private static List<TokenLogprob> logprobs(JsonNode choice) {
        List<TokenLogprob> tokens = new ArrayList<>();
        for (JsonNode token : choice.path("logprobs").path("content")) {
            Map<String, Double> top = new TreeMap<>();
            for (JsonNode other : token.path("top_logprobs")) {
                top.put(other.path("token").asText(), other.path("logprob").asDouble());
            }
            tokens.add(new TokenLogprob(
                    token.path("token").asText(), token.path("logprob").asDouble(), top));
        }
        return tokens;
    }

    private static FinishReason reason(String told) {
        return switch (told) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            default -> FinishReason.OTHER;
        };
    }

    private ChatModelException refused(HttpResponse<String> response) {
        int status = response.statusCode();
        String told = told(response.body());
        String sentence = place() + " answered with status " + status + (told.isEmpty() ? "" : ": " + told);
        if (status / 100 == 3) {
            return new ChatStoppedException(
                    sentence + "; it redirects, which is not followed, so that no key is sent to another"
                            + " host; name the final address");
        }
        if (status == 401 || status == 403 || status == 404 || told.contains("insufficient_quota")) {
            return new ChatStoppedException(sentence + "; check the key, the account and the model's name");
        }
        if (status == 408 || status == 409 || status == 425 || status == 429 || status >= 500) {
            return new TransientChatException(sentence, retryAfter(response));
        }
        return new ChatModelException(sentence);
    }

    private String told(String body) {
        try {
            JsonNode error = Json.MAPPER.readTree(body).path("error");
            String message = error.isTextual()
                    ? error.textValue()
                    : error.path("message").asText();
            String code = error.path("code").asText();
            return Redactor.hide(code.isEmpty() || code.equals("null") ? message : message + " (" + code + ")");
        } catch (IOException e) {
            String hidden = Redactor.hide(body);
            return hidden.length() <= 200 ? hidden : hidden.substring(0, 200);
        }
    }

    /** Seconds, as services send it; a date is taken as unknown. */
    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}(\\.\\d+)?"))
                .map(value -> Duration.ofMillis((long) (Double.parseDouble(value) * 1000)));
    }

    private String place() {
        return model + " at " + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    private String hidden(Throwable cause) {
        return Redactor.hide(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }
}
