package org.reformatted.finetune.bench;

import ai.djl.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.TrainingTrial;
import org.reformatted.finetune.train.TrainingTrial.Work;

/**
 * Runs the step of {@link OperatorTrial} in a separate Java process, without the settings of {@code scripts/harness} for memory and threads. This is
 * the speed of a program that uses DJL's operators and is started in the usual way.
 */
final class OperatorProcess implements AutoCloseable {
    private static final List<String> SET_BY_THE_LAUNCHER = List.of(
            "OMP_WAIT_POLICY",
            "GOMP_SPINCOUNT",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TRIM_THRESHOLD_",
            "MALLOC_ARENA_MAX",
            "GLIBC_TUNABLES");

    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    /**
     * Starts the process and runs two steps that are not counted.
     *
     * @param shape of the model
     * @param rows of the batch, each as long as the model allows
     * @param threads cores that an operator may use
     */
    OperatorProcess(LlamaConfig shape, int rows, int threads) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                OperatorProcess.class.getName()));
        IntStream.of(
                        shape.hiddenSize(),
                        shape.intermediateSize(),
                        shape.layers(),
                        shape.attentionHeads(),
                        shape.vocabularySize(),
                        shape.maxPositions(),
                        rows,
                        threads)
                .mapToObj(Integer::toString)
                .forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        SET_BY_THE_LAUNCHER.forEach(builder.environment()::remove);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start another Java process", e);
        }
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        step();
        step();
    }

    /**
     * Runs a step in the process.
     *
     * @return its duration in seconds
     */
    double step() {
        commands.println();
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the Java process that measures DJL's operators has ended");
            }
            return Double.parseDouble(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    /**
     * Runs a step for each input line and prints its seconds.
     *
     * @param args hidden size, feed-forward width, layers, heads, vocabulary and length of the model, rows of the batch, threads
     * @throws IOException when the input cannot be read
     */
    public static void main(String[] args) throws IOException {
        int[] n = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        Torch.setThreads(n[7]);
        LlamaConfig shape = LlamaConfig.llama(n[0], n[1], n[2], n[3], n[3], n[4], n[5]);
        LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1);
        try (TrainingTrial ids = new TrainingTrial(model, FinetuneBench.ADAMW, Work.rows(n[6], shape.maxPositions()));
                OperatorTrial trial = new OperatorTrial(model, FinetuneBench.ADAMW, ids.ids());
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (commands.readLine() != null) {
                long start = System.nanoTime();
                trial.step();
                System.out.println((System.nanoTime() - start) / 1e9);
            }
        }
    }
}
