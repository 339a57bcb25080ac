package org.reformatted.experiments.spark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;

/**
 * A chat service of fixed latency that answers with the question in capitals, and counts what it was paid for: an answer is paid when its
 * connection still stands as it is sent. A request whose {@code Idempotency-Key} it has charged for is answered once more without a charge. The path
 * {@code /counts} tells.
 */
final class StubService implements AutoCloseable {
    private static final String KEY = "idempotency-key:";

    private final ServerSocket server;
    private final long latencyMillis;
    private final UnaryOperator<String> replies;
    private final Map<String, Long> paidAt = new ConcurrentHashMap<>();
    private final Queue<Long> againPaidAt = new ConcurrentLinkedQueue<>();
    private final Set<String> chargedKeys = ConcurrentHashMap.newKeySet();
    private final AtomicLong replayed = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();

    StubService(int port, long latencyMillis) throws IOException {
        this(port, latencyMillis, StubService::capitals);
    }

    StubService(int port, long latencyMillis, UnaryOperator<String> replies) throws IOException {
        this.latencyMillis = latencyMillis;
        this.replies = replies;
        server = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
        start("stub", this::accept);
    }

    /** Serves until it is killed: {@code PORT LATENCY_MILLIS}. */
    public static void main(String[] arguments) throws IOException {
        new StubService(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]), StubService::repliesOrRates);
        System.out.println("serving");
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /**
     * What was asked.
     *
     * @param requests different requests that were paid
     * @param againPaidAt when each request that was paid again had been paid before, in milliseconds of the clock
     * @param replayed requests that were answered once more without a charge, by their key
     * @param cutOff requests that were cut off by the end of who asked, and are not paid
     */
    record Counts(long requests, List<Long> againPaidAt, long replayed, long cutOff) {
        @Override
        public String toString() {
            return requests + " requests paid, " + againPaidAt.size() + " of them again, " + replayed
                    + " replayed by their key, " + cutOff + " cut off";
        }
    }

    Counts counts() {
        return new Counts(paidAt.size(), List.copyOf(againPaidAt), replayed.get(), cutOff.get());
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(name.equals("connection"));
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start("connection", () -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String first = line(in); !first.isEmpty(); first = line(in)) {
                int length = 0;
                String key = "";
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(header.substring(15).strip());
                    }
                    if (header.toLowerCase(Locale.ROOT).startsWith(KEY)) {
                        key = header.substring(KEY.length()).strip();
                    }
                }
                byte[] body = in.readNBytes(length);
                if (first.contains("/counts")) {
                    send(socket, Json.line(counts()));
                } else if (isAnswered(socket, in, body, key)) {
                    send(socket, first.contains("/search") ? found(body) : answered(body));
                }
            }
        } catch (IOException e) {
            cutOff.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether who asked still waits when the reply is ready, which is then charged for unless its key was. */
    private boolean isAnswered(Socket socket, InputStream in, byte[] body, String key)
            throws IOException, InterruptedException {
        Thread.sleep(latencyMillis);
        if (!stands(socket, in)) {
            cutOff.incrementAndGet();
            return false;
        }
        if (!key.isEmpty() && !chargedKeys.add(key)) {
            replayed.incrementAndGet();
            return true;
        }
        Long before = paidAt.put(Sha256.of(new String(body, StandardCharsets.UTF_8)), System.currentTimeMillis());
        if (before != null) {
            againPaidAt.add(before);
        }
        return true;
    }

    /** What a web search finds, in Serper's form. */
    private static String found(byte[] body) throws IOException {
        String query = Json.MAPPER.readTree(body).path("q").asText();
        return Json.line(Map.of(
                "organic", List.of(Map.of("snippet", "It is said of " + query, "link", "http://example.org/a"))));
    }

    private String answered(byte[] body) throws IOException {
        var turns = Json.MAPPER.readTree(body).path("messages");
        String asked = turns.path(turns.size() - 1).path("content").asText();
        String reply = replies.apply(asked);
        return Json.line(Map.of(
                "model",
                "stub",
                "choices",
                List.of(Map.of(
                        "index", 0, "finish_reason", "stop", "message", Map.of("role", "assistant", "content", reply))),
                "usage",
                Map.of("prompt_tokens", asked.length() / 4, "completion_tokens", 20)));
    }

    private static String repliesOrRates(String asked) {
        return asked.contains("[[") ? "Rating: [[" + (1 + Math.floorMod(asked.hashCode(), 10)) + "]]" : capitals(asked);
    }

    private static String capitals(String asked) {
        return "Answer: " + asked.substring(0, Math.min(80, asked.length())).toUpperCase(Locale.ROOT);
    }

    private static boolean stands(Socket socket, InputStream in) throws IOException {
        socket.setSoTimeout(1);
        in.mark(1);
        try {
            int next = in.read();
            in.reset();
            return next >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private static void send(Socket socket, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        OutputStream out = socket.getOutputStream();
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + bytes.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        out.write(all);
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
