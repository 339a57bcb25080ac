package org.reformatted.finetune.model;

import ai.djl.Device;
import java.util.function.Supplier;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Product;

/**
 * The choices that depend on the device of a model. No other class queries the device, so that the choices for a graphics device can be tested on the
 * processor.
 *
 * @param attention how attention is computed in training
 * @param flashKernel whether flash attention uses the engine's kernel, which only a graphics device has; otherwise a script computes it
 * @param rowKernel whether rows of one example each use cuDNN's kernel instead of flash attention
 * @param fusedNorms whether norms in training use the engine's fused operator
 * @param product how large matrix products in training are computed
 * @param keepsFeed whether SiLU(gate) * up is kept for the backward pass: on the processor memory is slower, but there is more of it
 * @param copiesHeads whether keys and values are copied for each query head that shares them: the processor's fast kernel requires as many key/value
 *     heads as query heads
 * @param logits the maximum number of logits in memory at a time: 256 MiB in float32 on a graphics device; on the processor as many as fit into its
 *     cache
 * @param spanStep generation reads a multiple of this number of cache positions, so that shapes repeat and are aligned
 * @param drawsThere whether tokens are sampled on the device of the logits instead of on the processor
 */
public record Backend(
        AttentionMethod attention,
        boolean flashKernel,
        boolean rowKernel,
        boolean fusedNorms,
        Product product,
        boolean keepsFeed,
        boolean copiesHeads,
        long logits,
        int spanStep,
        boolean drawsThere) {
    private static final long GPU_LOGITS = 1L << 26;
    private static final long CPU_LOGITS = 1L << 21;
    private static final int GPU_SPAN = 64;

    /** The kernel's limits: the head width is a multiple of 8 and at most 256 (PyTorch, {@code flash_api.cpp}); the device is Ampere or newer. */
    private static final int FLASH_STEP = 8;

    private static final int FLASH_WIDEST = 256;
    private static final int FLASH_CAPABILITY = 80;

    /** On Hopper cuDNN's kernel takes 0.6 of flash attention's time, see BENCHMARKS.md; it does not support a window. */
    private static final int ROW_CAPABILITY = 90;

    private static final int ROW_WIDEST = 128;

    /** Uses an operator of PyTorch 2.9 and later. */
    private static final String FUSED_NORM = """
          def norm(self, x: Tensor) -> Tensor:
            y, r, = torch._fused_rms_norm(x, [torch.size(x, -1)], x, 1.0000000000000001e-05)
            return y
        """;

    /**
     * Returns the fastest choices for a device.
     *
     * @param device where the model computes
     * @param type of its numbers
     * @param config its shape
     * @return the choices
     */
    public static Backend of(Device device, NumberType type, LlamaConfig config) {
        if (!device.isGpu()) {
            return processor(type);
        }
        int capability = DeviceMemory.computeCapability(device);
        Backend backend = graphics(
                type,
                config,
                capability >= FLASH_CAPABILITY,
                type != NumberType.FLOAT32 && Kernel.compiles(FUSED_NORM));
        return capability >= ROW_CAPABILITY ? backend : backend.withoutRowKernel();
    }

    /**
     * Returns the choices for the processor.
     *
     * @param type of the numbers
     * @return the choices
     */
    public static Backend processor(NumberType type) {
        boolean single = type == NumberType.FLOAT32;
        return new Backend(
                single ? AttentionMethod.BLOCKS : AttentionMethod.RECORDED,
                false,
                false,
                false,
                single && Kernel.compiles(Product.ONE_DNN.probe()) ? Product.ONE_DNN : Product.PLAIN,
                true,
                true,
                CPU_LOGITS,
                1,
                false);
    }

    /**
     * Returns the choices for a graphics device.
     *
     * @param type of the numbers
     * @param config the model's shape
     * @param flash whether the device supports flash attention
     * @param fusedNorms whether the engine has an operator for norms
     * @return the choices
     */
    public static Backend graphics(NumberType type, LlamaConfig config, boolean flash, boolean fusedNorms) {
        boolean fits = config.headWidth() % FLASH_STEP == 0 && config.headWidth() <= FLASH_WIDEST;
        boolean half = type != NumberType.FLOAT32;
        return new Backend(
                flash && fits && half ? AttentionMethod.FLASH : AttentionMethod.RECORDED,
                true,
                config.slidingWindow().isEmpty() && config.headWidth() <= ROW_WIDEST,
                fusedNorms,
                Product.PLAIN,
                false,
                false,
                GPU_LOGITS,
                GPU_SPAN,
                true);
    }

    /**
     * The default number type of generation. A graphics device keeps the stored type, so that half as much memory is read for each token. The
     * processor uses float32: its products of a few rows are faster with packed weights, which oneDNN supports for float32 only, and in half
     * precision an answer depends on the other answers in the batch.
     *
     * @param device where the model computes
     * @param stored the type of the weights on the disk; called for a graphics device only
     * @return the type
     */
    public static NumberType generationType(Device device, Supplier<NumberType> stored) {
        return device.isGpu() ? stored.get() : NumberType.FLOAT32;
    }

    /**
     * Returns these choices with another method of attention.
     *
     * @param way the method
     * @return the choices
     */
    public Backend with(AttentionMethod way) {
        return new Backend(
                way, flashKernel, rowKernel, fusedNorms, product, keepsFeed, copiesHeads, logits, spanStep, drawsThere);
    }

    /**
     * Returns these choices with flash attention for all rows.
     *
     * @return the choices
     */
    public Backend withoutRowKernel() {
        return new Backend(
                attention,
                flashKernel,
                false,
                fusedNorms,
                product,
                keepsFeed,
                copiesHeads,
                logits,
                spanStep,
                drawsThere);
    }

    /**
     * Returns these choices with norms composed of single operators.
     *
     * @return the choices
     */
    public Backend withWrittenNorms() {
        return new Backend(
                attention,
                flashKernel,
                rowKernel,
                false,
                product,
                keepsFeed,
                copiesHeads,
                logits,
                spanStep,
                drawsThere);
    }

    /**
     * Returns these choices for the processor, which has neither the flash attention kernel nor the operator for norms.
     *
     * @return the choices
     */
    public Backend onProcessor() {
        return new Backend(
                attention, false, rowKernel, false, product, keepsFeed, copiesHeads, logits, spanStep, drawsThere);
    }
}
