package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;

/**
 * Speaks the chat-completions protocol on a local port and keeps a ledger of the answers it gave whole: those are the paid ones. How it
 * behaves towards a request depends on the request's text and on how often it came, so that runs can be compared.
 */
public final class StubServer implements AutoCloseable {
    /** What the server does with a request. */
    public enum Behaviour {
        ANSWER,
        TOO_MANY,
        FAIL,
        RESET,
        HANG,
        TRUNCATE,
        EMPTY_CHOICES,
        WRONG_MARKER
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BiFunction<String, Integer, Behaviour> behaviour;
    private final BiFunction<String, Integer, String> answer;
    private final Map<String, AtomicLong> attempts = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> paid = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> asked = new ConcurrentHashMap<>();
    private final AtomicLong underWay = new AtomicLong();
    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong completionTokens = new AtomicLong();

    /**
     * Starts a server.
     *
     * @param behaviour by the request's last message and how often the request came, from 1
     * @param answer the text, by the request's last message and the candidate's number
     */
    public StubServer(BiFunction<String, Integer, Behaviour> behaviour, BiFunction<String, Integer, String> answer) {
        this.behaviour = behaviour;
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/v1/chat/completions", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Five in a hundred of each misbehaviour. Whether a reply has the wrong marker is drawn by the request alone, as a model's answer is;
     * all else by the request and by how often it came.
     */
    public static Behaviour chaos(String body, int attempt) {
        Behaviour[] all = Behaviour.values();
        int kind = (int) (draw(attempt + body) / 5) + 1;
        if (kind < all.length - 1) {
            return all[kind];
        }
        return draw(body) < 5 ? Behaviour.WRONG_MARKER : Behaviour.ANSWER;
    }

    private static long draw(String text) {
        return Long.parseLong(Sha256.of(text).substring(0, 8), 16) % 100;
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** How often each question came, by its last message and its seed. */
    public Map<String, Long> asked() {
        Map<String, Long> counts = new HashMap<>();
        asked.forEach((question, count) -> counts.put(question, count.get()));
        return counts;
    }

    /** How a question is distinguished from others. */
    public static String question(String message, long seed) {
        return seed + " " + message;
    }

    /** How many requests came. */
    public long requests() {
        return attempts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** How many answers were given whole. */
    public long paid() {
        return paid.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** How many different requests were answered. */
    public long distinct() {
        return paid.size();
    }

    public Usage usage() {
        return new Usage(promptTokens.get(), completionTokens.get());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode request = Json.MAPPER.readTree(body);
        JsonNode messages = request.path("messages");
        String message = messages.get(messages.size() - 1).path("content").asText();
        underWay.incrementAndGet();
        try {
            answer(exchange, request, message, body);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Waits until what is under way is answered. */
    public void awaitIdle() throws InterruptedException {
        while (underWay.get() > 0) {
            Thread.sleep(1);
        }
    }

    private void answer(HttpExchange exchange, JsonNode request, String message, String body) throws IOException {
        int attempt =
                (int) attempts.computeIfAbsent(body, b -> new AtomicLong()).incrementAndGet();
        asked.computeIfAbsent(question(message, request.path("seed").asLong()), q -> new AtomicLong())
                .incrementAndGet();
        switch (behaviour.apply(body, attempt)) {
            case ANSWER -> pay(exchange, body, reply(request, message, answer));
            case WRONG_MARKER -> pay(exchange, body, reply(request, message, (m, i) -> "Here you are."));
            case TOO_MANY -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                send(exchange, 429, "{\"error\": {\"message\": \"slow down\"}}");
            }
            case FAIL ->
                send(
                        exchange,
                        500,
                        "internal error, key " + exchange.getRequestHeaders().get("Authorization"));
            case RESET -> exchange.close();
            case HANG -> hang(exchange);
            case TRUNCATE -> {
                String whole = reply(request, message, answer).toString();
                send(exchange, 200, whole.substring(0, whole.length() / 2));
            }
            case EMPTY_CHOICES -> send(exchange, 200, "{\"choices\": [], \"usage\": {}}");
        }
    }

    private static void hang(HttpExchange exchange) {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static ObjectNode reply(JsonNode request, String message, BiFunction<String, Integer, String> answer) {
        ObjectNode reply = Json.MAPPER
                .createObjectNode()
                .put("model", request.path("model").asText() + "-0001");
        long written = 0;
        for (int i = 0; i < request.path("n").asInt(1); i++) {
            String text = answer.apply(message, i);
            written += text.length() / 4 + 1;
            ObjectNode choice =
                    reply.withArray("choices").addObject().put("index", i).put("finish_reason", "stop");
            choice.putObject("message").put("role", "assistant").put("content", text);
        }
        reply.putObject("usage").put("prompt_tokens", message.length() / 4 + 1).put("completion_tokens", written);
        return reply;
    }

    private void pay(HttpExchange exchange, String body, ObjectNode reply) throws IOException {
        paid.computeIfAbsent(body, b -> new AtomicLong()).incrementAndGet();
        promptTokens.addAndGet(reply.path("usage").path("prompt_tokens").asLong());
        completionTokens.addAndGet(reply.path("usage").path("completion_tokens").asLong());
        send(exchange, 200, reply.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** The requests that were answered more than once. */
    public List<String> paidTwice() {
        return paid.entrySet().stream()
                .filter(entry -> entry.getValue().get() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
