package org.reformatted.finetune.bench;

import ai.djl.Device;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import org.reformatted.finetune.train.TrainingTrial;
import org.reformatted.finetune.train.TrainingTrial.Work;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.weights.Folders;
import org.reformatted.finetune.weights.GgufEnds;
import org.reformatted.finetune.weights.GgufFile;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.text.VocabularyPiece;

/**
 * Measures training and decoding on the processor and compares them with its matrix products. Other programs on the machine slow all measurements
 * down, so products, our step and the step through DJL's operators alternate, and ratios are computed within a round.
 *
 * @param threads cores that an operator may use
 * @param rounds number of rounds
 * @param small whether to use a model of a few thousand parameters, to test the benchmark
 * @param pythons commands of Python; the first with PyTorch runs the same step
 * @param nodeModules folders of npm packages; the first with node-llama-cpp decodes with the same weights
 */
public record FinetuneBench(int threads, int rounds, boolean small, List<String> pythons, List<String> nodeModules) {
    /** The Python on the path, and Debian's. */
    public static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static final List<Integer> ROWS = List.of(1, 64);
    private static final int PRODUCTS = 6;
    private static final int NEW_TOKENS = 128;
    private static final int PYTHON_ROUNDS = 3;
    static final OptimizerConfig ADAMW =
            new OptimizerConfig(1e-4, List.of(0.9, 0.95), 1e-5, 0.1, 1.0, SftConfig.Precision.FLOAT32);

    /**
     * The npm packages of the working folder, and those in {@code NODE_PATH}.
     *
     * @return folders for {@link #nodeModules}
     */
    public static List<String> installedNodeModules() {
        List<String> folders =
                new ArrayList<>(List.of(Path.of("node_modules").toAbsolutePath().toString()));
        Optional.ofNullable(System.getenv("NODE_PATH"))
                .ifPresent(path -> folders.addAll(List.of(path.split(File.pathSeparator, -1))));
        return folders;
    }

    /**
     * Runs the benchmark.
     *
     * @param checkpoint an additional model to decode with, if any
     * @param progress reports the current measurement
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
        try (TrainingTrial ours = new TrainingTrial(model, ADAMW, Work.rows(rows, shape.maxPositions()));
                MatmulPeak peak = new MatmulPeak(Device.cpu(), NumberType.FLOAT32)) {
            ours.step();
            ours.step();
            peak.best(PRODUCTS, System::nanoTime);
            long measured = DeviceMemory.peak(Device.cpu()).orElse(0);
            try (OperatorTrial theirs = new OperatorTrial(model, ADAMW, ours.ids());
                    OperatorProcess apart = new OperatorProcess(shape, rows, threads)) {
                theirs.step();
                InterleavedMeasurements turns = new InterleavedMeasurements(rounds);
                for (int round = 0; round < rounds; round++) {
                    progress.accept("training, round " + (round + 1) + " of " + rounds);
                    turns.take(round, ours, theirs, apart, peak);
                }
                turns.report(table, (long) rows * shape.maxPositions());
            }
            table.row(
                    "memory of our training",
                    "planned %.2f GiB, measured %.2f GiB (peak of the resident set)",
                    ours.plannedBytes(engine) / (double) (1L << 30),
                    measured / (double) (1L << 30));
        }
    }

    private void decoding(BenchTable table, LlamaConfig shape, Optional<Path> checkpoint, Consumer<String> progress) {
        Path folder = newFolder();
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1)) {
            HuggingFaceCheckpoint.save(model, untokenized -> {}, folder.resolve("random"));
            GgufFile.write(model, spelled(shape), GgufEnds.startedBy(1, 2), folder.resolve("random.gguf"));
        }
        try (LlamaModel model = HuggingFaceCheckpoint.open(folder.resolve("random"))
                .loadForGeneration(Device.cpu(), NumberType.FLOAT32)) {
            Map<Integer, Double> ours = new TreeMap<>();
            for (int rows : ROWS) {
                progress.accept("decoding at batch " + rows);
                ours.put(
                        rows,
                        decode(
                                table,
                                "the model above",
                                rows,
                                clock -> DecodingSpeed.measure(
                                        model, rows, SamplingSettings.greedy(newTokens()), clock)));
            }
            compareWith(table, "the model above", folder.resolve("random.gguf"), ours, progress);
        }
        checkpoint.ifPresent(trained -> {
            String name = String.valueOf(trained.getFileName());
            GgufFile.convert(trained, folder.resolve("trained.gguf"));
            Map<Integer, Double> ours = new TreeMap<>();
            for (int rows : ROWS) {
                progress.accept("decoding " + name + " at batch " + rows);
                GenerationOptions options = new GenerationOptions(Device.cpu(), NumberType.FLOAT32, rows);
                ours.put(
                        rows,
                        decode(
                                table,
                                name,
                                rows,
                                clock -> DecodingSpeed.measure(trained, options, newTokens(), clock)));
            }
            compareWith(table, name, folder.resolve("trained.gguf"), ours, progress);
        });
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("finetune-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary folder", e);
        }
    }

    /** A vocabulary that llama.cpp accepts: unknown, start, end, the bytes, and names. */
    private static List<VocabularyPiece> spelled(LlamaConfig shape) {
        List<VocabularyPiece> pieces = new ArrayList<>(List.of(
                new VocabularyPiece("<unk>", 0, VocabularyPiece.UNKNOWN),
                new VocabularyPiece("<s>", 0, VocabularyPiece.CONTROL),
                new VocabularyPiece("</s>", 0, VocabularyPiece.CONTROL)));
        for (int id = pieces.size(); id < shape.vocabularySize(); id++) {
            int value = id - 3;
            pieces.add(
                    value < 256
                            ? new VocabularyPiece(String.format("<0x%02X>", value), 0, VocabularyPiece.BYTE)
                            : new VocabularyPiece("token" + id, -id, VocabularyPiece.NORMAL));
        }
        return pieces;
    }

