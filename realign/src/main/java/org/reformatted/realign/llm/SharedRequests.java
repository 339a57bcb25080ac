package org.reformatted.realign.llm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * What all models of this process share that keep their answers in one file: the requests under way, so that two steps that run side by side
 * send an equal request once, and what each service is asked at once and a minute. It lasts as long as one of them has the file open.
 */
final class SharedRequests {
    private static final Map<Path, SharedRequests> OPEN = new HashMap<>();

    private final Path file;
    private final ConcurrentMap<String, UnderWay> underWay = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Semaphore> permits = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, RequestPace> paces = new ConcurrentHashMap<>();
    private int users;

    private SharedRequests(Path file) {
        this.file = file;
    }

    /**
     * A request under way.
     *
     * @param sender the model that sends it
     * @param answer its answer, once there is one
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

    /** What the users of a file share; each says with {@link #release} that it is done. */
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

    /** The requests under way by the names of their answers. */
    ConcurrentMap<String, UnderWay> underWay() {
        return underWay;
    }

    /** The permits of a service, of which each request under way holds one. */
    Semaphore permits(String service, int atOnce) {
        return permits.computeIfAbsent(service + "\n" + atOnce, key -> new Semaphore(atOnce, true));
    }

    /** The rates of a service. */
    RequestPace pace(String service, double requestsPerMinute, double tokensPerMinute, LongSupplier nanoTime) {
        return paces.computeIfAbsent(
                service + "\n" + requestsPerMinute + "\n" + tokensPerMinute,
                key -> RequestPace.of(requestsPerMinute, tokensPerMinute, nanoTime));
    }
}
