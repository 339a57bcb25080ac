package org.reformatted.experiments.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.score.AnswerScorer;
import org.reformatted.eval.task.AnswerReader;
import org.reformatted.eval.task.AnswerRow;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.DistinctIds;

/**
 * Judges the answers of one piece of a file: {@code part-00000.jsonl} gets the verdicts as {@code harness score --samples} writes them, and
 * {@code sums.jsonl} what the driver sums up, last, so that a piece that is done is never begun again.
 *
 * @param out the job's folder
 * @param task the task
 * @param taskFile the name of its YAML file among Spark's files; empty of a built-in task
 * @param known what the task's own file says of samples
 */
record ScoreTask(String out, String task, String taskFile, Broadcast<Map<String, AnswerScorer.Known>> known)
        implements Serializable {
    private static final String SUMS = "sums.jsonl";
    private static final String FOUND = "x";

    /** What every sample of lm-evaluation-harness holds; other rows need not be parsed to be counted. */
    private static final String RESPONSES = "\"resps\"";

    /**
     * A piece and what comes before it in its file.
     *
     * @param number its number among all pieces of the job
     * @param name the name of its file's results
     * @param part its number in its file
     * @param piece the piece
     * @param filter the filter of the file's first row that has one; empty without
     * @param answers the answers before it
     */
    record Place(int number, String name, int part, Piece.Numbered piece, String filter, int answers)
            implements Serializable {
        AnswerReader reader() {
            return new AnswerReader(Optional.of(filter).filter(text -> !text.isEmpty()), answers);
        }
    }

    /**
     * What a piece holds.
     *
     * @param size its lines and rows
     * @param filters the rows by their filter, the first one first; those without one under an empty name
     */
    record Counts(Piece.Size size, LinkedHashMap<String, Integer> filters) implements Serializable {}

    /**
     * What the driver needs of a judged answer.
     *
     * @param id the hash of its id; null without one
     * @param group its subtask
     * @param verdicts by policy; of what was found, only whether there is something
     * @param faults what is wrong with the row
     */
    record Counted(@Nullable Long id, String group, Map<String, Verdict> verdicts, List<String> faults) {
        static Counted of(AnswerRow row, AnswerScorer.Judged judged) {
            Map<String, Verdict> small = new LinkedHashMap<>();
            judged.verdicts()
                    .forEach((policy, verdict) -> small.put(
                            policy, new Verdict(verdict.parsed() ? FOUND : null, verdict.score(), verdict.parts())));
            return new Counted(row.hasId() ? DistinctIds.hash(row.id()) : null, judged.group(), small, judged.faults());
        }
    }

    /** Counts the rows of a piece. A row that is no JSON is counted here and refused when it is judged. */
    static Counts count(Piece piece) {
        LinkedHashMap<String, Integer> filters = new LinkedHashMap<>();
        if (piece.isWhole()) {
            try (Stream<Supplier<JsonLines.Row>> rows = SourceRows.open(piece, 0)) {
                rows.forEachOrdered(row -> filters.merge(filter(row), 1, Integer::sum));
            }
            long rows = filters.values().stream().mapToInt(Integer::intValue).sum();
            return new Counts(new Piece.Size(rows, rows), filters);
        }
        Piece.Size size = SourceRows.size(piece, line -> filters.merge(filter(line), 1, Integer::sum));
        return new Counts(size, filters);
    }

    private static String filter(String line) {
        return line.contains(RESPONSES) ? filter(new JsonLines.Line(Path.of(""), 1, line)::row) : "";
    }

    private static String filter(Supplier<JsonLines.Row> row) {
        try {
            return AnswerReader.filter(row.get().node()).orElse("");
        } catch (InputException e) {
            return "";
        }
    }

    /** Judges a piece; what is wrong with it, or nothing. */
    String run(Place place) {
        JobFolder folder = new JobFolder(out);
        if (folder.exists(sums(folder, place))) {
            return "";
        }
        AnswerScorer scorer = AnswerScorer.of(task, known.value(), this::file);
        AnswerReader reader = place.reader();
        try (LocalFolder local = LocalFolder.create()) {
            Path samples = local.path().resolve("samples.jsonl");
            Path sums = local.path().resolve(SUMS);
            try (JsonLines.Writer judgedRows = JsonLines.Writer.create(samples);
                    JsonLines.Writer counted = JsonLines.Writer.create(sums);
                    Stream<Supplier<JsonLines.Row>> rows =
                            SourceRows.open(place.piece().piece(), place.piece().lines())) {
                rows.forEachOrdered(row -> reader.read(row.get()).ifPresent(answer -> {
                    AnswerScorer.Judged judged = scorer.judge(answer);
                    judgedRows.write(judged.row());
                    counted.write(Counted.of(answer, judged));
                }));
            }
            JobLock.requireOwned(folder);
            folder.upload(
                    samples,
                    folder.path(String.format(Locale.ROOT, "%s/samples/part-%05d.jsonl", place.name(), place.part())));
            folder.upload(sums, sums(folder, place));
            return "";
        } catch (InputException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static org.apache.hadoop.fs.Path sums(JobFolder folder, Place place) {
        return new org.apache.hadoop.fs.Path(folder.work(place.number()), SUMS);
    }

    /** Reads what a piece that is done has left for the driver; close the stream. */
    static Stream<Counted> sums(JobFolder folder, Place place, LocalFolder local) {
        Path copy = local.path().resolve(SUMS);
        JobFolder.download(sums(folder, place).toString(), copy);
        return JsonLines.read(copy, Counted.class);
    }

    private Path file(String name) {
        return taskFile.isEmpty() || !name.equals(task) ? Path.of(name) : Path.of(SparkFiles.get(taskFile));
    }
}