    /** Measures llama.cpp with the same weights on one thread. Node.js occupies the other core, so a second thread would wait. */
    private void compareWith(
            BenchTable table, String what, Path gguf, Map<Integer, Double> ours, Consumer<String> progress) {
        progress.accept("decoding in llama.cpp");
        LlamaCpp.measure(nodeModules, gguf, List.copyOf(ours.keySet()), newTokens(), 1)
                .ifPresentOrElse(
                        other -> other.speeds()
                                .forEach((rows, speed) -> table.row(
                                        what + " in llama.cpp (node-llama-cpp " + other.version()
                                                + "), one thread, batch " + rows,
                                        "%.0f tokens/s; ours on one core over it %.2f",
                                        speed,
                                        ours.getOrDefault(rows, Double.NaN) / speed)),
                        () -> table.row(
                                what + " in llama.cpp",
                                "no figure: the npm package node-llama-cpp is not here, or its script failed"));
    }

    /**
     * Measures with all threads in wall-clock time, and on one core in processor time, which depends little on other programs.
     *
     * @return tokens per second on one core
     */
    private double decode(BenchTable table, String what, int rows, Function<LongSupplier, DecodingSpeed> measured) {
        report(table, "decoding " + what + ", batch " + rows, measured.apply(System::nanoTime));
        Torch.setThreads(1);
        ThreadMXBean threadTime = ManagementFactory.getThreadMXBean();
        DecodingSpeed oneCore = measured.apply(threadTime::getCurrentThreadCpuTime);
        Torch.setThreads(threads);
        report(table, "the same on one core, by processor time", oneCore);
        return oneCore.tokensPerSecond();
    }

    private int newTokens() {
        return small ? 8 : NEW_TOKENS;
    }

    static void report(BenchTable table, String what, DecodingSpeed speed) {
        table.row(
                what,
                "%.0f tokens/s; the bandwidth of %.1f GB/s allows %.0f",
                speed.tokensPerSecond(),
                speed.bytesPerSecond() / 1e9,
                speed.boundTokensPerSecond());
    }
}
