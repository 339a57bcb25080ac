package org.reformatted.realign.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.data.UnreadRow;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.SharedServices;
import org.reformatted.realign.reformat.Reformatter;

/**
 * Realigns an instruction set. A folder receives {@code original.jsonl} (the rows as read), {@code conversations.jsonl} (the same ids in
 * the same order, some with another response), {@code verdicts.jsonl} (a line a row: {@link RowVerdict}) and, last, {@code summary.json}.
 * Running again into the same folder, after whatever interruption, gives the same bytes. A row that a service left without an answer is
 * open: with more of them than the config allows the run ends unfinished, without {@code conversations.jsonl}, and the next one asks for
 * these rows alone.
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
    /** The same, by searches in the published code's way. */
    public static final String UPSTREAM_EVIDENCE = "evidence-upstream.jsonl";
    /** The numbers. */
    public static final String SUMMARY = "summary.json";

    private RealignPipeline() {}

    /**
     * Realigns.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param out the folder that is written to, made when missing
     * @param progress reports each row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     * @throws org.reformatted.realign.llm.UnansweredException when a service left more rows open than the config allows
     */
    public static RealignSummary run(RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        return run(config, files, CheckpointConfig.Opener.NONE, System.getenv(), out, progress);
    }

    /**
     * Realigns, with local checkpoints, and with addresses and keys of endpoints from a given environment.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param checkpoints opens checkpoints that classify or rewrite
     * @param environment the environment's variables
     * @param out the folder that is written to, made when missing
     * @param progress reports each row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     */
    public static RealignSummary run(
            RealignConfig config,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Map<String, String> environment,
            Path out,
            Progress progress) {
        return run(config, files, checkpoints, environment, out.resolve(ANSWERS), out, progress);
    }

    /**
     * Realigns, with a store of answers that other runs may use too.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param checkpoints opens checkpoints that classify or rewrite
     * @param environment the environment's variables
     * @param answers the file in which the models' answers are kept
     * @param out the folder that is written to, made when missing
     * @param progress reports each row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     */
    public static RealignSummary run(
            RealignConfig config,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Map<String, String> environment,
            Path answers,
            Path out,
            Progress progress) {
        return run(config, files, checkpoints, environment, answers, SharedServices.NONE, out, progress);
    }

    /**
     * Realigns a part of a set that several processes work on.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param checkpoints opens checkpoints that classify or rewrite
     * @param environment the environment's variables
     * @param answers the file in which the models' answers are kept
     * @param shared what the other processes have part in
     * @param out the folder that is written to, made when missing
     * @param progress reports each row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     */
    public static RealignSummary run(
            RealignConfig config,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Map<String, String> environment,
            Path answers,
            SharedServices shared,
            Path out,
            Progress progress) {
        try (RealignRuntime runtime =
                RealignRuntime.open(config, files, checkpoints, environment, answers, shared, out)) {
            return run(runtime, config, files, out, progress);
        }
    }

    /**
     * Realigns by a reformatter that the caller brings.
     *
     * @param reformatter who rewrites, in place of the config's
     * @param config what and how
     * @param files where a path of the config lies
     * @param out the folder that is written to, made when missing
     * @param progress reports each row
     * @return what was done
     * @throws InputException when the input can't be read or holds no rows
     */
    public static RealignSummary run(
            Reformatter reformatter, RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        try (RealignRuntime runtime = RealignRuntime.with(reformatter, config, files)) {
            return run(runtime, config, files, out, progress);
        }
    }

    /**
     * Counts what a run would ask, and asks nothing: no key and no address is needed.
     *
     * @param config what and how
     * @param files where a path of the config lies
     * @param checkpoints identifies a checkpoint, to find its answers in such a folder
     * @param out the folder of a run that was begun, whose answers are not asked for again; absent for a run not begun
     * @param progress reports each row
     * @return calls, tokens and costs
     * @throws InputException when the input can't be read
     */
    public static RealignEstimate estimate(
            RealignConfig config,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Optional<Path> out,
            Progress progress) {
        return DryRun.estimate(config, files, checkpoints, out, progress);
    }

    /**
     * What is wrong with the category that a config names for all rows.
     *
     * @param config what to realign and how
     * @param files where a path of the config lies
     * @return the end of a sentence about {@code category}; absent where the criteria have it, or none is named
     */
    public static Optional<String> unknownCategory(RealignConfig config, Function<String, Path> files) {
        return RealignRuntime.unknownCategory(config, files);
    }

    private static RealignSummary run(
            RealignRuntime runtime, RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        delete(out.resolve(SUMMARY));
        Path input = files.apply(config.input().path());
        Tally tally = new Tally(config.allowUnanswered());
        SkippedRows skipped = new SkippedRows(config.input().skipInvalid());
        boolean whole = false;
        try (Stream<UnreadRow> rows = InputRows.open(config.input(), input)) {
            Iterator<UnreadRow> left = rows.iterator();
            write(tally.untilStopped(left), new RowFlow(runtime, skipped), tally, config, out, progress);
            left.forEachRemaining(row -> tally.addUnread());
            tally.requireAnswered();
            whole = true;
        } finally {
            if (!whole) {
                delete(out.resolve(CONVERSATIONS)); // holds open rows as they were, which is not the result
            }
        }
        skipped.report(input);
        RealignSummary.Counts total = tally.total();
        if (total.rows() == 0) {
            throw new InputException(input + ": the file has no rows; check the path");
        }
        RealignSummary summary = runtime.summary(total, tally.categories(), skipped.count());
        TextFiles.writeAtomically(out.resolve(SUMMARY), Json.pretty(summary));
        return summary;
    }

    private static void write(
            Iterator<UnreadRow> rows, RowFlow flow, Tally tally, RealignConfig config, Path out, Progress progress) {
        try (JsonLines.Writer originals = JsonLines.Writer.create(out.resolve(ORIGINAL));
                JsonLines.Writer realigned = JsonLines.Writer.create(out.resolve(CONVERSATIONS));
                JsonLines.Writer verdicts = JsonLines.Writer.create(out.resolve(VERDICTS));
                Progress.Task task =
                        progress.start("realign", config.input().limit().orElse(-1))) {
            flow.run(rows, done -> {
                originals.write(done.originals());
                realigned.write(done.realigned());
                verdicts.write(done.lines());
                done.verdicts().forEach(tally::add);
                task.advance(done.verdicts().size());
            });
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
