package org.reformatted.finetune.model;

import ai.djl.Device;
import java.util.function.Supplier;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Product;

/**
 * What depends on where a model computes. Nothing else asks for the device, so that the choices for a graphics device can be tried on the processor.
 *
 * @param attention how attention is computed in training
 * @param flashKernel whether flash attention is the engine's kernel, which only a graphics device has; else it is written out
 * @param rowKernel whether rows of one example each have a kernel of their own, cuDNN's, beside flash attention
 * @param fusedNorms whether norms in training are the engine's own operator
 * @param product how large products in training are computed
 * @param keepsFeed whether SiLU(gate) * up is kept for the backward pass: on the processor memory is slower, and larger
 * @param copiesHeads whether keys and values are copied for each query head that shares them: the processor has a fast kernel for equal heads alone
 * @param logits numbers of logits that may be in memory at a time: 256 MiB in float32 on a graphics device, on the processor what its cache holds
 * @param spanStep generation looks at a multiple of so many positions of its cache, so that shapes repeat and lie aligned
 * @param drawsThere whether tokens are drawn where the logits are, instead of on the processor
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

    /** The kernel's limits: heads of a multiple of 8 numbers, at most 256 (PyTorch, {@code flash_api.cpp}); Ampere or newer. */
    private static final int FLASH_STEP = 8;

    private static final int FLASH_WIDEST = 256;
    private static final int FLASH_CAPABILITY = 80;

    /** On Hopper cuDNN's kernel takes 0.6 of flash attention's time, see BENCHMARKS.md; it knows no window. */
    private static final int ROW_CAPABILITY = 90;

    private static final int ROW_WIDEST = 128;

    /** An operator of PyTorch 2.9 and later. */
    private static final String FUSED_NORM = """
          def norm(self, x: Tensor) -> Tensor:
            y, r, = torch._fused_rms_norm(x, [torch.size(x, -1)], x, 1.0000000000000001e-05)
            return y
        """;

    /**
     * The fastest choices.
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
     * The choices on the processor.
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
     * The choices on a graphics device.
     *
     * @param type of the numbers
     * @param config the model's shape
     * @param flash whether the device has flash attention
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
     * What a checkpoint computes with in generation where nothing else is asked for. A graphics device takes the weights as they are stored: half the memory to
     * read a token. The processor takes float32: its products of a few rows are faster by weights in an order that oneDNN has for float32 alone, and in half
     * precision an answer depends on its neighbours in the batch.
     *
     * @param device where the model computes
     * @param stored asked on a graphics device alone: the type of the weights on the disk
     * @return the type
     */
    public static NumberType generationType(Device device, Supplier<NumberType> stored) {
        return device.isGpu() ? stored.get() : NumberType.FLOAT32;
    }

    /**
     * The same with another way of attention.
     *
     * @param way the way
     * @return the choices
     */
    public Backend with(AttentionMethod way) {
        return new Backend(
                way, flashKernel, rowKernel, fusedNorms, product, keepsFeed, copiesHeads, logits, spanStep, drawsThere);
    }

    /**
     * The same by flash attention alone.
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
     * The same with norms written out of single operators.
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
     * The same for the processor, which lacks the kernel of flash attention and the operator for norms.
     *
     * @return the choices
     */
    public Backend onProcessor() {
        return new Backend(
                attention, false, rowKernel, false, product, keepsFeed, copiesHeads, logits, spanStep, drawsThere);
    }
}
