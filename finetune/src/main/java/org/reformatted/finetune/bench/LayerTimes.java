package org.reformatted.finetune.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.AttentionMethod;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.Backpropagation;
import org.reformatted.finetune.model.LayerActivations;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.TokenRows;

/**
 * Measures a layer of the 7B shape in training with each method of attention and of norms, in milliseconds forward and backward, and the head with
 * the loss.
 *
 * @param device the device
 * @param rounds number of measured rounds
 * @param small whether to use a tiny layer
 */
record LayerTimes(Device device, int rounds, boolean small) {
    private static final int LAYERS = 4;
    private static final int PACKED = 8;

    void measure(Map<String, Object> found) {
        LlamaConfig shape = small
                ? LlamaConfig.llama(64, 172, LAYERS, 4, 4, 256, 128)
                : LlamaConfig.llama(4096, 11008, LAYERS, 32, 32, 32000, 4096);
        try (LlamaModel model = LlamaInitializer.onDevice(shape, device, NumberType.BFLOAT16, 1)) {
            Map<String, Backend> ways = new LinkedHashMap<>();
            Backend best = device.isGpu()
                    ? model.backend()
                    : Backend.graphics(model.type(), shape, true, false).onProcessor();
            ways.put("best", best);
            ways.put("flash attention alone", best.withoutRowKernel());
            ways.put("written norms", best.withWrittenNorms());
            ways.put("engine's attention", best.with(AttentionMethod.RECORDED));
            ways.forEach((name, backend) -> {
                found.put(name, times(model, backend, 1));
                found.put(name + ", packed", times(model, backend, PACKED));
            });
        }
    }

    private Map<String, Double> times(LlamaModel model, Backend backend, int packed) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        try (Backpropagation layers = new Backpropagation(model, model.weights(), backend)) {
            for (int round = 0; round <= rounds; round++) {
                Map<String, Double> once = once(layers, packed);
                if (round > 0) {
                    once.forEach((what, time) ->
                            all.computeIfAbsent(what, none -> new ArrayList<>()).add(time));
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        all.forEach((what, times) -> medians.put(
                what,
                GpuBench.rounded(BenchTable.median(
                        times.stream().mapToDouble(Double::doubleValue).toArray()))));
        return medians;
    }

    private Map<String, Double> once(Backpropagation layers, int packed) {
        LlamaModel model = layers.model();
        int length = model.config().maxPositions();
        Map<String, Double> times = new LinkedHashMap<>();
        try (NDManager step = model.manager().newSubManager()) {
            TokenRows rows = rows(step, length, packed, model.config().vocabularySize());
            LlamaModel.Context context = layers.context(step, rows);
            NDArray x = model.embed(step, rows.ids());
            List<LayerActivations> tapes = new ArrayList<>();
            long start = settled(step);
            for (int layer = 0; layer < LAYERS; layer++) {
                tapes.add(layers.forward(step, layer, x, context));
                x = tapes.get(layer).output();
            }
            times.put("layer forward ms", milliseconds(step, start) / LAYERS);
            NDArray dx = layers.zeros(step, x);
            start = settled(step);
            NDArray where = step.arange(0, length - 1).toType(DataType.INT64, false);
            NDArray ids = rows.ids().reshape(length).get("1:");
            layers.loss(step, x, where, ids, step.ones(new Shape(length - 1)), dx);
            times.put("head and loss ms", milliseconds(step, start));
            Collections.reverse(tapes);
            start = settled(step);
            for (LayerActivations tape : tapes) {
                dx = layers.backward(step, tape, dx);
                tape.close();
            }
            times.put("layer backward ms", milliseconds(step, start) / LAYERS);
        }
        return times;
    }

    private static TokenRows rows(NDManager step, int length, int packed, int vocabulary) {
        int own = length / packed;
        int[] ids =
                IntStream.range(0, length).map(i -> (37 * i + 11) % vocabulary).toArray();
        int[] positions = IntStream.range(0, length).map(i -> i % own).toArray();
        int[] segments = IntStream.range(0, length).map(i -> i / own).toArray();
        return packed == 1
                ? TokenRows.of(step, new int[][] {ids})
                : TokenRows.packed(step, new int[][] {ids}, new int[][] {positions}, new int[][] {segments});
    }

    /** Waits for the work in progress on the device and returns the time. */
    private static long settled(NDManager step) {
        try (NDArray one = step.ones(new Shape(1))) {
            one.sum().getFloat();
        }
        return System.nanoTime();
    }

    private static double milliseconds(NDManager step, long start) {
        return (settled(step) - start) / 1e6;
    }
}
