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
 * Benchmarks of a graphics device. Each step prints a line of JSON when it ends, so that an interrupted run still has results. Each step has its own
 * process and time limit, so that a step that hangs or crashes does not affect the others. The first steps compare the device with the processor. The
 * others measure finetuning in bfloat16 of models with the shapes of LLaMA-2 7B and 13B and random weights, with 4,096 tokens per row and four
 * batches per step, and decoding.
 *
 * @param device the device
 * @param rounds maximum number of measured steps
 * @param small whether to use models of a few thousand parameters, to test the benchmark
 * @param model a Hugging Face folder for the parity check; absent for a small model of random weights
 */
public record GpuBench(Device device, int rounds, boolean small, Optional<Path> model) {
    private static final int PRODUCTS = 3;
    private static final int DECODED_ROWS = 64;
    private static final int NEW_TOKENS = 256;
    private static final int BATCHES = 4;
    private static final int PACKED = 8;
    private static final double STEP_SECONDS = 30;

    /** The time limit of all steps together; the limits of the single steps add up to the same time. */
    private static final Duration WHOLE = Duration.ofMinutes(12);

    private static final double GIB = 1L << 30;

    /** Checks the numbers. */
    public GpuBench {
        Check.argument(rounds > 0, "rounds (%s) must be positive", rounds);
    }

    /**
     * Creates a benchmark on a device by its name.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu1}
     * @param rounds maximum number of measured steps
     * @param small whether to use models of a few thousand parameters
     * @param model a Hugging Face folder for the parity check
     * @return the benchmark
     */
    public static GpuBench on(String device, int rounds, boolean small, Optional<Path> model) {
        return new GpuBench(Torch.device(device), rounds, small, model);
    }

    /** A part of the benchmark, which puts its results into a map. */
    private interface Measurement {
        void run(Map<String, Object> found);
    }

    /** A part with its time limit, from the start of its process. */
    private record TimedPart(Duration limit, Measurement work) {
        static TimedPart of(int seconds, Measurement work) {
            return new TimedPart(Duration.ofSeconds(seconds), work);
        }
    }

    /**
     * Runs all steps, each in its own process. If a step fails or exceeds its limit, its line contains the error, and the next step follows.
     *
     * @param lines is called with each line of JSON, which contains the step's name and seconds
     */
    public void run(Consumer<String> lines) {
        Map<String, TimedPart> steps = steps();
        new StepProcesses(this::command, step -> Objects.requireNonNull(steps.get(step)).limit, WHOLE)
                .run(names(), lines);
    }

    /**
     * The names of the steps.
     *
     * @return the names in order
     */
    public List<String> names() {
        return List.copyOf(steps().keySet());
    }

    /** The command of a Java process with the options of this one, which runs a step and prints its line. */
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
     * Runs a step in this process.
     *
     * @param name one of {@link #names}
     * @return a line of JSON with the results or the error
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

    /** Rounds to four significant digits. */
    static double rounded(double number) {
        return number == 0 || !Double.isFinite(number)
                ? number
                : BigDecimal.valueOf(number).round(new MathContext(4)).doubleValue();
    }
}
