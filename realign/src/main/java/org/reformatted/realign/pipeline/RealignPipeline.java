package org.reformatted.realign.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.reformat.Reformatter;

/**
 * Realigns an instruction set. A folder receives {@code original.jsonl} (the rows as read), {@code conversations.jsonl} (the same ids in
 * the same order, some with another response), {@code verdicts.jsonl} (a line a row: {@link RowVerdict}) and, last, {@code summary.json}.
 * Running again into the same folder, after whatever interruption, gives the same bytes.
 */
public final class RealignPipeline {
    /** The realigned rows. */
    public static final String CONVERSATIONS = "conversations.jsonl";
    /** The rows as read. */
    public static final String ORIGINAL = "original.jsonl";
    /** How each row ended. */
    public static final String VERDICTS = "verdicts.jsonl";
    /** What a language model answered, kept so that a run that goes on asks nothing twice. */
    public static final String ANSWERS = "answers.sqlite";
    /** What web searches found, kept for the same reason. */
    public static final String EVIDENCE = "evidence.jsonl";
    /** The numbers. */
    public static final String SUMMARY = "summary.json";

    private static final int CHUNK = 256;

    private RealignPipeline() {}

    /**
     * Realigns.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param out the folder that is written to, made when missing
     * @param progress told of every row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     */
    public static RealignSummary run(RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        return run(config, files, System.getenv(), out, progress);
    }

    /**
     * Realigns, with addresses and keys of endpoints from a given environment.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param environment the environment's variables
     * @param out the folder that is written to, made when missing
     * @param progress told of every row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     */
    public static RealignSummary run(
            RealignConfig config,
            Function<String, Path> files,
            Map<String, String> environment,
            Path out,
            Progress progress) {
        try (Workshop workshop = Workshop.open(config, files, environment, out)) {
            return run(workshop, config, files, out, progress);
        }
    }

    /**
     * Realigns by a reformatter that the caller brings, such as one that asks a local checkpoint.
     *
     * @param reformatter who rewrites, in place of the config's
     * @param config what and how
     * @param files where a path of the config lies
     * @param out the folder that is written to, made when missing
     * @param progress told of every row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     */
    public static RealignSummary run(
            Reformatter reformatter, RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        try (Workshop workshop = Workshop.with(reformatter, config, files)) {
            return run(workshop, config, files, out, progress);
        }
    }

    /**
     * Counts what a run would ask, and asks nothing: no key and no address is needed.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param out the folder of a run that was begun, whose answers are not asked for again; absent for a run not begun
     * @param progress told of every row
     * @return calls, tokens and costs
     * @throws InputException when the input can't be read
     */
    public static RealignEstimate estimate(
            RealignConfig config, Function<String, Path> files, Optional<Path> out, Progress progress) {
        return DryRun.estimate(config, files, out, progress);
    }

    private static RealignSummary run(
            Workshop workshop, RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        deleteSummary(out);
        Path input = files.apply(config.input().path());
        Tally tally = new Tally();
        try (Stream<Conversation> rows = InputRows.open(config.input(), input)) {
            write(rows.iterator(), workshop, tally, config, out, progress);
        }
        if (tally.total.rows() == 0) {
            throw new InputException(input + ": the file has no rows; check the path");
        }
        RealignSummary summary = workshop.summary(tally.total, tally.categories);
        TextFiles.writeAtomically(out.resolve(SUMMARY), Json.pretty(summary));
        return summary;
    }

    private static void write(
            Iterator<Conversation> rows,
            Workshop workshop,
            Tally tally,
            RealignConfig config,
            Path out,
            Progress progress) {
        RowRealigner realigner = workshop.realigner();
        try (JsonLines.Writer originals = JsonLines.Writer.create(out.resolve(ORIGINAL));
                JsonLines.Writer realigned = JsonLines.Writer.create(out.resolve(CONVERSATIONS));
                JsonLines.Writer verdicts = JsonLines.Writer.create(out.resolve(VERDICTS));
                Progress.Task task =
                        progress.start("realign", config.input().limit().orElse(-1))) {
            while (rows.hasNext()) {
                List<Conversation> chunk = take(rows, CHUNK);
                for (Written row : written(workshop, realigner, chunk)) {
                    originals.writeLine(row.original);
                    realigned.writeLine(row.realigned);
                    verdicts.writeLine(row.line);
                    tally.add(row.verdict);
                }
                task.advance(chunk.size());
            }
        }
    }

    /** A row's three lines. */
    private record Written(String original, String realigned, String line, RowVerdict verdict) {
        static Written of(RowRealigner.Realigned row) {
            String original = Json.line(row.original());
            String realigned =
                    row.verdict().verdict() == RowVerdict.Outcome.ORIGINAL ? original : Json.line(row.realigned());
            return new Written(original, realigned, Json.line(row.verdict()), row.verdict());
        }
    }

    /** The rows in their order; all cores work on them where no row needs anything but itself. */
    private static List<Written> written(Workshop workshop, RowRealigner realigner, List<Conversation> rows) {
        return workshop.rowsAreIndependent()
                ? rows.parallelStream()
                        .map(row -> Written.of(realigner.realign(List.of(row)).get(0)))
                        .toList()
                : realigner.realign(rows).stream().map(Written::of).toList();
    }

    static List<Conversation> take(Iterator<Conversation> rows, int most) {
        List<Conversation> taken = new ArrayList<>(most);
        while (taken.size() < most && rows.hasNext()) {
            taken.add(rows.next());
        }
        return taken;
    }

    private static void deleteSummary(Path out) {
        try {
            Files.deleteIfExists(out.resolve(SUMMARY));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + out, e);
        }
    }

    /** Counts rows as they pass. */
    private static final class Tally {
        private RealignSummary.Counts total = RealignSummary.Counts.NONE;
        private final Map<String, RealignSummary.Counts> categories = new TreeMap<>();

        void add(RowVerdict verdict) {
            total = total.plus(verdict);
            String category = verdict.category() == null ? "(none)" : verdict.category();
            categories.put(
                    category,
                    categories
                            .getOrDefault(category, RealignSummary.Counts.NONE)
                            .plus(verdict));
        }
    }
}
