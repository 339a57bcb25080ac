package org.reformatted.realign.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;

/**
 * Realigns a file by rules and measures rows a second, beside Jackson reading and writing the same file, and the heap that stays in use; a
 * program of its own, so that its heap can be bounded.
 *
 * @param rows rows of the file
 * @param rowsPerSecond of the whole rule path
 * @param bareRowsPerSecond of Jackson alone, each row to a tree and back
 * @param earlyHeap bytes in use after a collection when a tenth of the rows are through
 * @param lateHeap the same when all are
 */
record RowThroughput(long rows, double rowsPerSecond, double bareRowsPerSecond, long earlyHeap, long lateHeap) {
    private static final String CONFIG = "input: {path: rows}\ncategory: math_puzzles";

    /**
     * Measures.
     *
     * @param arguments the input, its number of rows, the folder for the output
     */
    public static void main(String[] arguments) throws IOException {
        Path input = Path.of(arguments[0]);
        long rows = Long.parseLong(arguments[1]);
        Path out = Path.of(arguments[2]);
        bare(input, out);
        realign(input, out, Progress.SILENT);
        long before = System.nanoTime();
        bare(input, out);
        long between = System.nanoTime();
        realign(input, out, Progress.SILENT);
        long after = System.nanoTime();
        Heap heap = new Heap(rows / 10, rows - 1);
        realign(input, out, heap);
        System.out.println(Json.line(new RowThroughput(
                rows, rows * 1e9 / (after - between), rows * 1e9 / (between - before), heap.early, heap.late)));
    }

    private static void realign(Path input, Path out, Progress progress) {
        RealignConfig config =
                ConfigBinder.bind("c", CONFIG, RealignConfig.class).value();
        RealignPipeline.run(config, name -> input, out, progress);
    }

    private static void bare(Path input, Path out) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Files.createDirectories(out);
        try (BufferedReader reader = Files.newBufferedReader(input);
                BufferedWriter writer = Files.newBufferedWriter(out.resolve("bare.jsonl"))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode row = mapper.readTree(line);
                writer.write(mapper.writeValueAsString(row));
                writer.write('\n');
            }
        }
    }

    /** What stays in use, seen as rows pass. */
    private static final class Heap implements Progress {
        private final long first;
        private final long last;
        private long early;
        private long late;

        Heap(long first, long last) {
            this.first = first;
            this.last = last;
        }

        @Override
        public Task start(String what, long total) {
            return new Task() {
                private long done;

                @Override
                public void advance(long steps) {
                    done += steps;
                    if (early == 0 && done > first) {
                        early = used();
                    }
                    if (late == 0 && done > last) {
                        late = used();
                    }
                }

                @Override
                public void note(String text) {}

                @Override
                public void close() {}
            };
        }

        private static long used() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }

    /** The share of Jackson's own speed. */
    double share() {
        return rowsPerSecond / bareRowsPerSecond;
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "measured: %,d rows: %,.0f rows/s by rules, %,.0f by Jackson alone, share %.2f; in use %.1f MiB after a tenth, %.1f"
                        + " at the end",
                rows,
                rowsPerSecond,
                bareRowsPerSecond,
                share(),
                earlyHeap / 1048576.0,
                lateHeap / 1048576.0);
    }
}
