package org.reformatted.experiments.runs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;
import org.reformatted.realign.base.Sha256;

/**
 * A web page, only for this machine, that shows the progress of a run. It reads the files that the run writes, so the run may be in another process,
 * or on another machine that shares the folder.
 */
public final class RunServer implements AutoCloseable {
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final HttpServer server;
    private final Path root;
    private final String page;

    private RunServer(HttpServer server, Path root) {
        this.server = server;
        this.root = root;
        this.page = page();
    }

    /**
     * Starts the server.
     *
     * @param root the experiment's folder
     * @param port the port on this machine; 0 for any free port
     * @return the server, closed by the caller
     */
    public static RunServer start(Path root, int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            RunServer watched = new RunServer(server, root);
            server.createContext("/", watched::answer);
            server.start();
            return watched;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on port " + port + " of this machine; name another with --port", e);
        }
    }

    /**
     * The address of the page.
     *
     * @return the address
     */
    public String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
            if (!host.matches(
                    "(localhost|127\\.0\\.0\\.1|\\[::1\\]):\\d+")) { // rejects another site whose name points to this
                // machine
                send(exchange, 403, "text/plain", "send requests to localhost");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> send(exchange, 200, "text/html", page);
                case "/state" -> send(exchange, 200, "application/json", state());
                default -> send(exchange, 404, "text/plain", "request / or /state");
            }
        }
    }

    private String state() {
        try {
            return Redactor.hide(Json.line(RunState.read(root)));
        } catch (RuntimeException e) { // a file was renamed while it was read; the page requests the state again
            return Json.line(java.util.Map.of("problem", String.valueOf(e.getMessage())));
        }
    }

    private void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Content-Security-Policy", policy());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private String policy() {
        Matcher script = SCRIPT.matcher(page);
        String hash = script.find()
                ? Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.of(script.group(1))))
                : "";
        return "default-src 'none'; style-src 'unsafe-inline'; connect-src 'self'; script-src 'sha256-" + hash + "'";
    }

    private static String page() {
        try (InputStream in = RunServer.class.getResourceAsStream("watch.html")) {
            if (in == null) {
                throw new IllegalStateException("watch.html is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
