package org.reformatted.realign.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reformatted.realign.base.Check;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes items through stages, each with its own threads, and returns the results in the items' order. An item does not wait for other items in a
 * stage, unless the stage works on groups of consecutive items. The number of items in progress is bounded, so memory use stays constant.
 *
 * @param <T> the items
 * @param <R> the results for groups of items
 */
final class OrderedPipeline<T, R> {
    private static final Logger LOG = LoggerFactory.getLogger(OrderedPipeline.class);

    private final List<Stage<T, List<T>>> stages;
    private final Stage<T, R> last;
    private final int most;
    private final List<ExecutorService> pools = new ArrayList<>();
    private volatile boolean ended;

    private OrderedPipeline(List<Stage<T, List<T>>> stages, Stage<T, R> last, int most) {
        this.stages = stages;
        this.last = last;
        this.most = most;
    }

    /**
     * The group size and the threads of a stage.
     *
     * @param group how many consecutive items one call gets; the last call gets the remaining ones
     * @param threads how many calls run at the same time
     */
    record Pace(int group, int threads) {
        Pace {
            Check.argument(group > 0, "group (%s) must be positive", group);
            Check.argument(threads > 0, "threads (%s) must be positive", threads);
        }
    }

    /**
     * A stage.
     *
     * @param pace the group size and the threads
     * @param work the work on a group; a failure ends the pipeline
     * @param <T> the items
     * @param <R> the result for a group: as many items, except in the last stage
     */
    record Stage<T, R>(Pace pace, Function<List<T>, R> work) {}

    /**
     * Processes all items.
     *
     * @param items the items, which the calling thread reads
     * @param stages the stages in order, without the last one
     * @param last the last stage
     * @param most the maximum number of items in progress; at least twice the largest group
     * @param then receives the results in the items' order, in the calling thread
     * @param <T> the items
     * @param <R> the results
     */
    static <T, R> void run(
            Iterator<T> items, List<Stage<T, List<T>>> stages, Stage<T, R> last, int most, Consumer<R> then) {
        new OrderedPipeline<>(stages, last, most).run(items, then);
    }

    /** Items that entered together, and their results. */
    private record Entered<R>(int items, List<CompletableFuture<R>> results) {
        boolean isDone() {
            return results.stream().allMatch(CompletableFuture::isDone);
        }
    }

    private void run(Iterator<T> items, Consumer<R> then) {
        int together = last.pace.group;
        for (Stage<T, List<T>> stage : stages) {
            together = Math.max(together, stage.pace.group);
            pools.add(Executors.newFixedThreadPool(stage.pace.threads));
        }
        pools.add(Executors.newFixedThreadPool(last.pace.threads));
        Deque<Entered<R>> ahead = new ArrayDeque<>();
        int underWay = 0;
        try {
            while (items.hasNext()) {
                List<T> entering = RowBatches.take(items, together);
                ahead.add(new Entered<>(entering.size(), results(entering)));
                underWay += entering.size();
                while (!ahead.isEmpty()
                        && (underWay + together > most || ahead.getFirst().isDone())) {
                    underWay -= leave(ahead.removeFirst(), then);
                }
            }
            while (!ahead.isEmpty()) {
                leave(ahead.removeFirst(), then);
            }
        } catch (RuntimeException | Error e) {
            LOG.warn("stopping: {}; waiting for requests in progress, since they may be paid", e.getMessage());
            throw e;
        } finally {
            end();
        }
    }

    private static <R> int leave(Entered<R> head, Consumer<R> then) {
        head.results.forEach(result -> then.accept(result(result)));
        return head.items;
    }

    /** Consecutive items in progress: those from {@code from} (inclusive) to {@code to} (exclusive) of the items that entered together. */
    private record BatchInWork<T>(int from, int to, CompletableFuture<List<T>> items) {}

    private List<CompletableFuture<R>> results(List<T> items) {
        List<BatchInWork<T>> pieces =
                List.of(new BatchInWork<>(0, items.size(), CompletableFuture.completedFuture(items)));
        for (int i = 0; i < stages.size(); i++) {
            Stage<T, List<T>> stage = stages.get(i);
            ExecutorService pool = pools.get(i);
            pieces = grouped(pieces, stage.pace.group).stream()
                    .map(piece -> new BatchInWork<>(piece.from, piece.to, worked(stage, piece, pool)))
                    .toList();
        }
        ExecutorService pool = pools.get(stages.size());
        return grouped(pieces, last.pace.group).stream()
                .map(piece -> worked(last, piece, pool))
                .toList();
    }

    private <S> CompletableFuture<S> worked(Stage<T, S> stage, BatchInWork<T> piece, ExecutorService pool) {
        return piece.items.thenApplyAsync(
                group -> {
                    if (ended) {
                        throw new CancellationException("the pipeline has ended");
                    }
                    return stage.work.apply(group);
                },
                pool);
    }

    /** Regroups items into pieces of another size; a new piece waits for the pieces that contain its items. */
    private static <T> List<BatchInWork<T>> grouped(List<BatchInWork<T>> pieces, int group) {
        int items = pieces.get(pieces.size() - 1).to;
        List<BatchInWork<T>> grouped = new ArrayList<>();
        int first = 0;
        for (int from = 0; from < items; from += group) {
            int to = Math.min(items, from + group);
            while (pieces.get(first).to <= from) {
                first++;
            }
            int end = first;
            while (end < pieces.size() && pieces.get(end).from < to) {
                end++;
            }
            grouped.add(new BatchInWork<>(from, to, slice(pieces.subList(first, end), from, to)));
        }
        return grouped;
    }

    private static <T> CompletableFuture<List<T>> slice(List<BatchInWork<T>> parts, int from, int to) {
        int start = from - parts.get(0).from;
        if (parts.size() == 1) {
            return parts.get(0).items.thenApply(items -> items.subList(start, start + to - from));
        }
        return CompletableFuture.allOf(parts.stream().map(BatchInWork::items).toArray(CompletableFuture[]::new))
                .thenApply(any -> parts.stream()
                        .flatMap(part -> part.items.join().stream())
                        .skip(start)
                        .limit(to - from)
                        .toList());
    }

    /** Starts no further work and waits for the work in progress, because its results may be paid for. An interrupted caller does not wait. */
    private void end() {
        ended = true;
        pools.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService pool : pools) {
                boolean quiet = false;
                while (!quiet) {
                    quiet = pool.awaitTermination(1, TimeUnit.MINUTES);
                }
            }
        } catch (InterruptedException e) {
            pools.forEach(ExecutorService::shutdownNow);
            Thread.currentThread().interrupt();
        }
    }

    private static <R> R result(CompletableFuture<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were in progress", e);
        }
    }

    private static RuntimeException failure(Throwable cause) {
        Throwable inner = cause.getCause();
        if (inner != null && (cause instanceof CompletionException || cause instanceof ExecutionException)) {
            return failure(inner);
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        return cause instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("a worker failed", cause);
    }
}
