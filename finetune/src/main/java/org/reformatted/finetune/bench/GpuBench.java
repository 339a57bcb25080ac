package org.reformatted.finetune.bench;

import ai.djl.Device;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.reformatted.finetune.generate.DecodingSpeed;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.MatmulPeak;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.WeightLayout;
import org.reformatted.finetune.train.TrainingTrial;
import org.reformatted.finetune.train.TrainingTrial.Work;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * What a graphics device reaches: a line of JSON a step, as it comes, so that a run that is cut short still has results. Each step has a process and a time limit of its
 * own, so that neither one that hangs nor one that ends the process takes the others with it. Parity with the processor comes first; then
 * finetuning in bfloat16 of models shaped as LLaMA-2 7B and 13B with random weights, 4,096 tokens a row and four batches a step, and decoding.
 *
 * @param device where
 * @param rounds most steps that are timed
 * @param small models of a few thousand parameters, to see that all of it runs
 * @param model a Hugging Face folder for the check of parity; absent for a small model of random weights
 */
public record GpuBench(Device device, int rounds, boolean small, Optional<Path> model) {
    private static final int PRODUCTS = 3;
    private static final int DECODED_ROWS = 64;
    private static final int NEW_TOKENS = 256;
    private static final int BATCHES = 4;
    private static final int PACKED = 8;
    private static final double STEP_SECONDS = 30;

    /** All steps together end within this; their own limits add up to as much. */
    private static final Duration WHOLE = Duration.ofMinutes(12);

    private static final double GIB = 1L << 30;

    /** Checks the numbers. */
    public GpuBench {
        Check.argument(rounds > 0, "rounds (%s) must be positive", rounds);
    }

    /**
     * A benchmark on a device by its name.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu1}
     * @param rounds most steps that are timed
     * @param small models of a few thousand parameters
     * @param model a Hugging Face folder for the check of parity
     * @return the benchmark
     */
    public static GpuBench on(String device, int rounds, boolean small, Optional<Path> model) {
        return new GpuBench(Torch.device(device), rounds, small, model);
    }

    /** A part of the benchmark: puts what it finds into a map. */
    private interface Measurement {
        void run(Map<String, Object> found);
    }

    /** A part with the time it has, from the start of its process. */
    private record TimedPart(Duration limit, Measurement work) {
        static TimedPart of(int seconds, Measurement work) {
            return new TimedPart(Duration.ofSeconds(seconds), work);
        }
    }

    /**
     * Measures. Each step runs in a process of its own; one that fails, or is ended at its limit, is a line with its error, and the next one follows.
     *
     * @param lines is handed each line of JSON as it comes, with the step's name and seconds
     */
    public void run(Consumer<String> lines) {
        Map<String, TimedPart> steps = steps();
        new StepProcesses(this::command, step -> Objects.requireNonNull(steps.get(step)).limit, WHOLE)
                .run(names(), lines);
    }

    /**
     * The steps.
     *
     * @return their names in order
     */
    public List<String> names() {
        return List.copyOf(steps().keySet());
    }

