package org.reformatted.realign.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.reformatted.realign.base.Json;

/**
 * A batch service in OpenAI's form on a local port. With chaos it loses, doubles and reorders results, lets batches expire, answers requests
 * with errors, and fails or hangs up before or after it has done what it was asked. Its ledger holds the answers that it delivered.
 */
public final class StubBatchServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Function<String, String> answer;
    private final boolean chaos;
    private final Random random = new Random(5);
    private final Map<String, ObjectNode> files = new LinkedHashMap<>();
    private final Map<String, String> contents = new HashMap<>();
    private final Map<String, ObjectNode> batches = new LinkedHashMap<>();
    private final Map<String, Integer> looks = new HashMap<>();
    private final Map<String, Integer> paid = new HashMap<>();
    private final Map<String, Integer> uploads = new HashMap<>();
    private int calls;
    private int lost;
    private int doubled;
    private int expired;
    private int failed;
    private int ids;

    /**
     * Starts a service.
     *
     * @param answer the text, by the request's last message
     * @param chaos whether it misbehaves
     */
    public StubBatchServer(Function<String, String> answer, boolean chaos) {
        this.answer = answer;
        this.chaos = chaos;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/v1/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** How many calls came. */
    public synchronized int calls() {
        return calls;
    }

    /** In how many batches each request's answer was delivered. */
    public synchronized Map<String, Integer> paid() {
        return new HashMap<>(paid);
    }

    /** How often each file's name was uploaded. */
    public synchronized Map<String, Integer> uploads() {
        return new HashMap<>(uploads);
    }

    public synchronized int batches() {
        return batches.size();
    }

    /** Forgets a finished batch, as services do after a time. */
    public synchronized void forgetBatches() {
        batches.clear();
    }

    public synchronized String told() {
        return batches.size() + " batches in " + calls + " calls; results lost " + lost + ", doubled " + doubled
                + ", expired " + expired + ", with an error " + failed;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        synchronized (this) {
            calls++;
            double draw = chaos ? random.nextDouble() : 1;
            if (draw < 0.03) {
                send(exchange, 500, "{\"error\": {\"message\": \"not now\"}}");
                return;
            }
            String reply = reply(exchange, new String(body, StandardCharsets.UTF_8));
            if (draw < 0.08) {
                exchange.close(); // done, but the caller does not know
            } else {
                send(exchange, reply.isEmpty() ? 404 : 200, reply);
            }
        }
    }

    private String reply(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/v1/".length());
        boolean post = exchange.getRequestMethod().equals("POST");
        if (path.equals("files")) {
            return post ? upload(body) : list(files, exchange.getRequestURI().getQuery());
        }
        if (path.startsWith("files/")) {
            return contents.getOrDefault(path.split("/", -1)[1], "");
        }
        if (path.equals("batches")) {
            return post
                    ? create(Json.MAPPER.readTree(body))
                    : list(batches, exchange.getRequestURI().getQuery());
        }
        ObjectNode batch = batches.get(path.substring("batches/".length()));
        return batch == null ? "" : looked(batch);
    }

    private String upload(String form) {
        String name = form.replaceAll("(?s).*filename=\"([^\"]+)\".*", "$1");
        String boundary = form.substring(2, form.indexOf("\r\n"));
        int start = form.indexOf("\r\n\r\n", form.indexOf("filename=")) + 4;
        String id = "file-" + ids++;
        uploads.merge(name, 1, Integer::sum);
        contents.put(id, form.substring(start, form.lastIndexOf("\r\n--" + boundary)));
        ObjectNode file = Json.MAPPER.createObjectNode().put("id", id).put("filename", name);
        files.put(id, file);
        return file.toString();
    }

    private String create(JsonNode request) throws IOException {
        String id = "batch-" + ids++;
        ObjectNode batch = Json.MAPPER.createObjectNode().put("id", id).put("status", "in_progress");
        batch.set("metadata", request.path("metadata"));
        batches.put(id, batch);
        run(batch, contents.get(request.path("input_file_id").asText()));
        return batch.toString();
    }

    private void run(ObjectNode batch, String input) throws IOException {
        List<String> output = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        boolean expires = chaos && random.nextInt(4) == 0;
        for (String line : input.lines().toList()) {
            JsonNode request = Json.MAPPER.readTree(line);
            String key = request.path("custom_id").asText();
            double draw = chaos ? random.nextDouble() : 1;
            if (draw < 0.03) {
                lost++;
            } else if (draw < 0.06) {
                failed++;
                errors.add(failure(
                        key, "{\"response\": {\"status_code\": 503, \"body\": {\"error\": {\"message\": \"busy\"}}}}"));
            } else if (expires && draw < 0.4) {
                expired++;
                errors.add(failure(
                        key, "{\"response\": null, \"error\": {\"code\": \"batch_expired\", \"message\": \"late\"}}"));
            } else {
                String result = result(key, request.path("body"));
                output.add(result);
                paid.merge(key, 1, Integer::sum);
                if (draw > 0.95 && chaos) {
                    doubled++;
                    output.add(result);
                    errors.add(failure(
                            key,
                            "{\"response\": null, \"error\": {\"code\": \"batch_expired\", \"message\": \"late\"}}"));
                }
            }
        }
        Collections.shuffle(output, random);
        batch.put("final", expires ? "expired" : "completed");
        batch.put("output_", stored(output)).put("error_", errors.isEmpty() ? "" : stored(errors));
    }

    private String stored(List<String> lines) {
        String id = "file-" + ids++;
        contents.put(id, String.join("\n", lines) + "\n");
        return id;
    }

    private static String failure(String key, String rest) throws IOException {
        return ((ObjectNode) Json.MAPPER.readTree(rest)).put("custom_id", key).toString();
    }

    private String result(String key, JsonNode body) {
        String message = body.path("messages")
                .path(body.path("messages").size() - 1)
                .path("content")
                .asText();
        ObjectNode reply =
                Json.MAPPER.createObjectNode().put("model", body.path("model").asText());
        long written = 0;
        ArrayNode choices = reply.putArray("choices");
        for (int i = 0; i < body.path("n").asInt(1); i++) {
            String text = answer.apply(message) + " Again.".repeat(i);
            written += text.length() / 4;
            choices.addObject()
                    .put("finish_reason", "stop")
                    .putObject("message")
                    .put("role", "assistant")
                    .put("content", text);
        }
        reply.putObject("usage").put("prompt_tokens", message.length() / 4 + 1).put("completion_tokens", written);
        ObjectNode line = Json.MAPPER.createObjectNode().put("custom_id", key);
        line.putObject("response").put("status_code", 200).set("body", reply);
        return line.toString();
    }

    private String looked(ObjectNode batch) {
        ObjectNode shown = batch.deepCopy();
        if (looks.merge(batch.path("id").asText(), 1, Integer::sum) > 1) {
            shown.put("status", batch.path("final").asText())
                    .put("output_file_id", batch.path("output_").asText());
            if (!batch.path("error_").asText().isEmpty()) {
                shown.put("error_file_id", batch.path("error_").asText());
            }
        }
        return shown.toString();
    }

    private static String list(Map<String, ObjectNode> all, String query) {
        List<ObjectNode> newest = new ArrayList<>(all.values());
        Collections.reverse(newest);
        int from = 0;
        if (query.contains("after=")) {
            String after = query.replaceAll(".*after=([^&]+).*", "$1");
            while (!newest.get(from++).path("id").asText().equals(after)) {}
        }
        int to = Math.min(newest.size(), from + 3); // short pages
        ObjectNode page = Json.MAPPER.createObjectNode().put("has_more", to < newest.size());
        page.putArray("data").addAll(newest.subList(from, to));
        return page.toString();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
