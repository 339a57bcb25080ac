package org.reformatted.experiments.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.realign.base.Json;

/** A service that echoes the headers it got, and a key that may end in a line end: no twelve letters of it reach the terminal or a file. */
class SecretLeakTest {
    private static final String KEY = "sk-Zq7Xw2Lr9Tb4Nk6Vd1Mc8Yp3Hf5Gs0JaUeOi";

    @TempDir
    Path folder;

    private HttpServer server;
    private HttpServer other;
    private final AtomicInteger reachedOther = new AtomicInteger();
    private volatile String mode = "error";

    @BeforeEach
    void start() throws IOException {
        server = listen(this::echo);
        other = listen(exchange -> {
            reachedOther.incrementAndGet();
            send(exchange, 200, "{}");
        });
        Files.writeString(
                folder.resolve("rows.jsonl"),
                "{\"instruction\": \"How do I boil an egg?\", \"input\": \"\", \"output\": \"Boil it for 8"
                        + " minutes.\"}\n");
        Files.writeString(
                folder.resolve("answers.jsonl"),
                "{\"id\": \"1\", \"question\": \"Why?\", \"prompt\": \"Why?\", \"output\": \"So.\", \"answer\":"
                        + " \"So.\"}\n");
        Files.writeString(folder.resolve("sums.jsonl"), "{\"question\": \"3 + 4?\", \"answer\": \"#### 7\"}\n");
        Files.writeString(folder.resolve("queries.jsonl"), "{\"query\": \"Why?\", \"category\": \"open_qa\"}\n");
        Files.writeString(folder.resolve("c.yaml"), """
            input: {path: rows.jsonl, format: alpaca}
            category: how_to_generation
            evidence: {web: {}}
            reformatter: {model: {endpoint: {name: stub, attempts: 1}, asks: 1}}
            """);
        Files.writeString(folder.resolve("batched.yaml"), """
            input: {path: rows.jsonl, format: alpaca}
            category: how_to_generation
            reformatter: {model: {endpoint: {name: stub, attempts: 1, batch: {}}, asks: 1}}
            """);
        Files.writeString(folder.resolve("brief.yaml"), """
            name: brief
            version: 1
            verdict: rating
            sampling: {temperature: 0, maxNewTokens: 64}
            prompts:
              - user: "How brief is {answer} for {question}? Close with Rating: [[7]]."
            """);
    }

    private static HttpServer listen(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/", handler);
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        server.stop(0);
        other.stop(0);
    }

    private void echo(HttpExchange exchange) throws IOException {
        int asked = Math.max(
                1,
                Json.MAPPER
                        .readTree(exchange.getRequestBody().readAllBytes())
                        .path("n")
                        .asInt());
        String headers = exchange.getRequestHeaders().entrySet().toString();
        String encoded = Base64.getEncoder().encodeToString(headers.getBytes(UTF_8));
        String said = headers + " " + encoded + " \u001b[31m cut: "
                + headers.substring(headers.length() > 180 ? headers.length() - 180 : 0);
        switch (mode) {
            case "error" -> send(exchange, 400, Json.line(Map.of("error", Map.of("message", said))));
            case "plain-error" -> send(exchange, 400, "x".repeat(150) + said);
            case "redirect" -> {
                exchange.getResponseHeaders()
                        .add(
                                "Location",
                                "http://localhost:" + other.getAddress().getPort() + "/v1/chat/completions");
                send(exchange, 307, "");
            }
            default ->
                send(
                        exchange,
                        200,
                        Json.line(Map.of(
                                "model",
                                said,
                                "organic",
                                List.of(Map.of("title", said, "snippet", said)),
                                "choices",
                                Collections.nCopies(
                                        asked, Map.of("message", Map.of("content", said), "finish_reason", "stop")))));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @CsvSource({"error,CR", "plain-error,CRLF", "answer,LF", "answer,NONE", "redirect,CR"})
    void noPartOfTheKeyIsShownOrKept(String how, String end) throws Exception {
        mode = how;
        String key = KEY
                + switch (end) {
                    case "CR" -> "\r";
                    case "LF" -> "\n";
                    case "CRLF" -> "\r\n";
                    default -> "";
                };
        List<String> terminal = new ArrayList<>();
        String data = folder.toString();
        try (HarnessProcess harness = start(key)) {
            terminal.add(said(harness, "realign", "c.yaml", "--data", data, "--out", "out"));
            terminal.add(said(
                    harness,
                    "judge",
                    "auto-j",
                    "--predictions",
                    "answers.jsonl",
                    "--model",
                    "stub",
                    "--answers",
                    "kept.sqlite",
                    "--attempts",
                    "1"));
            terminal.add(said(
                    harness,
                    "judge",
                    "brief",
                    "--protocol",
                    "brief.yaml",
                    "--predictions",
                    "answers.jsonl",
                    "--model",
                    "stub",
                    "--answers",
                    "published.sqlite",
                    "--attempts",
                    "1"));
            terminal.add(said(harness, "realign", "batched.yaml", "--data", data, "--out", "batched"));
            terminal.add(said(
                    harness,
                    "classify",
                    "evaluate",
                    "--queries",
                    "queries.jsonl",
                    "--model",
                    "stub",
                    "--answers",
                    "told.sqlite",
                    "--verbose"));
            terminal.add(said(
                    harness,
                    "evaluate",
                    "--endpoint",
                    "stub",
                    "--task",
                    "gsm8k",
                    "--data",
                    "sums.jsonl",
                    "--out",
                    "evaluated"));
        }
        assertThat(terminal)
                .allSatisfy(text -> assertThat(text).doesNotContain("\u001b").doesNotContain("internal error"));
        for (String text : terminal) {
            assertHoldsNoPart("terminal", text);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertHoldsNoPart(file.toString(), new String(Files.readAllBytes(file), ISO_8859_1));
            }
        }
        assertThat(reachedOther.get()).isZero();
    }

    @Test
    void aKeyWithALineEndInsideIsNamedByItsVariable() throws Exception {
        String text;
        try (HarnessProcess harness = start(KEY.substring(0, 20) + "\r" + KEY.substring(20))) {
            text = said(harness, "realign", "c.yaml", "--data", folder.toString(), "--out", "out");
        }
        assertThat(text).contains("_API_KEY", "U+000D");
        assertHoldsNoPart("terminal", text);
    }

    private static void assertHoldsNoPart(String place, String text) {
        for (int from = 0; from + 12 <= KEY.length(); from++) {
            assertThat(text).as(place).doesNotContain(KEY.substring(from, from + 12));
        }
        for (String around : List.of("Bearer ", "[Bearer ", "x[Bearer ")) {
            String encoded = Base64.getEncoder().encodeToString((around + KEY).getBytes(UTF_8));
            assertThat(text)
                    .as(place)
                    .doesNotContain(encoded.substring(encoded.length() / 2, encoded.length() / 2 + 12));
        }
    }

    private HarnessProcess start(String key) throws IOException {
        String base = "http://localhost:" + server.getAddress().getPort();
        return HarnessProcess.start(
                Map.of(
                        "OPENAI_API_KEY",
                        key,
                        "OPENAI_BASE_URL",
                        base + "/v1",
                        "SERPER_API_KEY",
                        key,
                        "SERPER_BASE_URL",
                        base),
                folder);
    }

    private static String said(HarnessProcess harness, String... args) throws IOException {
        return harness.call(args).text();
    }
}
