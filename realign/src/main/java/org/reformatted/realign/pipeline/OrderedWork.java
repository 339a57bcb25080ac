package org.reformatted.realign.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Work on many things whose results arrive in the things' order. Few of them wait at any time, so memory stays flat. */
final class OrderedWork {
    /** How many things a thread has in hand or before it. */
    private static final int AHEAD = 3;

    private OrderedWork() {}

    /**
     * Works on each thing and hands on its result.
     *
     * @param things asked for in the calling thread
     * @param threads how many work at once; with one, the calling thread does
     * @param work what is done; a failure ends everything
     * @param then what takes the results, in the calling thread
     * @param <T> what is worked on
     * @param <R> what becomes of it
     */
    static <T, R> void run(Iterator<T> things, int threads, Function<T, R> work, Consumer<R> then) {
        if (threads == 1) {
            things.forEachRemaining(thing -> then.accept(work.apply(thing)));
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        Deque<Future<R>> ahead = new ArrayDeque<>();
        try {
            while (things.hasNext()) {
                T thing = things.next();
                ahead.add(pool.submit(() -> work.apply(thing)));
                if (ahead.size() == AHEAD * threads) {
                    then.accept(result(ahead.remove()));
                }
            }
            while (!ahead.isEmpty()) {
                then.accept(result(ahead.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("a worker failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were under way", e);
        }
    }
}
