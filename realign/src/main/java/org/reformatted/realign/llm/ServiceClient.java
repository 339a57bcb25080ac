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
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;

/** Sends HTTP requests to one service, each once, and converts every failure to the exception that decides about the request and the run. */
final class ServiceClient {
    private static final int CALLBACK_THREADS = 4;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    /**
     * Runs the HTTP client's short tasks for all requests. The client's default pool starts a thread for each request, which takes as long as all
     * other work on a request.
     */
    private static final Executor CALLBACKS = Executors.newFixedThreadPool(CALLBACK_THREADS, task -> {
        Thread thread = new Thread(task, "http-callbacks");
        thread.setDaemon(true);
        return thread;
    });

    private final HttpClient client;
    private final URI base;
    private final Optional<ApiKey> key;
    private final String model;
    private final Duration timeout;

    /**
     * Creates a client of a service.
     *
     * @param base the address up to the version
     * @param key sent as a bearer token; absent for services that need none
     * @param model the model's name, for messages
     * @param timeout the time limit for a complete answer
     */
    ServiceClient(URI base, Optional<ApiKey> key, String model, Duration timeout) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(CALLBACKS)
                .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.base = URI.create(base.toString().replaceAll("/+$", ""));
        this.key = key;
        this.model = model;
        this.timeout = timeout;
    }

    /** Starts building a request to a path below the service's address. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
        key.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret.reveal()));
        return builder;
    }

    /** Starts building a request with a JSON body. */
    HttpRequest.Builder post(String path, JsonNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)));
    }

    /** Sends a request and returns the JSON of its reply, which must have status 200 and contain no error. */
    JsonNode json(HttpRequest request) {
        return json(send(request));
    }

    private JsonNode json(HttpResponse<String> response) {
        requireOk(response);
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new TransientChatException(
                    FailureCause.CONNECTION_LOST, place() + " sent a reply that is not whole JSON", e);
        }
        Optional<OpenAiError> error = OpenAiError.within(body);
        if (error.isPresent()) {
            throw error.get().exception(place(), retryAfter(response));
        }
        return body;
    }

    /** Sends a request and returns the JSON of its reply; absent when the service has nothing at this address (status 404 or 405). */
    Optional<JsonNode> known(HttpRequest request) {
        HttpResponse<String> response = send(request);
        return response.statusCode() == 404 || response.statusCode() == 405
                ? Optional.empty()
                : Optional.of(json(response));
    }

    /** Sends a request and returns the text of its reply, which must have status 200. */
    String text(HttpRequest request) {
        HttpResponse<String> response = send(request);
        requireOk(response);
        return response.body();
    }

    private void requireOk(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw OpenAiError.of(response.statusCode(), response.body()).exception(place(), retryAfter(response));
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        return RetryAfter.of(response.headers(), Clock.systemUTC());
    }

    /** Sends a request and waits in the calling thread: for asynchronous requests, the client starts a thread for each on machines with two cores. */
    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, TimedBody.handler(timeout));
        } catch (IOException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for " + place() + "; run again to go on");
        }
    }

    private TransientChatException noReply(Throwable cause) {
        return new TransientChatException(
                FailureCause.TIMEOUT, place() + " sent no whole reply in " + timeout.toSeconds() + " s", cause);
    }

    /**
     * Converts a failed connection. A service to which no connection can be opened stops the run; a connection that is lost later is a temporary
     * failure.
     */
    private ChatModelException unreachable(Throwable cause) {
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLException) {
            return new ChatStoppedException(place() + " could not be reached: " + hidden(cause)
                    + "; check that the service runs and that its address is right");
        }
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return noReply(cause);
        }
        return new TransientChatException(
                FailureCause.CONNECTION_LOST, place() + " lost the connection: " + hidden(cause), cause);
    }

    private static String hidden(Throwable cause) {
        Throwable named = cause.getMessage() == null && cause.getCause() != null ? cause.getCause() : cause;
        String kind = named.getClass().getSimpleName();
        return Redactor.hide(named.getMessage() == null ? kind : kind + ": " + named.getMessage());
    }

    /** Returns the model and the host, for messages. */
    String place() {
        return model + " at " + base.getHost() + (base.getPort() < 0 ? "" : ":" + base.getPort());
    }
}
