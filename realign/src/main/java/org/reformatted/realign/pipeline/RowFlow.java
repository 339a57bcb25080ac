package org.reformatted.realign.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.reformatted.realign.data.DistinctIds;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.data.UnreadRow;

/**
 * Processes rows from the input to the lines that are written for them: rows are classified, given evidence, rewritten and judged. If each step only
 * computes on the row itself, one thread does all steps for a few rows at a time; otherwise each step has its own threads.
 */
final class RowFlow {
    /** Rows per call, few enough for a core's cache. */
    private static final int COMPUTED = 64;

    /** Limits the threads: a single thread reads and writes for all of them, and the rows that each of them holds need memory. */
    private static final int MOST_THREADS = 8;

    private static final int AHEAD = 3;

    /** How many rows may wait for an earlier one: with 64 concurrent requests, one row may take 16 times as long as the others. */
    private static final int UNDER_WAY = 1024;

    private static final int CALLS_AHEAD = 16;

    private final RealignRuntime runtime;
    private final SkippedRows skipped;
    private final DistinctIds ids = new DistinctIds();

    RowFlow(RealignRuntime runtime, SkippedRows skipped) {
        this.runtime = runtime;
        this.skipped = skipped;
    }

    /** Processes all rows and passes on their batches in the rows' order, in the calling thread. */
    void run(Iterator<UnreadRow> rows, Consumer<RealignedBatch> then) {
        if (runtime.isOnlyComputation()) {
            compute(rows, then);
        } else {
            stage(rows, then);
        }
    }

    /** Rows with the places from which they were read; their ids are compared in order, after the threads have processed them. */
    private record Computed(List<UnreadRow.Read> read, RealignedBatch batch) {}

    private void compute(Iterator<UnreadRow> rows, Consumer<RealignedBatch> then) {
        int threads = threads();
        OrderedPipeline.Stage<UnreadRow, Computed> all =
                new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(COMPUTED, threads), this::computed);
        OrderedPipeline.run(rows, List.of(), all, AHEAD * threads * COMPUTED, done -> {
            done.read.forEach(ids::require);
            then.accept(done.batch);
        });
    }

    private Computed computed(List<UnreadRow> rows) {
        List<UnreadRow.Read> read = rows.stream()
                .flatMap(row -> skipped.attempt(row::read).stream())
                .toList();
        return new Computed(
                read,
                RealignedBatch.of(runtime.realigner()
                        .realign(read.stream().map(UnreadRow.Read::conversation).toList())));
    }

    /** Rows are read, and their ids compared, before anything is paid for. */
    private void stage(Iterator<UnreadRow> rows, Consumer<RealignedBatch> then) {
        RowRealigner realigner = runtime.realigner();
        Iterator<RowState> begun = StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .flatMap(row -> skipped.attempt(row::read).stream())
                .map(row -> realigner.initial(ids.require(row)))
                .iterator();
        List<OrderedPipeline.Stage<RowState, List<RowState>>> stages = new ArrayList<>();
        runtime.classificationPace()
                .ifPresent(pace -> stages.add(new OrderedPipeline.Stage<>(pace, realigner::classified)));
        runtime.searchPace().ifPresent(pace -> stages.add(new OrderedPipeline.Stage<>(pace, realigner::evidenced)));
        runtime.rewritingPace().ifPresent(pace -> stages.add(new OrderedPipeline.Stage<>(pace, realigner::revised)));
        OrderedPipeline.Stage<RowState, RealignedBatch> last =
                new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(COMPUTED, threads()), group -> {
                    RowRealigner own = runtime.realigner();
                    return RealignedBatch.of(own.judged(own.revised(group)));
                });
        int most = stages.stream()
                .mapToInt(stage -> Math.max(
                        2 * stage.pace().group(), CALLS_AHEAD * stage.pace().threads()))
                .reduce(UNDER_WAY, Math::max);
        OrderedPipeline.run(begun, stages, last, most, then);
    }

    private static int threads() {
        return Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    }
}
