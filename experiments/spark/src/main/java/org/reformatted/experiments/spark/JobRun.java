package org.reformatted.experiments.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.config.ConfigFile;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.DistinctIds;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.llm.UnansweredException;
import org.reformatted.realign.pipeline.InputRows;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;
import scala.Tuple2;

/**
 * The steps of one job: the input is counted and checked, its rows are split into parts, each part is realigned, and the results are put in order. An
 * interrupted job continues with the finished parts and the stored answers.
 *
 * @param context Spark
 * @param folder the job's folder
 * @param text the config's text
 * @param realign the config
 * @param local finds a file of the config on the driver's machine
 */
record JobRun(
        JavaSparkContext context,
        JobFolder folder,
        PartTask.Text text,
        RealignConfig realign,
        Function<String, Path> local) {
    private static final long PIECE_BYTES = 32L << 20;
    private static final int ROWS_A_FILE = 200_000;

    /**
     * The options of the job.
     *
     * @param address the input
     * @param parts the number of parts; 0 for four per core
     * @param parquet whether the realigned rows are written as Parquet
     * @param join whether the files of each result are joined
     */
    record Wanted(String address, int parts, boolean parquet, boolean join) {}

    /** The job of a folder; a different job is rejected there. */
    private record Job(String config, List<String> input, int parts) {}

    /** The pieces of the input, and their total number of rows. */
    private record Input(List<Piece.Numbered> pieces, int rows) {}

    /** The result of reading a piece; a fault ends the job before any request. */
    private static final class Checked implements Serializable {
        private static final long serialVersionUID = 1;

        private final long[] ids;
        private final long skipped;
        private final String fault;

        Checked(long[] ids, long skipped, String fault) {
            this.ids = ids;
            this.skipped = skipped;
            this.fault = fault;
        }
    }

    /** Runs the job and returns the address of its realigned rows. */
    String run(Wanted wanted) {
        Input input = input(wanted.address);
        boolean apart = PartTask.sendsNoRequests(realign);
        int cores = Math.max(1, context.defaultParallelism());
        int parts = wanted.parts > 0 ? wanted.parts : 4 * cores;
        Job job = begin(wanted.address, apart ? input.pieces.size() : parts);
        SourceRows source = source(wanted.address, input);
        long skipped = check(source, input);

        PartTask task = new PartTask(folder.address(), text, SentFiles.of(context, text.name(), realign, local));
        List<PartTask.Outcome> outcomes =
                apart ? byPiece(source, input, task) : byQuestion(source, input, task, job.parts);
        RealignSummary summary = summary(outcomes, skipped);
        write(new OrderedOutput(folder.address(), wanted.parquet), outcomes, apart, input.rows);
        if (wanted.join) {
            new OrderedOutput(folder.address(), wanted.parquet).join();
        }
        folder.write(folder.path(RealignPipeline.SUMMARY), Json.pretty(summary));
        return folder.path(RealignPipeline.CONVERSATIONS.replace(".jsonl", "")).toString();
    }

    private Input input(String address) {
        List<Piece> pieces = InputPieces.find(address, PIECE_BYTES);
        List<Piece.Size> sizes =
                context.parallelize(pieces, pieces.size()).map(SourceRows::size).collect();
        List<Piece.Numbered> numbered = new ArrayList<>();
        long lines = 0;
        long rows = 0;
        String file = "";
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            lines = piece.file().equals(file) ? lines : 0;
            file = piece.file();
            numbered.add(new Piece.Numbered(piece, lines, rows));
            lines += sizes.get(i).lines();
            rows += sizes.get(i).rows();
        }
        if (rows == 0) {
            throw new InputException(address + ": the file has no rows; check the path");
        }
        return new Input(numbered, Math.toIntExact(rows));
    }

    private Job begin(String address, int parts) {
        List<String> files = ConfigFile.of(realign).stream()
                .filter(file -> !file.key().equals("input.path"))
                .map(file -> FileHashes.reading().of(local.apply(file.path())))
                .toList();
        String identity = Sha256.of(Json.canonical(
                List.of(Optional.ofNullable(ConfigTree.identity(realign)).orElseThrow(), files)));
        List<String> states = InputPieces.states(address);
        Optional<Job> before = folder.read(folder.path(JobFolder.JOB)).map(JobRun::parse);
        if (before.isEmpty()) {
            Job job = new Job(identity, states, parts);
            folder.write(folder.path(JobFolder.JOB), Json.line(job));
            return job;
        }
        if (!before.get().config.equals(identity) || !before.get().input.equals(states)) {
            boolean sameConfig = before.get().config.equals(identity);
            throw InputException.at(
                    folder.address(),
                    "the work on another " + (sameConfig ? "input" : "config"),
                    "an empty folder, or one of this config and input",
                    "name another --out");
        }
        return before.get(); // its number of parts determines the folder of each answer
    }

    private static Job parse(String json) {
        try {
            return Json.MAPPER.readValue(json, Job.class);
        } catch (IOException e) {
            throw new InputException(
                    JobFolder.JOB + ": the file is damaged (" + e.getMessage() + "); name another --out", e);
        }
    }

    private SourceRows source(String address, Input input) {
        String format = DataFormats.format(
                address,
                realign.input().format(),
                SourceRows.first(input.pieces.get(0).piece()).node());
        BitSet chosen = InputRows.chosen(realign.input(), input.rows);
        return new SourceRows(format, chosen, realign.input().skipInvalid());
    }

    /** Reads every row, so that a row that cannot be read, or an id that occurs twice, ends the job before anything is paid. */
    private long check(SourceRows source, Input input) {
        List<Checked> all = pieces(input)
                .map(piece -> {
                    SkippedRows skipped = new SkippedRows(source.skipInvalid());
                    try (Stream<SourceRows.Row> rows = source.read(piece, skipped)) {
                        long[] ids = rows.mapToLong(row -> DistinctIds.hash(
                                        row.read().conversation().id()))
                                .toArray();
                        return new Checked(ids, skipped.count(), "");
                    } catch (InputException e) {
                        return new Checked(new long[0], 0, String.valueOf(e.getMessage()));
                    }
                })
                .collect();
        DistinctIds ids = new DistinctIds();
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).fault.isEmpty()) {
                throw new InputException(all.get(i).fault);
            }
            long[] hashes = all.get(i).ids;
            for (int row = 0; row < hashes.length; row++) {
                if (!ids.add(hashes[row])) {
                    throw repeated(source, input.pieces.get(i), row);
                }
            }
        }
        return all.stream().mapToLong(piece -> piece.skipped).sum();
    }

    private static InputException repeated(SourceRows source, Piece.Numbered piece, int row) {
        try (Stream<SourceRows.Row> rows = source.read(piece, new SkippedRows(source.skipInvalid()))) {
            return rows.skip(row)
                    .findFirst()
                    .map(found -> DistinctIds.repeated(
                            found.read().place(), found.read().conversation().id()))
                    .orElseThrow();
        }
    }

    private JavaRDD<Piece.Numbered> pieces(Input input) {
        return context.parallelize(input.pieces, input.pieces.size());
    }

    private static List<PartTask.Outcome> collect(JavaRDD<PartTask.Outcome> outcomes) {
        return outcomes.collect();
    }

    private List<PartTask.Outcome> byPiece(SourceRows source, Input input, PartTask task) {
        return collect(pieces(input)
                .mapPartitionsWithIndex(
                        (part, pieces) -> List.of(inPiece(source, pieces.next(), task, part))
                                .iterator(),
                        true));
    }

    private static PartTask.Outcome inPiece(SourceRows source, Piece.Numbered piece, PartTask task, int part) {
        try (Stream<SourceRows.Row> rows = source.read(piece, new SkippedRows(source.skipInvalid()))) {
            return task.run(part, rows.map(JobRun::written).iterator());
        }
    }

    /** Equal questions have equal requests. Therefore all rows with the same question go to one part, where each request is sent once. */
    private List<PartTask.Outcome> byQuestion(SourceRows source, Input input, PartTask task, int parts) {
        return collect(pieces(input)
                .flatMapToPair(piece -> {
                    Stream<SourceRows.Row> rows = source.read(piece, new SkippedRows(source.skipInvalid()));
                    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> rows.close());
                    return rows.map(row -> {
                                String question = row.read().conversation().promptText();
                                int part = (int) Math.floorMod(DistinctIds.hash(question), (long) parts);
                                return new Tuple2<>(new RowKey(part, row.index()), written(row));
                            })
                            .iterator();
                })
                .repartitionAndSortWithinPartitions(new RowKey.ToParts(parts))
                .mapPartitionsWithIndex(
                        (part, rows) -> List.of(task.run(part, values(rows))).iterator(), true));
    }

    private static PartTask.Row written(SourceRows.Row row) {
        return new PartTask.Row(row.index(), Json.line(row.read().conversation()));
    }

    private static <V> Iterator<V> values(Iterator<Tuple2<RowKey, V>> pairs) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public V next() {
                return pairs.next()._2();
            }
        };
    }

    /** The summary of all parts. If more rows are unanswered than the config allows, parts with unanswered rows are not done. */
    private RealignSummary summary(List<PartTask.Outcome> outcomes, long skipped) {
        Map<Integer, RealignSummary> done = new HashMap<>();
        outcomes.stream()
                .filter(outcome -> !outcome.summary().isEmpty())
                .forEach(outcome -> done.put(outcome.part(), parsed(outcome.summary())));
        long open = done.values().stream()
                .mapToLong(summary -> summary.total().unanswered())
                .sum();
        long rows = done.values().stream()
                .mapToLong(summary -> summary.total().rows())
                .sum();
        List<String> unfinished = outcomes.stream()
                .map(PartTask.Outcome::unfinished)
                .filter(why -> !why.isEmpty())
                .toList();
        if (!unfinished.isEmpty() || open > realign.allowUnanswered() * rows) {
            done.forEach((part, summary) -> {
                if (summary.total().unanswered() > 0) {
                    folder.delete(folder.done(part));
                }
            });
            throw new UnansweredException(String.format(
                    Locale.ROOT,
                    "%s: %d of %d parts are unfinished, and %d rows of the others have no answer%s; run again to"
                            + " continue, answers so far are kept",
                    folder.address(),
                    unfinished.size(),
                    outcomes.size(),
                    open,
                    unfinished.isEmpty() ? "" : "; the first: " + unfinished.get(0)));
        }
        return RealignSummary.merged(realign, List.copyOf(done.values()), skipped);
    }

    private static RealignSummary parsed(String json) {
        try {
            return Json.MAPPER.readValue(json, RealignSummary.class);
        } catch (IOException e) {
            throw new InputException(
                    "the summary of a part is damaged (" + e.getMessage() + "); name another --out", e);
        }
    }

    private void write(OrderedOutput output, List<PartTask.Outcome> outcomes, boolean apart, int rows) {
        List<Integer> done = outcomes.stream()
                .filter(outcome -> !outcome.summary().isEmpty())
                .map(PartTask.Outcome::part)
                .toList();
        JobLock.requireOwned(folder, context);
        output.clear();
        JavaRDD<Integer> parts = context.parallelize(done, done.size());
        if (apart) {
            parts.foreach(output::copy);
            return;
        }
        int files = (rows + ROWS_A_FILE - 1) / ROWS_A_FILE;
        parts.flatMapToPair(part -> keyed(output.read(part), files, rows))
                .repartitionAndSortWithinPartitions(new RowKey.ToParts(files))
                .mapPartitionsWithIndex(
                        (number, lines) -> {
                            output.write(number, values(lines));
                            return List.<Integer>of().iterator();
                        },
                        true)
                .count();
    }

    private static Iterator<Tuple2<RowKey, OrderedOutput.Lines>> keyed(
            Iterator<OrderedOutput.Lines> lines, int files, int rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public Tuple2<RowKey, OrderedOutput.Lines> next() {
                OrderedOutput.Lines next = lines.next();
                int file = (int) (next.index() * files / rows);
                return new Tuple2<>(new RowKey(file, next.index()), next);
            }
        };
    }
}
