package org.reformatted.finetune.bench;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.reformatted.finetune.generate.DecodingSpeed;
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
import org.reformatted.realign.base.Check;

/**
 * Full finetuning in bfloat16 of models shaped as LLaMA-2 7B and 13B, with random weights, on one row of 4,096 tokens, activations computed again; then
 * decoding at batch 64. The 13B keeps its moments in bfloat16, as {@code optimizer.states: bfloat16} has it.
 *
 * @param device where
 * @param rounds steps that are timed
 * @param small models of a few thousand parameters, to see that all of it runs
 */
public record GpuBench(Device device, int rounds, boolean small) {
    private static final int PRODUCTS = 3;
    private static final int DECODED_ROWS = 64;
    private static final int NEW_TOKENS = 256;

    /** Checks the numbers. */
    public GpuBench {
        Check.argument(rounds > 0, "rounds (%s) must be positive", rounds);
    }

    /**
     * A benchmark on a device by its name.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu1}
     * @param rounds steps that are timed
     * @param small models of a few thousand parameters
     * @return the benchmark
     */
    public static GpuBench on(String device, int rounds, boolean small) {
        return new GpuBench(Torch.device(device), rounds, small);
    }

    /**
     * Measures.
     *
     * @param progress is told what is being measured
     * @return the tables, in Markdown
     */
    public String tables(Consumer<String> progress) {
        Map<String, LlamaConfig> shapes = new LinkedHashMap<>();
        shapes.put("7B-shaped", small ? LlamaConfig.llama(64, 172, 2, 4, 4, 256, 128) : LlamaConfig.llama2_7b());
        shapes.put("13B-shaped", small ? LlamaConfig.llama(80, 216, 3, 5, 5, 256, 128) : LlamaConfig.llama2_13b());
        StringBuilder tables = new StringBuilder();
        shapes.forEach((name, shape) -> {
            SftConfig.Precision states =
                    name.startsWith("13B") ? SftConfig.Precision.BFLOAT16 : SftConfig.Precision.FLOAT32;
            BenchTable table = new BenchTable(name + (small ? ", small" : "") + ", bfloat16");
            training(table, shape, states, name, progress);
            progress.accept(name + ": decoding");
            try (LlamaModel model = LlamaInitializer.onDevice(shape, device, NumberType.BFLOAT16, 1)) {
                int tokens = small ? 8 : NEW_TOKENS;
                FinetuneBench.tell(
                        table,
                        "decoding, batch " + DECODED_ROWS,
                        DecodingSpeed.measure(model, DECODED_ROWS, tokens, System::nanoTime));
            }
            tables.append(table).append('\n');
        });
        return tables.toString();
    }

    private void training(
            BenchTable table, LlamaConfig shape, SftConfig.Precision states, String name, Consumer<String> progress) {
        OptimizerConfig adamw = new OptimizerConfig(1e-5, List.of(0.9, 0.95), 1e-5, 0.1, 1.0, states);
        long engine = DeviceMemory.used(device).orElse(0);
        progress.accept(name + ": drawing weights");
        LlamaModel model = LlamaInitializer.onDevice(shape, device, NumberType.BFLOAT16, 1);
        double[] share = new double[rounds];
        double[] rates = new double[rounds];
        double[] peaks = new double[rounds];
        try (TrainingTrial trial = new TrainingTrial(model, adamw, true, 1, shape.maxPositions());
                MatmulPeak peak = new MatmulPeak(device, NumberType.BFLOAT16)) {
            trial.step();
            for (int round = 0; round < rounds; round++) {
                progress.accept(name + ": training, step " + (round + 1) + " of " + rounds);
                peaks[round] = peak.best(PRODUCTS, System::nanoTime) / 1e12;
                long start = System.nanoTime();
                trial.step();
                double seconds = (System.nanoTime() - start) / 1e9;
                rates[round] = shape.maxPositions() / seconds;
                share[round] = trial.operations() / seconds / 1e12 / peaks[round];
            }
            table.row("batch, moments", "1 x %d tokens, %s", shape.maxPositions(), states);
            table.row("matrix product, TFLOP/s", "%s", BenchTable.spread(peaks, "%.3g"));
            table.row("training, tokens/s", "%s", BenchTable.spread(rates, "%.0f"));
            table.row("training, share of the matrix product's operations", "%s", BenchTable.spread(share, "%.3f"));
            table.row(
                    "memory",
                    "planned %.2f GiB, peak %.2f GiB",
                    trial.plannedBytes(engine) / (double) (1L << 30),
                    DeviceMemory.peak(device).orElse(0) / (double) (1L << 30));
        }
    }
}
