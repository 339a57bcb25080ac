package org.reformatted.experiments.spark;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.UnansweredException;
import org.reformatted.realign.pipeline.EvidenceConfig;
import org.reformatted.realign.pipeline.InputConfig;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;

/**
 * Realigns one part of the rows with {@link RealignPipeline}, in a separate folder on the executor, and copies the results to the job's folder.
 * {@code done.json} is written last, so that a finished part is never started again.
 *
 * @param out the job's folder
 * @param config the text of the config, with its name for messages
 * @param files the files that the config names
 */
record PartTask(String out, Text config, SentFiles files) implements Serializable {
    /** The rows' numbers in the input, eight bytes each. */
    static final String INDICES = "indices";

    private static final String ROWS = "rows.jsonl";

    /** A config's text. */
    record Text(String name, String yaml) implements Serializable {
        RealignConfig read() {
            return ConfigBinder.bind(name, yaml, RealignConfig.class).value();
        }
    }

    /** A row: its number in the input, and its conversation as JSON. */
    record Row(long index, String json) implements Serializable {}

    /**
     * The result of a part.
     *
     * @param part the part
     * @param summary its summary as JSON; empty if it has no rows or is unfinished
     * @param unfinished the reason why it is unfinished; empty if it is done
     */
    record Outcome(int part, String summary, String unfinished) implements Serializable {}

    Outcome run(int part, Iterator<Row> rows) {
        JobFolder folder = new JobFolder(out);
        Optional<String> before = folder.read(folder.done(part));
        if (before.isPresent()) {
            return new Outcome(part, before.get(), "");
        }
        if (!rows.hasNext()) {
            return new Outcome(part, "", "");
        }
        long worker = TaskContext.get().taskAttemptId();
        try (LocalFolder local = LocalFolder.create()) {
            writeRows(local.path(), rows);
            RealignSummary summary = realign(folder, local.path(), part, worker);
            JobLock.requireOwned(folder);
            for (String name : List.of(
                    INDICES, RealignPipeline.ORIGINAL, RealignPipeline.CONVERSATIONS, RealignPipeline.VERDICTS)) {
                folder.upload(local.path().resolve(name), new org.apache.hadoop.fs.Path(folder.work(part), name));
            }
            String json = Json.line(summary);
            folder.write(folder.done(part), json);
            return new Outcome(part, json, "");
        } catch (UnansweredException e) {
            return new Outcome(part, "", String.valueOf(e.getMessage()));
        }
    }

    private static void write(Path file, List<String> lines) {
        try (JsonLines.Writer out = JsonLines.Writer.create(file)) {
            lines.forEach(out::writeLine);
        }
    }

    /** Whether nothing is paid for, so that equal rows need not be in the same part. */
    static boolean sendsNoRequests(RealignConfig realign) {
        return realign.models().isEmpty()
                && realign.evidence().flatMap(EvidenceConfig::keptIn).isEmpty();
    }

    private static void writeRows(Path local, Iterator<Row> rows) {
        try (JsonLines.Writer lines = JsonLines.Writer.create(local.resolve(ROWS));
                DataOutputStream indices =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(local.resolve(INDICES))))) {
            while (rows.hasNext()) {
                Row row = rows.next();
                lines.writeLine(row.json);
                indices.writeLong(row.index);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(local + ": this folder cannot be written to (" + e.getMessage() + ")", e);
        }
    }

    private RealignSummary realign(JobFolder folder, Path local, int part, long worker) {
        RealignConfig whole = config.read();
        Path rows = local.resolve(ROWS);
        RealignConfig own = whole.forPart(new InputConfig(
                rows.toString(), Optional.of("conversations"), Optional.empty(), Optional.empty(), false));
        Function<String, Path> found = name -> name.equals(rows.toString()) ? rows : files.find(name);
        Path answers = local.resolve(RealignPipeline.ANSWERS);
        if (sendsNoRequests(whole)) {
            return RealignPipeline.run(own, found, local, Progress.SILENT);
        }
        whole.evidence()
                .flatMap(EvidenceConfig::keptIn)
                .ifPresent(name -> write(local.resolve(name), KeptLines.read(folder, folder.evidence(part))));
        LimitsPlugin.Connection connection = LimitsPlugin.connection();
        return PaidWork.run(
                folder,
                part,
                worker,
                connection,
                answers,
                shared -> RealignPipeline.run(
                        own,
                        found,
                        CheckpointConfig.Opener.NONE,
                        connection.environment(),
                        answers,
                        shared,
                        local,
                        Progress.SILENT));
    }
}
