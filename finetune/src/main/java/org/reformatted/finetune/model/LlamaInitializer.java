package org.reformatted.finetune.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;

/**
 * Creates models to train from scratch, as transformers initialises a LLaMA: norms are 1, biases are 0, and all other weights are normal with mean 0.
 */
public final class LlamaInitializer {
    /** The standard deviation, {@code initializer_range} of transformers' LlamaConfig. */
    private static final double DEVIATION = 0.02;

    private LlamaInitializer() {}

    /**
     * Creates a model with random weights.
     *
     * @param config its shape
     * @param device the device of the model
     * @param type the type of its weights
     * @param seed of the random numbers; each weight depends only on the seed and its name
     * @return the model, closed by the caller
     */
    public static LlamaModel random(LlamaConfig config, Device device, NumberType type, long seed) {
        try (NDManager scope = Torch.newManager(device);
                TensorBytes bytes = new TensorBytes(scope)) {
            return new LlamaModel(config, type, device, (owner, name, shape) -> {
                ByteBuffer drawn = shape.dimension() == 1
                        ? constant(shape, name.endsWith(".bias") ? 0 : 1)
                        : normal(shape, new SplittableRandom(seed * 31 + name.hashCode()));
                return bytes.decode(owner, drawn, NumberType.FLOAT32, type, shape);
            });
        }
    }

    /**
     * Creates a model with random weights from PyTorch's generator on the device. This takes seconds for large models, but the weights differ between
     * devices and versions.
     *
     * @param config its shape
     * @param device the device of the model
     * @param type the type of its weights
     * @param seed of the random numbers
     * @return the model, closed by the caller
     */
    public static LlamaModel onDevice(LlamaConfig config, Device device, NumberType type, long seed) {
        return onDevice(config, device, type, WeightLayout.ROWS, seed);
    }

    /**
     * As {@link #onDevice(LlamaConfig, Device, NumberType, long)}, with a memory layout of the weights.
     *
     * @param config its shape
     * @param device the device of the model
     * @param type the type of its weights
     * @param layout the memory layout of its weights
     * @param seed of the random numbers
     * @return the model, closed by the caller
     */
    public static LlamaModel onDevice(
            LlamaConfig config, Device device, NumberType type, WeightLayout layout, long seed) {
        Torch.setSeed(seed);
        try (NDManager scope = Torch.newManager(device);
                TensorBytes bytes = new TensorBytes(scope)) {
            return new LlamaModel(config, type, device, layout, (owner, name, shape) -> {
                if (shape.dimension() == 1) {
                    ByteBuffer same = constant(shape, name.endsWith(".bias") ? 0 : 1);
                    return bytes.decode(owner, same, NumberType.FLOAT32, type, shape);
                }
                NDArray drawn = bytes.normal(owner, shape, DEVIATION, type);
                return layout.byColumns(name, shape, config.tiedEmbeddings()) ? bytes.byColumns(owner, drawn) : drawn;
            });
        }
    }

    private static ByteBuffer normal(Shape shape, SplittableRandom random) {
        ByteBuffer numbers = floats(shape);
        while (numbers.hasRemaining()) {
            numbers.putFloat((float) (DEVIATION * random.nextGaussian()));
        }
        return numbers.flip();
    }

    private static ByteBuffer constant(Shape shape, float value) {
        ByteBuffer numbers = floats(shape);
        while (numbers.hasRemaining()) {
            numbers.putFloat(value);
        }
        return numbers.flip();
    }

    private static ByteBuffer floats(Shape shape) {
        return ByteBuffer.allocateDirect(Math.toIntExact(4 * shape.size())).order(ByteOrder.LITTLE_ENDIAN);
    }
}
