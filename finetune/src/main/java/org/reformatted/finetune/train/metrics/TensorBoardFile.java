package org.reformatted.finetune.train.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An event file for TensorBoard. Every start of a run writes a new file, which replaces the values of earlier files from its first step on. */
public final class TensorBoardFile implements TrainListener, AutoCloseable {
    private final Path file;
    private final OutputStream out;
    private final Clock clock;

    private TensorBoardFile(Path file, OutputStream out, Clock clock) {
        this.file = file;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Creates a file.
     *
     * @param folder the folder of the file, created when missing
     * @param step the next step that is written
     * @param clock the clock of the events' times
     * @return the file, closed by the caller
     */
    public static TensorBoardFile in(Path folder, long step, Clock clock) {
        long millis = clock.millis();
        String name = String.format(
                Locale.ROOT, "events.out.tfevents.%010d.%03d.step-%08d", millis / 1000, millis % 1000, step);
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            TensorBoardFile begun = new TensorBoardFile(file, out, clock);
            begun.write(TensorBoardEvent.version(begun.seconds()));
            begun.write(TensorBoardEvent.start(begun.seconds(), step));
            return begun;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void stepped(StepMetrics metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train/loss", metrics.loss());
        values.put("train/learningRate", metrics.learningRate());
        values.put("train/gradNorm", metrics.gradNorm());
        values.put("train/tokensPerSecond", metrics.tokensPerSecond());
        if (metrics.peakMemoryBytes() != null) {
            values.put("train/peakMemoryBytes", metrics.peakMemoryBytes().doubleValue());
        }
        if (metrics.modelFlopsUtilization() != null) {
            values.put("train/modelFlopsUtilization", metrics.modelFlopsUtilization());
        }
        write(TensorBoardEvent.scalars(seconds(), metrics.step(), values));
    }

    /**
     * Writes a validation loss.
     *
     * @param steps the number of completed steps at the measurement
     * @param loss the loss
     */
    public void validated(long steps, double loss) {
        write(TensorBoardEvent.scalars(seconds(), steps, Map.of("validation/loss", loss)));
    }

    private double seconds() {
        return clock.millis() / 1e3;
    }

    private void write(byte[] event) {
        try {
            out.write(event);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
