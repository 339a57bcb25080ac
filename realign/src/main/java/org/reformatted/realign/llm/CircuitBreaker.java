package org.reformatted.realign.llm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops sending requests to a service that only fails. It opens in three cases: after a number of failures within a minute without an answer between
 * them, if the first was at least ten seconds ago; after the same number of requests in a row that were given up or refused; and after eight refused
 * requests if none was answered before. Replies with status 429, which only limit the rate, do not count. Threads that wait for their next attempt
 * are woken.
 */
final class CircuitBreaker implements Sleeper {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final int REFUSALS = 8;
    private static final int FEWEST = 20;
    private static final int A_THREAD = 3;

    private final int threshold;
    private final LongSupplier nanoTime;
    private final Deque<Long> failures = new ArrayDeque<>();
    private final AtomicReference<@Nullable String> stop = new AtomicReference<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private int givenUp;
    private int refused;
    private boolean answered;

    /**
     * Creates a closed breaker.
     *
     * @param concurrency how many requests are in progress at the same time
     * @param nanoTime the time, such as {@code System::nanoTime}
     */
    CircuitBreaker(int concurrency, LongSupplier nanoTime) {
        this.threshold = Math.max(FEWEST, A_THREAD * concurrency);
        this.nanoTime = nanoTime;
    }

    synchronized void succeeded() {
        failures.clear();
        givenUp = 0;
        refused = 0;
        answered = true;
    }

    synchronized void failed(ChatModelException e) {
        if (e.failure() == FailureCause.THROTTLED) {
            return;
        }
        long now = nanoTime.getAsLong();
        failures.addLast(now);
        while (now - failures.getFirst() > WINDOW.toNanos()) {
            failures.removeFirst();
        }
        Duration since = Duration.ofNanos(now - failures.getFirst());
        if (failures.size() >= threshold && since.compareTo(SHORTEST) >= 0) {
            open(failures.size() + " requests in a row failed within " + since.toSeconds() + " s; the last one: "
                    + e.getMessage());
        }
    }

    /** Counts a request that has no answer after all its attempts, or is refused. */
    synchronized void gaveUp(ChatModelException e) {
        if (e.failure().isOpen() && ++givenUp >= threshold) {
            open(givenUp + " requests in a row were given up; the last one: " + e.getMessage());
        }
        if (!e.failure().isOpen()
                && e.failure() != FailureCause.CONTENT_FILTER
                && ++refused >= (answered ? threshold : REFUSALS)) {
            open(refused + " requests in a row were refused; the last one: " + e.getMessage()
                    + "; check the model and the request's settings");
        }
    }

    /** Opens the breaker for a reason that the caller gives. */
    void open(String why) {
        stop.compareAndSet(null, why);
        opened.countDown();
    }

    void requireClosed() {
        String why = stop.get();
        if (why != null) {
            throw new ChatStoppedException(why);
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (opened.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
            requireClosed();
        }
    }
}
