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
 * Realigns an instruction set. A folder receives {@code original.jsonl} (the rows as read), {@code conversations.jsonl} (the same ids in the same
 * order, some with another response), {@code verdicts.jsonl} (one line per row: {@link RowVerdict}) and finally {@code summary.json}. A new run into
 * the same folder gives the same bytes, also after an interruption. A row for which a service gave no answer is open. With more open rows than the
 * config allows, the run ends unfinished, without {@code conversations.jsonl}, and the next run only requests the answers for these rows.
 */
public final class RealignPipeline {
    /** The realigned rows. */
    public static final String CONVERSATIONS = "conversations.jsonl";
    /** The rows as read. */
    public static final String ORIGINAL = "original.jsonl";
    /** The verdict on each row. */
    public static final String VERDICTS = "verdicts.jsonl";
    /** The answers of language models, kept so that a resumed run does not request them again. */
    public static final String ANSWERS = "answers.sqlite";
    /** The results of web searches, kept for the same reason. */
    public static final String EVIDENCE = "evidence.jsonl";
    /** As {@link #EVIDENCE}, but from searches as in the published code. */
    public static final String UPSTREAM_EVIDENCE = "evidence-upstream.jsonl";
    /** The summary of the run. */
    public static final String SUMMARY = "summary.json";

    private RealignPipeline() {}

    /**
     * Realigns an instruction set.
     *
     * @param config the rows and the settings
     * @param files finds the file of a path in the config
     * @param out the folder that is written to, created when missing
     * @param progress reports each row
     * @return the summary of the run
     * @throws InputException when the input can't be read or has no rows
     * @throws org.reformatted.realign.llm.UnansweredException when a service left more rows open than the config allows
     */
    public static RealignSummary run(RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        return run(config, files, CheckpointConfig.Opener.NONE, System.getenv(), out, progress);
    }

    /**
     * Realigns an instruction set with local checkpoints, and with addresses and keys of endpoints from a given environment.
     *
     * @param config the rows and the settings
     * @param files finds the file of a path in the config
     * @param checkpoints opens checkpoints that classify or rewrite
     * @param environment the environment's variables
     * @param out the folder that is written to, created when missing
     * @param progress reports each row
     * @return the summary of the run
     * @throws InputException when the input can't be read or has no rows
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
     * Realigns an instruction set with a store of answers that other runs may also use.
     *
     * @param config the rows and the settings
     * @param files finds the file of a path in the config
     * @param checkpoints opens checkpoints that classify or rewrite
     * @param environment the environment's variables
     * @param answers the file in which the models' answers are kept
     * @param out the folder that is written to, created when missing
     * @param progress reports each row
     * @return the summary of the run
     * @throws InputException when the input can't be read or has no rows
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
     * Realigns one part of a set on which several processes work.
     *
     * @param config the rows and the settings
     * @param files finds the file of a path in the config
     * @param checkpoints opens checkpoints that classify or rewrite
     * @param environment the environment's variables
     * @param answers the file in which the models' answers are kept
     * @param shared the services that are shared with the other processes
     * @param out the folder that is written to, created when missing
     * @param progress reports each row
     * @return the summary of the run
     * @throws InputException when the input can't be read or has no rows
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
     * Realigns an instruction set with a reformatter of the caller.
     *
     * @param reformatter the reformatter, which replaces the config's
     * @param config the rows and the settings
     * @param files finds the file of a path in the config
     * @param out the folder that is written to, created when missing
     * @param progress reports each row
     * @return the summary of the run
     * @throws InputException when the input can't be read or has no rows
     */
    public static RealignSummary run(
            Reformatter reformatter, RealignConfig config, Function<String, Path> files, Path out, Progress progress) {
        try (RealignRuntime runtime = RealignRuntime.with(reformatter, config, files)) {
            return run(runtime, config, files, out, progress);
        }
    }

    /**
     * Counts the requests of a run without sending any, so that no key and no address is needed.
     *
     * @param config the rows and the settings
     * @param files finds the file of a path in the config
     * @param checkpoints identifies a checkpoint, to find its answers in the folder {@code out}
     * @param out the folder of a started run, whose answers are not requested again; absent for a new run
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
     * Checks the category that a config sets for all rows.
     *
     * @param config the rows and the settings
     * @param files finds the file of a path in the config
     * @return the problem, as the end of a sentence about {@code category}; absent if the criteria have the category or the config sets none
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
                delete(out.resolve(CONVERSATIONS)); // contains open rows unchanged, which is not the result
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
