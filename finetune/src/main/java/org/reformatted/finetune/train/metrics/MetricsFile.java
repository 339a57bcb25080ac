package org.reformatted.finetune.train.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/** metrics.jsonl: a line a step. A run that goes on from a saved state drops the lines after it and writes them again. */
public final class MetricsFile implements TrainListener, AutoCloseable {
    /** The file's name in a run's folder. */
    public static final String FILE = "metrics.jsonl";

    private final Path file;
    private final JsonLines.Writer writer;

    private MetricsFile(Path file, JsonLines.Writer writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Opens the file where a run goes on.
     *
     * @param file the file, made when missing
     * @param step the first step whose line is written next
     * @return the file, closed by the caller
     */
    public static MetricsFile from(Path file, long step) {
        StringBuilder kept = new StringBuilder();
        for (StepMetrics metrics : wholeLines(file)) {
            if (metrics.step() < step) {
                kept.append(Json.line(metrics)).append('\n');
            }
        }
        TextFiles.writeAtomically(file, kept.toString());
        return new MetricsFile(file, JsonLines.Writer.append(file));
    }

    /**
     * Hashes the lines of a run's first steps.
     *
     * @param file the file
     * @param steps how many
     * @return the hash; of fewer lines, where the file has fewer
     */
    public static String hash(Path file, long steps) {
        if (!Files.exists(file)) {
            return Sha256.of("");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Sha256.of(new String(bytes, StandardCharsets.ISO_8859_1)
                    .lines()
                    .limit(steps)
                    .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    /** The lines of the file; a last line that a killed run left unfinished is passed over. */
    private static List<StepMetrics> wholeLines(Path file) {
        List<StepMetrics> lines = new ArrayList<>();
        if (Files.exists(file)) {
            try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
                rows.forEachOrdered(row -> lines.add(row.as(StepMetrics.class)));
            } catch (InputException e) {
                return lines;
            }
        }
        return lines;
    }

    /**
     * All lines so far.
     *
     * @return the metrics of each step
     */
    public List<StepMetrics> lines() {
        return wholeLines(file);
    }

    @Override
    public void stepped(StepMetrics metrics) {
        writer.write(metrics);
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}
