package org.reformatted.realign.llm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * State that is shared by all models of this process that store their answers in one file: the requests in progress, so that two parallel steps send
 * an equal request only once, and the concurrency and rates of each service. It exists as long as one of the models has the file open.
 */
final class SharedRequests {
    private static final Map<Path, SharedRequests> OPEN = new HashMap<>();

    private final Path file;
    private final ConcurrentMap<String, UnderWay> underWay = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, RequestThreads> threads = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, RequestPace> paces = new ConcurrentHashMap<>();
    private int users;

    private SharedRequests(Path file) {
        this.file = file;
    }

    /**
     * A request in progress.
     *
     * @param sender the model that sends it
     * @param answer its answer
     */
    record UnderWay(ChatModel sender, CompletableFuture<Completion> answer) {}

    /**
     * The rates of a service.
     *
     * @param requests permits for requests
     * @param tokens permits for tokens
     */
    record RequestPace(TokenBucket requests, TokenBucket tokens) {
        static RequestPace of(double requestsPerMinute, double tokensPerMinute, LongSupplier nanoTime) {
            long now = nanoTime.getAsLong();
            return new RequestPace(new TokenBucket(requestsPerMinute, now), new TokenBucket(tokensPerMinute, now));
        }
    }

    /** Returns the shared state of a file; each user calls {@link #release} at its end. */
    static SharedRequests of(Path file) {
        Path place = file.toAbsolutePath().normalize();
        synchronized (OPEN) {
            SharedRequests shared = OPEN.computeIfAbsent(place, SharedRequests::new);
            shared.users++;
            return shared;
        }
    }

    void release() {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(file);
            }
        }
    }

    /** Returns the requests in progress by the keys of their answers. */
    ConcurrentMap<String, UnderWay> underWay() {
        return underWay;
    }

    /** Returns the threads that send the requests to a service. */
    RequestThreads threads(String service, int atOnce) {
        return threads.computeIfAbsent(service + "\n" + atOnce, key -> new RequestThreads(atOnce));
    }

    /** Returns the rates of a service. */
    RequestPace pace(String service, double requestsPerMinute, double tokensPerMinute, LongSupplier nanoTime) {
        return paces.computeIfAbsent(
                service + "\n" + requestsPerMinute + "\n" + tokensPerMinute,
                key -> RequestPace.of(requestsPerMinute, tokensPerMinute, nanoTime));
    }
}