    /** A Java like this one that does a step and prints its line. */
    List<String> command(String step) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-javaagent") && !option.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GpuBenchStep.class.getName()));
        command.addAll(List.of(
                DeviceMemory.name(device),
                Integer.toString(rounds),
                Boolean.toString(small),
                model.map(Path::toString).orElse(""),
                step));
        return command;
    }

    private Map<String, TimedPart> steps() {
        LlamaConfig seven = small ? LlamaConfig.llama(64, 172, 2, 4, 4, 256, 128) : LlamaConfig.llama2_7b();
        LlamaConfig thirteen = small ? LlamaConfig.llama(80, 216, 3, 5, 5, 256, 128) : LlamaConfig.llama2_13b();
        int length = seven.maxPositions();
        Optional<LoraWeights.Settings> lora =
                Optional.of(new LoraWeights.Settings(16, 32, 0.05, LoraWeights.Settings.known()));
        Work kept = new Work(1, length, 1, BATCHES, Work.ALL, Optional.empty());
        Work packed = new Work(1, length, PACKED, BATCHES, Work.ALL, Optional.empty());
        Work recomputed = new Work(1, length, 1, BATCHES, 0, Optional.empty());
        Work adapters = new Work(1, length, 1, BATCHES, Work.ALL, lora);
        Map<String, TimedPart> steps = new LinkedHashMap<>();
        steps.put("doctor", TimedPart.of(30, this::doctor));
        steps.put("peak", TimedPart.of(40, this::peak));
        steps.put("parity", TimedPart.of(90, new GpuParity(device, model)::check));
        steps.put("layer", TimedPart.of(60, new LayerTimes(device, rounds, small)::measure));
        steps.put("7B full, kept", TimedPart.of(80, training(seven, kept)));
        steps.put("7B full, packed", TimedPart.of(60, training(seven, packed)));
        steps.put("7B full, recomputed", TimedPart.of(60, training(seven, recomputed)));
        steps.put("7B LoRA", TimedPart.of(60, training(seven, adapters)));
        steps.put("7B decoding, 1 row", TimedPart.of(40, decoding(seven, 1, 0, 1)));
        steps.put("7B decoding, 64 rows", TimedPart.of(50, decoding(seven, DECODED_ROWS, 0, 1)));
        steps.put("7B decoding, 64 rows, top-p", TimedPart.of(50, decoding(seven, DECODED_ROWS, 0.8, 0.9)));
        steps.put("13B full, recomputed", TimedPart.of(100, training(thirteen, recomputed)));
        return steps;
    }

    /**
     * Does a step in this process.
     *
     * @param name one of {@link #names}
     * @return a line of JSON: what was measured, or the error
     */
    public String measure(String name) {
        TimedPart step = steps().get(name);
        Check.argument(step != null, "step (%s) must be one of %s", name, names());
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("step", name);
        long start = System.nanoTime();
        try {
            Objects.requireNonNull(step).work.run(found);
        } catch (RuntimeException e) {
            found.put("error", String.valueOf(e.getMessage()));
        }
        found.put("seconds", rounded((System.nanoTime() - start) / 1e9));
        return Json.line(found);
    }

    private void doctor(Map<String, Object> found) {
        found.putAll(Torch.versions());
        found.put("device", device.toString());
        if (device.isGpu()) {
            found.put("compute capability", DeviceMemory.computeCapability(device));
        }
        found.put("memory GiB", gib(DeviceMemory.total(device)));
        found.put("used GiB", gib(DeviceMemory.used(device).orElse(0)));
        found.put("backend bfloat16", backend().toString());
    }

    private Backend backend() {
        return Backend.of(device, NumberType.BFLOAT16, LlamaConfig.llama2_7b());
    }

    private void peak(Map<String, Object> found) {
        for (NumberType type : List.of(NumberType.BFLOAT16, NumberType.FLOAT32)) {
            found.put("TFLOP/s " + type.torchName(), rounded(peak(type)));
        }
    }

    private double peak(NumberType type) {
        try (MatmulPeak peak = new MatmulPeak(device, type)) {
            return peak.best(PRODUCTS, System::nanoTime) / 1e12;
        }
    }

    private Measurement training(LlamaConfig shape, Work work) {
        SftConfig.Precision states = SftConfig.Precision.BFLOAT16;
        OptimizerConfig adamw = new OptimizerConfig(1e-5, List.of(0.9, 0.95), 1e-5, 0.1, 1.0, states);
        return found -> {
            long planned = TrainingTrial.plannedBytes(shape, states, work);
            found.put("moments", states.toString());
            found.put("planned GiB", gib(planned));
            if (device.isGpu() && planned > DeviceMemory.total(device)) {
                found.put("skipped", "it does not fit");
                return;
            }
            double peak = peak(NumberType.BFLOAT16);
            LlamaModel weights = LlamaInitializer.onDevice(shape, device, NumberType.BFLOAT16, 1);
            try (TrainingTrial trial = new TrainingTrial(weights, adamw, work)) {
                found.put("first loss", rounded(trial.step()));
                double[] seconds = new double[rounds];
                long end = System.nanoTime() + (long) (STEP_SECONDS * 1e9);
                int done = 0;
                while (done < rounds && (done == 0 || System.nanoTime() < end)) {
                    long start = System.nanoTime();
                    found.put("last loss", rounded(trial.step()));
                    seconds[done++] = (System.nanoTime() - start) / 1e9;
                }
                double median = BenchTable.median(Arrays.copyOf(seconds, done));
                found.put("steps", done);
                found.put("seconds a step", rounded(median));
                found.put("tokens/s", rounded(work.accumulate() * (double) work.rows() * work.length() / median));
                found.put("peak TFLOP/s", rounded(peak));
                found.put("share of peak", rounded(trial.operations() / median / 1e12 / peak));
                found.put("used GiB", gib(DeviceMemory.peak(device).orElse(0)));
            }
        };
    }

    private Measurement decoding(LlamaConfig shape, int rows, double temperature, double topP) {
        int tokens = small ? 8 : NEW_TOKENS;
        return found -> {
            WeightLayout layout = WeightLayout.forGeneration(device, NumberType.BFLOAT16);
            try (LlamaModel weights = LlamaInitializer.onDevice(shape, device, NumberType.BFLOAT16, layout, 1)) {
                SamplingSettings sampling = new SamplingSettings(temperature, topP, 0, tokens, 1, List.of(), 1);
                DecodingSpeed speed = DecodingSpeed.measure(weights, rows, sampling, System::nanoTime);
                found.put("tokens/s", rounded(speed.tokensPerSecond()));
                found.put("share of memory's bound", rounded(speed.tokensPerSecond() / speed.boundTokensPerSecond()));
                found.put("GB/s", rounded(speed.bytesPerSecond() / 1e9));
                found.put("used GiB", gib(DeviceMemory.peak(device).orElse(0)));
            }
        };
    }

    private static double gib(long bytes) {
        return rounded(bytes / GIB);
    }

    /** Four digits. */
    static double rounded(double number) {
        return number == 0 || !Double.isFinite(number)
                ? number
                : BigDecimal.valueOf(number).round(new MathContext(4)).doubleValue();
    }
}
