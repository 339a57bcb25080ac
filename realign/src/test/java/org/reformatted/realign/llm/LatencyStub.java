package org.reformatted.realign.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** A service that gives every request the same reply after the same time, in one thread, so that it takes little from what is measured. */
public final class LatencyStub implements AutoCloseable {
    private static final String LENGTH = "content-length: ";

    private final long latencyNanos;
    private final ByteBuffer reply;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Deque<Due> due = new ArrayDeque<>();
    private final AtomicLong answered = new AtomicLong();
    private final Thread thread = new Thread(this::serve, "latency-stub");

    private record Due(long nanos, SocketChannel channel) {}

    private LatencyStub(int latencyMillis, String body) throws IOException {
        this.latencyNanos = latencyMillis * 1_000_000L;
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        this.reply = ByteBuffer.wrap(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
        this.selector = Selector.open();
        this.server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Starts a service on a free port of this machine. */
    public static LatencyStub start(int latencyMillis, String body) throws IOException {
        LatencyStub stub = new LatencyStub(latencyMillis, body);
        stub.thread.setDaemon(true);
        stub.thread.start();
        return stub;
    }

    /** Its address. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.socket().getLocalPort());
    }

    /** How many requests were answered. */
    public long answered() {
        return answered.get();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                long wait = due.isEmpty() ? 1000 : (due.getFirst().nanos - System.nanoTime() + 999_999) / 1_000_000;
                if (wait <= 0) {
                    selector.selectNow();
                } else {
                    selector.select(wait);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        read(key);
                    }
                }
                selector.selectedKeys().clear();
                while (!due.isEmpty() && due.getFirst().nanos <= System.nanoTime()) {
                    answered.incrementAndGet();
                    due.removeFirst().channel.write(reply.duplicate());
                }
            }
        } catch (java.nio.channels.ClosedSelectorException e) {
            return; // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(1 << 16));
    }

    private void read(SelectionKey key) throws IOException {
        ByteBuffer request = (ByteBuffer) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        if (channel.read(request) < 0) {
            channel.close();
            return;
        }
        String text =
                StandardCharsets.ISO_8859_1.decode(request.duplicate().flip()).toString();
        int head = text.indexOf("\r\n\r\n");
        int length = text.toLowerCase(java.util.Locale.ROOT).indexOf(LENGTH);
        if (head > 0 && request.position() >= head + 4 + (length < 0 || length > head ? 0 : length(text, length))) {
            request.clear();
            due.add(new Due(System.nanoTime() + latencyNanos, channel));
        }
    }

    private static int length(String text, int at) {
        return Integer.parseInt(text.substring(at + LENGTH.length(), text.indexOf('\r', at)));
    }

    @Override
    public void close() throws IOException {
        server.close();
        selector.close();
    }
}
