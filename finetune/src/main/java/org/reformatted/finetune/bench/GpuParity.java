package org.reformatted.finetune.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.AttentionMethod;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.TokenRows;
import org.reformatted.finetune.train.TrainingTrial;
import org.reformatted.finetune.train.TrainingTrial.Work;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;

/**
 * Compares the results of a device with those of the processor in float32: logits, and the losses of 20 steps on packed rows. If the device is the
 * processor, it runs the choices of a graphics device.
 *
 * @param device the device
 * @param folder a Hugging Face folder; absent for a small model of random weights
 */
record GpuParity(Device device, Optional<Path> folder) {
    private static final int STEPS = 20;
    private static final LlamaConfig SHAPE = LlamaConfig.llama(64, 172, 5, 8, 4, 512, 512);
    private static final Work WORK = new Work(2, 64, 2, 2, Work.ALL, Optional.empty());
    private static final OptimizerConfig ADAMW =
            new OptimizerConfig(1e-3, List.of(0.9, 0.95), 1e-8, 0.1, 1.0, SftConfig.Precision.FLOAT32);

    /** Puts the largest differences into a map: absolute for logits, relative for losses. */
    void check(Map<String, Object> found) {
        float[] logits = logits(Device.cpu(), NumberType.FLOAT32);
        List<Double> losses = losses(Device.cpu(), NumberType.FLOAT32, Optional.empty());
        found.put("first and last loss", List.of(losses.get(0), losses.get(STEPS - 1)));
        found.put("logits float32", largest(logits, logits(device, NumberType.FLOAT32)));
        found.put("logits bfloat16", largest(logits, logits(device, NumberType.BFLOAT16)));
        for (NumberType type : List.of(NumberType.FLOAT32, NumberType.BFLOAT16)) {
            found.put("20 losses " + type.torchName(), largest(losses, losses(device, type, Optional.of(true))));
        }
        found.put(
                "20 losses bfloat16 by the engine's choice of attention",
                largest(losses, losses(device, NumberType.BFLOAT16, Optional.of(false))));
    }

    private LlamaModel model(Device where, NumberType type) {
        return folder.map(path -> HuggingFaceCheckpoint.open(path).load(where, type))
                .orElseGet(() -> LlamaInitializer.random(SHAPE, where, type, 1));
    }

    private float[] logits(Device where, NumberType type) {
        try (LlamaModel model = model(where, type);
                NDManager step = model.manager().newSubManager()) {
            int[] ids = new int[100];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (37 * i + 11) % model.config().vocabularySize();
            }
            NDArray logits = model.logits(step, TokenRows.of(step, new int[][] {ids}));
            return logits.toFloatArray();
        }
    }

    /**
     * The losses with the choices of a graphics device, with or without flash attention; if {@code flash} is absent, with the model's own choices.
     */
    private List<Double> losses(Device where, NumberType type, Optional<Boolean> flash) {
        LlamaModel model = model(where, type);
        Backend backend = flash.map(wanted -> graphics(model, wanted)).orElse(model.backend());
        List<Double> losses = new ArrayList<>();
        try (TrainingTrial trial = new TrainingTrial(model, ADAMW, WORK, backend)) {
            for (int step = 0; step < STEPS; step++) {
                losses.add(trial.step());
            }
        }
        return losses;
    }

    private static Backend graphics(LlamaModel model, boolean flash) {
        Device where = model.manager().getDevice();
        Backend backend = where.isGpu()
                ? model.backend()
                : Backend.graphics(model.type(), model.config(), true, false).onProcessor();
        return flash ? backend : backend.with(AttentionMethod.RECORDED);
    }

    private static double largest(float[] one, float[] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((double) one[i] - other[i]));
        }
        return GpuBench.rounded(largest);
    }

    private static double largest(List<Double> one, List<Double> other) {
        double largest = 0;
        for (int i = 0; i < one.size(); i++) {
            largest = Math.max(largest, Math.abs(one.get(i) - other.get(i)) / one.get(i));
        }
        return GpuBench.rounded(largest);
    }
}
