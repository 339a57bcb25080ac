package org.reformatted.experiments.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.reformatted.eval.score.AnswerScorer;
import org.reformatted.eval.task.AnswerReader;
import org.reformatted.eval.task.AnswerRow;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.data.DistinctIds;

/**
 * The steps of one job: the rows of every file are counted, the pieces of all files are scored in one queue of tasks, and the driver sums up each
 * file's verdicts in the order of its rows. An interrupted job continues after the finished pieces.
 *
 * @param context Spark
 * @param folder the job's folder
 * @param scorer the scorer of the task
 */
record ScoreRun(JavaSparkContext context, JobFolder folder, AnswerScorer scorer) {
    /** The name of the file with the scores of a file of answers. */
    static final String SCORE = "score.json";

    private static final long PIECE_BYTES = 32L << 20;

    /**
     * The options of the job.
     *
     * @param task the task
     * @param isFile whether it is a YAML file
     * @param files the addresses of the answers by name
     * @param join whether the verdicts on each file are joined into one file
     */
    record Wanted(String task, boolean isFile, Map<String, String> files, boolean join) {}

    /** Runs the job. */
    void run(Wanted wanted) {
        run(wanted, PIECE_BYTES);
    }

    /** Runs the job with pieces of a given size. */
    void run(Wanted wanted, long pieceBytes) {
        begin(wanted, pieceBytes);
        List<ScoreTask.Place> places = places(wanted, pieceBytes);
        ScoreTask task = new ScoreTask(
                folder.address(), wanted.task, sent(wanted), context.broadcast(new HashMap<>(scorer.known())));
        List<String> faults = rdd(places).map(task::run).collect();
        faults.stream().filter(fault -> !fault.isEmpty()).findFirst().ifPresent(fault -> {
            throw new InputException(fault);
        });
        wanted.files.forEach((name, address) -> {
            List<ScoreTask.Place> own =
                    places.stream().filter(place -> place.name().equals(name)).toList();
            folder.write(
                    folder.path(name + "/" + SCORE),
                    Json.pretty(sum(Piece.shown(address), own).report()));
            if (wanted.join) {
                folder.join(folder.list(folder.path(name + "/samples")), folder.path(name + "/samples.jsonl"));
            }
        });
    }

    private <T> JavaRDD<T> rdd(List<T> items) {
        return context.parallelize(items, items.size());
    }

    /** Rejects a folder that has the work for other files or another task. */
    private void begin(Wanted wanted, long pieceBytes) {
        Map<String, List<String>> states = new TreeMap<>();
        wanted.files.forEach((name, address) -> states.put(name, InputPieces.states(address)));
        String taskHash = wanted.isFile ? FileHashes.reading().of(java.nio.file.Path.of(wanted.task)) : wanted.task;
        String job = Sha256.of(Json.canonical(
                List.of(taskHash, scorer.sum().version(), pieceBytes, new TreeMap<>(scorer.known()), states)));
        folder.begin(job, "the scores of other files, or of another task or version");
    }

    private String sent(Wanted wanted) {
        if (!wanted.isFile) {
            return "";
        }
        java.nio.file.Path file = java.nio.file.Path.of(wanted.task).toAbsolutePath();
        context.sc().addFile(file.toUri().toString());
        return String.valueOf(file.getFileName());
    }

    private List<ScoreTask.Place> places(Wanted wanted, long pieceBytes) {
        Map<String, List<Piece>> pieces = new LinkedHashMap<>();
        wanted.files.forEach((name, address) -> pieces.put(name, InputPieces.find(address, pieceBytes)));
        List<Piece> all = pieces.values().stream().flatMap(List::stream).toList();
        List<ScoreTask.Counts> counts = rdd(all).map(ScoreTask::count).collect();
        List<ScoreTask.Place> places = new ArrayList<>();
        pieces.forEach((name, own) -> addPlaces(name, own, counts, places));
        return places;
    }

    private static void addPlaces(
            String name, List<Piece> pieces, List<ScoreTask.Counts> counts, List<ScoreTask.Place> places) {
        int first = places.size();
        String filter = counts.subList(first, first + pieces.size()).stream()
                .flatMap(piece -> piece.filters().keySet().stream())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
        String file = "";
        long lines = 0;
        long rows = 0;
        int answers = 0;
        for (int part = 0; part < pieces.size(); part++) {
            Piece piece = pieces.get(part);
            ScoreTask.Counts count = counts.get(first + part);
            lines = piece.file().equals(file) ? lines : 0;
            file = piece.file();
            places.add(new ScoreTask.Place(
                    first + part, name, part, new Piece.Numbered(piece, lines, rows), filter, answers));
            lines += count.size().lines();
            rows += count.size().rows();
            answers += count.filters().getOrDefault("", 0);
            answers += filter.isEmpty() ? 0 : count.filters().getOrDefault(filter, 0);
        }
    }

    private AnswerScorer.FileScore sum(String address, List<ScoreTask.Place> places) {
        AnswerScorer.FileScore sum = scorer.sum();
        DistinctIds ids = new DistinctIds();
        long[] answers = new long[1];
        for (ScoreTask.Place place : places) {
            try (LocalFolder local = LocalFolder.create();
                    Stream<ScoreTask.Counted> counted = ScoreTask.sums(folder, place, local)) {
                counted.forEachOrdered(answer -> {
                    Long id = answer.id();
                    if (id != null && !ids.add(id)) {
                        requireOnce(places, id);
                    }
                    sum.add(answer.group(), answer.verdicts(), answer.faults());
                    answers[0]++;
                });
            }
        }
        if (answers[0] == 0) {
            throw AnswerRow.none(address);
        }
        return sum;
    }

    /** Throws the exception for an id that occurs twice; two different ids with the same hash are allowed. */
    private static void requireOnce(List<ScoreTask.Place> places, long hash) {
        Map<String, Long> rows = new HashMap<>();
        for (ScoreTask.Place place : places) {
            AnswerReader reader = place.reader();
            long number = place.piece().rows();
            try (Stream<Supplier<JsonLines.Row>> open =
                    SourceRows.open(place.piece().piece(), place.piece().lines())) {
                for (Supplier<JsonLines.Row> row : (Iterable<Supplier<JsonLines.Row>>) open::iterator) {
                    number++;
                    Optional<AnswerRow> answer = reader.read(row.get())
                            .filter(found -> found.hasId() && DistinctIds.hash(found.id()) == hash);
                    Long before = answer.isEmpty()
                            ? null
                            : rows.putIfAbsent(answer.get().id(), number);
                    if (before != null) {
                        throw AnswerRow.repeated(answer.get(), before);
                    }
                }
            }
        }
    }
}
