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

/** Models to train from nothing: norms are 1, biases 0, all else is normal with mean 0, as transformers initialises a LLaMA. */
public final class LlamaInitializer {
    /** The standard deviation, {@code initializer_range} of transformers' LlamaConfig. */
    private static final double DEVIATION = 0.02;

    private LlamaInitializer() {}

    /**
     * Draws a model.
     *
     * @param config its shape
     * @param device where it lives
     * @param type the type of its weights
     * @param seed of the draw; each weight's draw depends on the seed and its name alone
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
     * Draws a model on its device with PyTorch's generator: large ones in seconds, but not the same on every device or version.
     *
     * @param config its shape
     * @param device where it lives
     * @param type the type of its weights
     * @param seed of the draw
     * @return the model, closed by the caller
     */
    public static LlamaModel onDevice(LlamaConfig config, Device device, NumberType type, long seed) {
        return onDevice(config, device, type, WeightLayout.ROWS, seed);
    }

    /**
     * The same with weights that lie in memory in a way of their own.
     *
     * @param config its shape
     * @param device where it lives
     * @param type the type of its weights
     * @param layout how its weights lie there
     * @param seed of the draw
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
