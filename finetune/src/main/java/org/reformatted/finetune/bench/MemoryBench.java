package org.reformatted.finetune.bench;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.finetune.generate.GenerationTrial;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.WeightLayout;
import org.reformatted.finetune.train.TrainingTrial;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * Compares the planned memory of a model with random weights on the processor with the peak memory of this process. Both include the memory that was
 * in use before, so each process measures only once.
 *
 * @param work the measured work
 * @param shape of the model
 * @param layers number of layers that are used
 * @param type of its weights
 * @param rows of a batch, or number of answers generated at a time
 * @param length of a row in tokens, or of an answer with its prompt, which is half of the length
 * @param kept number of layers that keep their activations in training
 */
public record MemoryBench(
        MemoryWork work, LlamaConfig shape, int layers, SftConfig.Precision type, int rows, int length, int kept) {
    private static final double GIB = 1L << 30;
    private static final int STEPS = 2;

    /** The kinds of measured work. */
    public enum MemoryWork {
        /** Training steps of LoRA, with rank 16 on all projections and dropout 0.05. */
        LORA,
        /** Training steps of all weights. */
        FULL,
        /** Generation of answers. */
        GENERATION
    }

    /**
     * Finds the shape of a model by its size.
     *
     * @param size 1.1B (TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T), 7B or 13B (LLaMA-2)
     * @return the shape
     */
    public static LlamaConfig shape(String size) {
        return switch (size) {
            case "1.1B" -> LlamaConfig.llama(2048, 5632, 22, 32, 4, 32000, 2048);
            case "7B" -> LlamaConfig.llama2_7b();
            case "13B" -> LlamaConfig.llama2_13b();
            default -> throw new IllegalArgumentException("shape (" + size + ") must be 1.1B, 7B or 13B");
        };
    }

    /** Checks the numbers. */
    public MemoryBench {
        Check.argument(
                layers > 0 && layers <= shape.layers(),
                "layers (%s) must be from 1 to the model's %s",
                layers,
                shape.layers());
        Check.argument(rows > 0, "rows (%s) must be positive", rows);
        Check.argument(
                length > 1 && length <= shape.maxPositions(),
                "length (%s) must be from 2 to the model's %s",
                length,
                shape.maxPositions());
        Check.argument(kept >= 0, "kept (%s) must be at least 0", kept);
    }

    /**
     * Runs the measurement.
     *
     * @param threads cores to use
     * @return the planned and the measured memory
     */
    public Map<String, Object> measure(int threads) {
        Torch.setThreads(threads);
        long engine = DeviceMemory.used(Device.cpu()).orElse(0);
        LlamaConfig config = cut();
        long start = System.nanoTime();
        long planned = work == MemoryWork.GENERATION ? generate(config, engine) : train(config, engine);
        long measured = DeviceMemory.peak(Device.cpu()).orElse(0);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("work", work.toString());
        found.put("parameters", LlamaWeights.parameters(config));
        found.put("layers", layers + " of " + shape.layers());
        found.put("type", type.toString());
        found.put("rows", rows);
        found.put("length", length);
        found.put("kept", Math.min(kept, layers));
        found.put("engine GiB", GpuBench.rounded(engine / GIB));
        found.put("planned GiB", GpuBench.rounded(planned / GIB));
        found.put("measured GiB", GpuBench.rounded(measured / GIB));
        found.put("measured over planned", GpuBench.rounded((double) measured / planned));
        found.put("seconds", GpuBench.rounded((System.nanoTime() - start) / 1e9));
        return found;
    }

    private LlamaConfig cut() {
        return LlamaConfig.llama(
                shape.hiddenSize(),
                shape.intermediateSize(),
                layers,
                shape.attentionHeads(),
                shape.keyValueHeads(),
                shape.vocabularySize(),
                shape.maxPositions());
    }

    private long train(LlamaConfig config, long engine) {
        OptimizerConfig adamw = new OptimizerConfig(1e-5, List.of(0.9, 0.95), 1e-5, 0.1, 1.0, type);
        Optional<LoraWeights.Settings> lora = work == MemoryWork.LORA
                ? Optional.of(new LoraWeights.Settings(16, 32, 0.05, LoraWeights.Settings.known()))
                : Optional.empty();
        LlamaModel model = LlamaInitializer.onDevice(config, Device.cpu(), type.type(), 1);
        try (TrainingTrial trial =
                new TrainingTrial(model, adamw, new TrainingTrial.Work(rows, length, 1, 1, kept, lora))) {
            for (int step = 0; step < STEPS; step++) {
                trial.step();
            }
            return trial.plannedBytes(engine);
        }
    }

    private long generate(LlamaConfig config, long engine) {
        NumberType number = type.type();
        WeightLayout layout = WeightLayout.forGeneration(Device.cpu(), number);
        int prompt = length / 2;
        GenerationTrial trial = new GenerationTrial(rows, prompt, SamplingSettings.greedy(length - prompt));
        try (LlamaModel model = LlamaInitializer.onDevice(config, Device.cpu(), number, layout, 1)) {
            trial.write(model);
            return engine + number.bytes() * LlamaWeights.parameters(config) + trial.plannedBytes(model);
        }
    }
}
