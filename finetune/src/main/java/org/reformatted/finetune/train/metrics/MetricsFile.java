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

/**
 * The file metrics.jsonl, with one line for each step. A run that resumes from a saved state deletes the lines after this state and writes them
 * again.
 */
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
     * Opens the file at the step where a run starts or resumes.
     *
     * @param file the file, created when missing
     * @param step the next step whose line is written
     * @return the file, closed by the caller
     */
    public static MetricsFile from(Path file, long step) {
        StringBuilder kept = new StringBuilder();
        for (StepMetrics metrics : completeLines(file)) {
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
     * @param steps number of steps
     * @return the hash; of fewer lines if the file has fewer
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

    /** The lines of the file, without an incomplete last line of a killed run. */
    private static List<StepMetrics> completeLines(Path file) {
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
        return completeLines(file);
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
