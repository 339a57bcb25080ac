package org.reformatted.finetune.train;

import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.finetune.train.metrics.TrainListener;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.realign.base.Progress;

/** Trainings in a process of their own, which tests can kill and whose memory they can look at. */
final class ForkedTraining {
    private static final String TINY =
            "model: {llama: {hiddenSize: 16, intermediateSize: 24, layers: 2, attentionHeads: 2, keyValueHeads: 1,"
                    + " vocabularySize: 40, maxPositions: 32}}";
    private static final int WARM = 150;
    private static final int STEPS = 500 + WARM;

    private ForkedTraining() {}

    /** {@code run FOLDER STEPS} trains to the end; {@code memory LEAKING} trains 650 steps and prints what the last 500 of them took. */
    public static void main(String[] args) {
        if (args[0].equals("run")) {
            run(Path.of(args[1]), Integer.parseInt(args[2]), printing());
        } else {
            memory(Boolean.parseBoolean(args[1]));
        }
    }

    /** Starts this class in another Java. */
    static Process start(List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"));
        command.addAll(options);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, ForkedTraining.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("OPT_OUT_TRACKING", "true", "OMP_WAIT_POLICY", "passive"));
        return builder.start();
    }

    static void run(Path out, int steps, Progress progress) {
        SftConfig config = Sft.config(
                TINY,
                "length: {steps: " + steps + "}",
                "batch: {examples: 3}",
                "shuffle: true",
                "neftuneAlpha: 5",
                "checkpoint: {every: 2, keep: 2}");
        SftInputs inputs =
                new SftInputs(Optional.empty(), new TrainingSource.Tokenized(rows(8, 5, 40)), Optional.empty());
        SftRun.run(config, inputs, Sft.RUNTIME, out, progress);
    }

    /** Prints a line a step. */
    private static Progress printing() {
        return (what, total) -> new Progress.Task() {
            @Override
            public void advance(long steps) {
                System.out.println("advanced " + steps);
            }

            @Override
            public void note(String text) {}

            @Override
            public void close() {}
        };
    }

    private static void memory(boolean leaking) {
        Torch.setThreads(1);
        SftConfig config = Sft.config("length: {steps: " + STEPS + "}", "batch: {examples: 1, accumulate: 2}");
        List<TokenizedExample> rows = rows(8, 20, 256);
        BatchPlan plan = new BatchPlan(rows, config.batch(), 64, 1, true);
        LlamaConfig shape = LlamaConfig.llama(32, 48, 2, 4, 2, 256, 64);
        List<long[]> seen = new ArrayList<>();
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1);
                TrainingState state = new TrainingState(model, model.weights(), config.optimizer())) {
            TrainListener listener = step -> {
                if (leaking) {
                    leak(model);
                }
                if (step.step() == WARM - 1 || step.step() == STEPS - 1) {
                    seen.add(new long[] {DeviceMemory.used(Device.cpu()).orElse(-1), arrays(model.manager())});
                }
            };
            new SftTrainer(config, state, config.keptLayers(model.config().layers()), rows, plan, Sft.meter(model))
                    .train(listener, saved -> {});
        }
        System.out.println("resident " + (seen.get(1)[0] - seen.get(0)[0]));
        System.out.println("arrays " + (seen.get(1)[1] - seen.get(0)[1]));
    }

    /** Forgets a number in the care of the model's manager, and 64 KiB that no manager owns. */
    private static void leak(LlamaModel model) {
        model.manager().ones(new Shape(1));
        model.manager().ones(new Shape(16384)).detach();
    }

    /** Counts the arrays that a manager and those below it care for. */
    private static long arrays(NDManager manager) {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            long count = 0;
            for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
                count += resource instanceof NDArray ? 1 : resource instanceof NDManager below ? arrays(below) : 0;
            }
            return count;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DJL keeps its arrays elsewhere now", e);
        }
    }

    private static List<TokenizedExample> rows(int count, int length, int vocabulary) {
        List<TokenizedExample> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int[] ids = new int[length + 2 * row];
            float[] weights = new float[ids.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (7 * row + 3 * i) % vocabulary;
                weights[i] = i < 3 ? 0 : 1;
            }
            rows.add(new TokenizedExample("row" + row, ids, weights));
        }
        return rows;
    }
}
