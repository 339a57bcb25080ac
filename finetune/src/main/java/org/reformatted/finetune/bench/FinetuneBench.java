package org.reformatted.finetune.bench;

import ai.djl.Device;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.reformatted.finetune.generate.DecodingSpeed;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.MatmulPeak;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.OptimizerConfig;
import org.reformatted.finetune.train.SftConfig;
import org.reformatted.finetune.train.TrainingTrial;

/**
 * Training and decoding on the processor, beside what its matrix products reach. A shared machine slows all of it, so products, our step and the
 * step through DJL's operators take turns, and ratios are taken within a turn.
 *
 * @param threads cores an operator may use
 * @param rounds how many turns
 * @param small a model of a few thousand parameters, to see that all of it runs
 * @param pythons commands among which the first that has PyTorch does the same step
 */
public record FinetuneBench(int threads, int rounds, boolean small, List<String> pythons) {
    /** The Python of the path, and Debian's. */
    public static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static final int PRODUCTS = 6;
    private static final int NEW_TOKENS = 128;
    private static final int PYTHON_ROUNDS = 3;
    private static final OptimizerConfig ADAMW =
            new OptimizerConfig(1e-4, List.of(0.9, 0.95), 1e-5, 0.1, 1.0, SftConfig.Precision.FLOAT32);

    /**
     * Measures.
     *
     * @param checkpoint a model to decode with as well, if there is one
     * @param progress is told what is being measured
     * @return the table, in Markdown
     */
    public String table(Optional<Path> checkpoint, Consumer<String> progress) {
        Torch.setThreads(threads);
        LlamaConfig shape =
                small ? LlamaConfig.llama(32, 88, 2, 4, 4, 128, 256) : LlamaConfig.llama(256, 688, 6, 8, 8, 2048, 256);
        int rows = small ? 2 : 16;
        BenchTable table = new BenchTable("finetune, float32, " + threads + " threads");
        table.row(
                "model and batch",
                "width %d, %d layers, %d heads, inner %d, vocabulary %d; %d x %d tokens",
                shape.hiddenSize(),
                shape.layers(),
                shape.attentionHeads(),
                shape.intermediateSize(),
                shape.vocabularySize(),
                rows,
                shape.maxPositions());
        training(table, shape, rows, progress);
        progress.accept("the same step in Python");
        TorchStep.measure(pythons, shape, rows, shape.maxPositions(), threads, Math.min(rounds, PYTHON_ROUNDS))
                .ifPresentOrElse(
                        torch -> table.row(
                                "the same step in Python's PyTorch " + torch.version(),
                                "%.0f tokens/s; its matrix product %.1f GFLOP/s",
                                rows * shape.maxPositions() / torch.seconds(),
                                torch.peak() / 1e9),
                        () -> table.row(
                                "the same step in Python's PyTorch",
                                "no figure: no Python here has it, or its script failed"));
        decoding(table, shape, checkpoint, progress);
        return table.toString();
    }

    private void training(BenchTable table, LlamaConfig shape, int rows, Consumer<String> progress) {
        long engine = DeviceMemory.used(Device.cpu()).orElse(0);
        LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1);
        try (TrainingTrial ours = new TrainingTrial(model, ADAMW, false, rows, shape.maxPositions());
                MatmulPeak peak = new MatmulPeak(Device.cpu(), NumberType.FLOAT32)) {
            ours.step();
            ours.step();
            peak.best(PRODUCTS, System::nanoTime);
            long measured = DeviceMemory.peak(Device.cpu()).orElse(0);
            try (OperatorTrial theirs = new OperatorTrial(model, ADAMW, ours.ids())) {
                theirs.step();
                Turns turns = new Turns(rounds);
                for (int round = 0; round < rounds; round++) {
                    progress.accept("training, round " + (round + 1) + " of " + rounds);
                    turns.take(round, ours, theirs, peak);
                }
                turns.tell(table, (long) rows * shape.maxPositions());
            }
            table.row(
                    "memory of our training",
                    "planned %.2f GiB, measured %.2f GiB (peak of the resident set)",
                    ours.plannedBytes(engine) / (double) (1L << 30),
                    measured / (double) (1L << 30));
        }
    }

    private void decoding(BenchTable table, LlamaConfig shape, Optional<Path> checkpoint, Consumer<String> progress) {
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1)) {
            for (int rows : new int[] {1, 64}) {
                progress.accept("decoding at batch " + rows);
                decode(table, "the model above", rows, clock -> DecodingSpeed.measure(model, rows, newTokens(), clock));
            }
        }
        checkpoint.ifPresent(folder -> {
            for (int rows : new int[] {1, 64}) {
                progress.accept("decoding " + folder.getFileName() + " at batch " + rows);
                GenerationOptions options = new GenerationOptions(Device.cpu(), NumberType.FLOAT32, rows);
                decode(
                        table,
                        String.valueOf(folder.getFileName()),
                        rows,
                        clock -> DecodingSpeed.measure(folder, options, newTokens(), clock));
            }
        });
    }

    /** With all threads by the clock on the wall, and on one core by its processor time, which a busy machine lengthens little. */
    private void decode(BenchTable table, String what, int rows, Function<LongSupplier, DecodingSpeed> measured) {
        tell(table, "decoding " + what + ", batch " + rows, measured.apply(System::nanoTime));
        Torch.setThreads(1);
        ThreadMXBean threadTime = ManagementFactory.getThreadMXBean();
        DecodingSpeed oneCore = measured.apply(threadTime::getCurrentThreadCpuTime);
        Torch.setThreads(threads);
        tell(table, "the same on one core, by processor time", oneCore);
    }

    private int newTokens() {
        return small ? 8 : NEW_TOKENS;
    }

    static void tell(BenchTable table, String what, DecodingSpeed speed) {
        table.row(
                what,
                "%.0f tokens/s; the bandwidth of %.1f GB/s allows %.0f",
                speed.tokensPerSecond(),
                speed.bytesPerSecond() / 1e9,
                speed.boundTokensPerSecond());
    }
}
