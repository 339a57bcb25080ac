package org.reformatted.experiments.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.reformatted.realign.base.Json;

/** Debian's headless Chromium, driven by the Chrome DevTools Protocol: one page, with every message of its console and every request it makes. */
final class Chromium implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();

    /** Errors and warnings of the console, uncaught exceptions and broken policies. */
    final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    /** The address of every request, those of data inside the page left out. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    private Chromium(Process process, WebSocket socket) {
        this.process = process;
        this.socket = socket;
    }

    /** The program, if this machine has it. */
    static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":", -1))
                        .map(folder -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path profile, int width, int height) throws Exception {
        Process process = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--headless=new",
                        "--disable-ipc-flooding-protection", // thousands of links are followed in seconds
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--window-size=" + width + "," + height,
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolveSibling("chromium.log").toFile())
                .start();
        int port = port(profile, process);
        Listener listener = new Listener();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(port)), listener)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Chromium chromium = new Chromium(process, socket);
        listener.target.complete(chromium);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            chromium.send(domain + ".enable", Map.of());
        }
        return chromium;
    }

    private static int port(Path profile, Process process) throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            if (Files.exists(file) && Files.readAllLines(file).size() > 1) {
                return Integer.parseInt(Files.readAllLines(file).get(0));
            }
            Thread.sleep(100);
        }
        throw new IOException("Chromium does not start: " + Files.readString(profile.resolveSibling("chromium.log")));
    }

    private static String address(int port) throws IOException {
        String list = new String(
                URI.create("http://localhost:" + port + "/json/list")
                        .toURL()
                        .openStream()
                        .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        for (JsonNode target : Json.MAPPER.readTree(list)) {
            if (target.path("type").asText().equals("page")) {
                return target.path("webSocketDebuggerUrl").asText();
            }
        }
        throw new IOException("no page among " + list);
    }

    /** Sends a command and waits for its result. */
    JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        open.put(number, reply);
        socket.sendText(Json.line(Map.of("id", number, "method", method, "params", parameters)), true)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode found = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (found.has("error")) {
            throw new IOException(method + ": " + found.get("error"));
        }
        return found.path("result");
    }

    private void received(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> reply = open.remove(message.path("id").asInt());
            if (reply != null) {
                reply.complete(message);
            }
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Log.entryAdded" ->
                complaints.add(parameters.path("entry").path("text").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(parameters.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" ->
                complaints.add(parameters.path("args").toString());
            case "Network.requestWillBeSent" ->
                requests.add(parameters.path("request").path("url").asText());
            default -> {}
        }
    }

    /** Opens an address and waits until it is loaded. */
    void open(String address) throws Exception {
        send("Page.navigate", Map.of("url", "about:blank"));
        send("Page.navigate", Map.of("url", address));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** The value of an expression, a promise awaited. */
    JsonNode value(String expression) throws Exception {
        JsonNode found =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (found.has("exceptionDetails")) {
            throw new IOException(expression + ": " + found.get("exceptionDetails"));
        }
        return found.path("result").path("value");
    }

    String text(String expression) throws Exception {
        return value(expression).asText();
    }

    void await(String condition) throws Exception {
        for (int i = 0; i < 400; i++) {
            if (value(condition).asBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError(
                "never came: " + condition + "; the page shows " + text("document.body.innerText.slice(0, 2000)"));
    }

    /** Presses a key, as a keyboard does. */
    void press(String key) throws Exception {
        boolean letter = key.length() == 1;
        Map<String, Object> down =
                new java.util.LinkedHashMap<>(Map.of("type", letter ? "keyDown" : "rawKeyDown", "key", key));
        if (letter) {
            down.put("text", key);
        } else if (key.equals("Enter")) {
            down.putAll(Map.of("type", "keyDown", "text", "\r", "windowsVirtualKeyCode", 13));
        } else if (key.equals("Tab")) {
            down.put("windowsVirtualKeyCode", 9);
        } else if (key.equals("Escape")) {
            down.put("windowsVirtualKeyCode", 27);
        }
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    void type(String text) throws Exception {
        send("Input.insertText", Map.of("text", text));
    }

    /** Writes a picture of the page. */
    void screenshot(Path file, int width, int height, boolean dark) throws Exception {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(send("Page.captureScreenshot", Map.of("format", "png"))
                                .path("data")
                                .asText()));
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Joins the parts of messages. */
    private static final class Listener implements WebSocket.Listener {
        private final CompletableFuture<Chromium> target = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                String message = parts.toString();
                parts.setLength(0);
                CompletableFuture<Void> received = target.thenAccept(chromium -> {
                    try {
                        chromium.received(Json.MAPPER.readTree(message));
                    } catch (IOException e) {
                        chromium.complaints.add("unreadable: " + message);
                    }
                });
                socket.request(1);
                return received;
            }
            socket.request(1);
            return null;
        }
    }
}
