package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;

/**
 * A service of the chat-completions protocol that answers a number of requests and then none. Its answers depend on the request alone: the
 * model {@code judge} rates, every other model rewrites. It sends one candidate, whatever number was asked for.
 */
final class StubService implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, Integer> paid = new TreeMap<>();
    private int left;
    private int status;

    StubService() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::reply);
        server.start();
    }

    /** The environment in which a process asks this service. */
    Map<String, String> environment() {
        return Map.of(
                "OPENAI_BASE_URL", "http://localhost:" + server.getAddress().getPort() + "/v1", "OPENAI_API_KEY", "");
    }

    /** Answers all requests from now on. */
    void answerAll() {
        answer(Integer.MAX_VALUE, 200);
    }

    /** Answers some requests from now on, and the others with a status and the words {@code no more}; nothing is paid yet. */
    synchronized void answer(int most, int then) {
        left = most;
        status = then;
    }

    /** How often each request was answered, since it was last asked for. */
    synchronized Map<String, Integer> takePaid() {
        Map<String, Integer> taken = Map.copyOf(paid);
        paid.clear();
        return taken;
    }

    private void reply(HttpExchange exchange) throws IOException {
        JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        int code = take(Json.canonical(request));
        byte[] body = (code == 200
                        ? Json.line(Map.of(
                                "choices",
                                List.of(Map.of("message", Map.of("content", text(request)), "finish_reason", "stop")),
                                "usage",
                                Map.of("prompt_tokens", 10, "completion_tokens", 5)))
                        : "{\"error\": {\"message\": \"no more\"}}")
                .getBytes(UTF_8);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized int take(String request) {
        if (left <= 0) {
            return status;
        }
        left--;
        paid.merge(request, 1, Integer::sum);
        return 200;
    }

    private static String text(JsonNode request) {
        return request.path("model").asText().equals("judge")
                ? "A fair answer. [["
                        + (1 + Math.floorMod(Sha256.of(request.toString()).hashCode(), 10)) + "]]"
                : "Steps follow.\n[[REVISED RESPONSE]]\n1. First count the things one by one, candidate "
                        + request.path("seed").asLong() + ".\n2. Then add all of them, since nothing else is asked.";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
