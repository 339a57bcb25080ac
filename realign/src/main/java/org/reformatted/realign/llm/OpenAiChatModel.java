package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;

/**
 * A model behind the chat-completions protocol of OpenAI, which vLLM, llama.cpp and Ollama speak too. Sends each request once; what may
 * pass is reported as a {@link TransientChatException}.
 */
public final class OpenAiChatModel implements ChatModel {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI address;
    private final Optional<ApiKey> key;
    private final String model;
    private final Duration timeout;
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
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.address = URI.create(base.toString().replaceAll("/+$", "") + "/chat/completions");
        this.key = key;
        this.model = model;
        this.timeout = timeout;
        this.quirks = quirks;
    }

    @Override
    public String identity() {
        return quirks.identity(model);
    }

    /** Answers one request; a service may send fewer candidates than asked for. */
    @Override
    public Completion complete(ChatRequest request) {
        HttpResponse<String> response = send(Json.line(ChatBody.of(model, request, quirks)));
        Optional<Duration> retryAfter = RetryAfter.of(response.headers(), Clock.systemUTC());
        if (response.statusCode() != 200) {
            throw OpenAiError.of(response.statusCode(), response.body()).exception(place(), retryAfter);
        }
        JsonNode body = parsed(response.body());
        Optional<OpenAiError> error = OpenAiError.within(body);
        if (error.isPresent()) {
            throw error.get().exception(place(), retryAfter);
        }
        OpenAiReply reply = new OpenAiReply(body, place(), request.parameters().containsKey("tools"));
        return new Completion(reply.candidates(), reply.usage(request), reply.model(model));
    }

    private JsonNode parsed(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new TransientChatException(
                    FailureCause.CONNECTION_LOST, place() + " sent a reply that is not whole JSON", e);
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
            throw noReply(e);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for " + place() + "; run again to go on");
        }
    }

    private TransientChatException noReply(Exception cause) {
        return new TransientChatException(
                FailureCause.TIMEOUT, place() + " sent no whole reply in " + timeout.toSeconds() + " s", cause);
    }

    /** A service that can't be connected to stops the run; a connection that breaks later may only have been unlucky. */
    private ChatModelException unreachable(Throwable cause) {
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLException) {
            return new ChatStoppedException(place() + " could not be reached: " + hidden(cause)
                    + "; check that the service runs and that its address is right");
        }
        if (cause instanceof HttpTimeoutException e) {
            return noReply(e);
        }
        return new TransientChatException(
                FailureCause.CONNECTION_LOST, place() + " lost the connection: " + hidden(cause), cause);
    }

    private String place() {
        return model + " at " + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    private String hidden(Throwable cause) {
        Throwable named = cause.getMessage() == null && cause.getCause() != null ? cause.getCause() : cause;
        String kind = named.getClass().getSimpleName();
        return Redactor.hide(named.getMessage() == null ? kind : kind + ": " + named.getMessage());
    }
}
