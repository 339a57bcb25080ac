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
 * Scores the answers of one piece of a file. {@code part-00000.jsonl} has the verdicts in the format of {@code harness score --samples}.
 * {@code sums.jsonl} has the values that the driver sums up; it is written last, so that a finished piece is never started again.
 *
 * @param out the job's folder
 * @param task the task
 * @param taskFile the name of its YAML file among Spark's files; empty for a built-in task
 * @param known the samples in the task's data file
 */
record ScoreTask(String out, String task, String taskFile, Broadcast<Map<String, AnswerScorer.Known>> known)
        implements Serializable {
    private static final String SUMS = "sums.jsonl";
    private static final String FOUND = "x";

    /** The key that every sample of lm-evaluation-harness has; other rows need not be parsed to be counted. */
    private static final String RESPONSES = "\"resps\"";

    /**
     * A piece and its position in its file.
     *
     * @param number its number among all pieces of the job
     * @param name the name of its file's results
     * @param part its number in its file
     * @param piece the piece
     * @param filter the filter of the file's first row with a filter; empty if there is none
     * @param answers the number of answers before it
     */
    record Place(int number, String name, int part, Piece.Numbered piece, String filter, int answers)
            implements Serializable {
        AnswerReader reader() {
            return new AnswerReader(Optional.of(filter).filter(text -> !text.isEmpty()), answers);
        }
    }

    /**
     * The counts of a piece.
     *
     * @param size the numbers of its lines and rows
     * @param filters the number of rows by filter, in the order of occurrence; rows without a filter have an empty name
     */
    record Counts(Piece.Size size, LinkedHashMap<String, Integer> filters) implements Serializable {}

    /**
     * The values of a scored answer that the driver needs.
     *
     * @param id the hash of its id; null without an id
     * @param group its subtask
     * @param verdicts the verdicts by policy; instead of the extracted answer they have only whether there is one
     * @param faults the problems of the row
     */
    record Counted(@Nullable Long id, String group, Map<String, Verdict> verdicts, List<String> faults) {
        static Counted of(AnswerRow row, AnswerScorer.ScoredAnswer judged) {
            Map<String, Verdict> small = new LinkedHashMap<>();
            judged.verdicts()
                    .forEach((policy, verdict) -> small.put(
                            policy, new Verdict(verdict.parsed() ? FOUND : null, verdict.score(), verdict.parts())));
            return new Counted(row.hasId() ? DistinctIds.hash(row.id()) : null, judged.group(), small, judged.faults());
        }
    }

    /** Counts the rows of a piece. A row that is not JSON is counted here and rejected when it is scored. */
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

    /** Scores a piece. Returns its problem, or an empty text. */
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
                    AnswerScorer.ScoredAnswer judged = scorer.judge(answer);
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

    /** Reads the values of a finished piece for the driver; the caller closes the stream. */
    static Stream<Counted> sums(JobFolder folder, Place place, LocalFolder local) {
        Path copy = local.path().resolve(SUMS);
        JobFolder.download(sums(folder, place).toString(), copy);
        return JsonLines.read(copy, Counted.class);
    }

    private Path file(String name) {
        return taskFile.isEmpty() || !name.equals(task) ? Path.of(name) : Path.of(SparkFiles.get(taskFile));
    }
}
