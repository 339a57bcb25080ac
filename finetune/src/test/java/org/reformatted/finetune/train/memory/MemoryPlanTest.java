package org.reformatted.finetune.train.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.Batching;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.realign.config.ConfigException;

/**
 * Plans worked out by hand for full finetuning in bfloat16 on one row of 4,096 tokens, recomputing activations, held against a device of 139 GiB.
 * In bytes, with P parameters:
 *
 * <ul>
 *   <li>weights 2P and gradients 2P;
 *   <li>states in float32: two moments and a master copy, 12P; in bfloat16: two moments, 4P;
 *   <li>activations: the inputs of L layers and the end of the last, (L + 1) * 4096 * 2D; one layer whole, 4096 * (2(2D + 2A + 2K + 2F) + 4(N + 2)); its
 *       backward run, 4096 * (6F + 16D);
 *   <li>logits: 2,097 = 2^26 / 32,000 positions of 8V, the end of the last layer and its gradient, 4096 * 4D;
 *   <li>2^30 for CUDA.
 * </ul>
 */
class MemoryPlanTest {
    private static final long GIB = 1L << 30;
    private static final long DEVICE = 139 * GIB;
    private static final BatchShape ROW = new BatchShape(4096, 4096, false);
    private static final Batching BATCHING = new Batching.Examples(1, 1);

    @Test
    void llama2Of7BillionFitsWithFloat32States() {
        MemoryPlan plan = MemoryPlan.of(full(LlamaConfig.llama2_7b(), NumberType.FLOAT32), MemoryPlan.CUDA_CONTEXT);
        assertThat(plan.weights()).isEqualTo(2 * 6_738_415_616L);
        assertThat(plan.gradients()).isEqualTo(2 * 6_738_415_616L);
        assertThat(plan.states()).isEqualTo(12 * 6_738_415_616L);
        long layer = 2 * (2 * 4096 + 2 * 4096 + 2 * 4096 + 2 * 11008) + 4 * 34;
        assertThat(layer).isEqualTo(93_320);
        assertThat(plan.activations()).isEqualTo(33 * 33_554_432L + 4096 * layer + 4096 * (6 * 11008L + 16 * 4096));
        assertThat(plan.logits()).isEqualTo(2097 * 8 * 32000L + 4096 * 4 * 4096L);
        assertThat(plan.allocator()).isEqualTo(111_520_835_584L / 20);
        assertThat(plan.peak()).isEqualTo(111_520_835_584L * 21 / 20).isLessThan(DEVICE);
        assertThat(plan.toString()).startsWith("109.1 GiB (weights 12.6, gradients 12.6, optimizer states 75.3,");
    }

    @Test
    void llama2Of13BillionFitsWithBfloat16StatesAlone() {
        TrainingSize wide = full(LlamaConfig.llama2_13b(), NumberType.FLOAT32);
        MemoryPlan refused = MemoryPlan.of(wide, MemoryPlan.CUDA_CONTEXT);
        assertThat(refused.states()).isEqualTo(12 * 13_015_864_320L);
        assertThatThrownBy(() -> MemoryCheck.requireSpace(wide, BATCHING, refused, DEVICE, "gpu0 has 139.0 GiB"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gpu0 has 139.0 GiB and the run needs 208.1 GiB (weights 24.2, gradients 24.2,")
                .hasMessageEndingWith("set optimizer.states: bfloat16, which needs 106.3 GiB");

        TrainingSize narrow = full(LlamaConfig.llama2_13b(), NumberType.BFLOAT16);
        MemoryPlan plan = MemoryPlan.of(narrow, MemoryPlan.CUDA_CONTEXT);
        assertThat(plan.states()).isEqualTo(4 * 13_015_864_320L);
        long layer = 2 * (2 * 5120 + 2 * 5120 + 2 * 5120 + 2 * 13824) + 4 * 42;
        assertThat(plan.activations()).isEqualTo(41 * 41_943_040L + 4096 * layer + 4096 * (6 * 13824L + 16 * 5120));
        // 18 bytes a number of the embedding while it is stepped: less than activations and logits, which are gone by
        // then
        assertThat(plan.stepping()).isEqualTo(18 * 163_840_000L).isLessThan(plan.activations() + plan.logits());
        assertThat(plan.peak())
                .isEqualTo((8 * 13_015_864_320L + plan.activations() + plan.logits() + GIB) * 21 / 20)
                .isLessThan(DEVICE);
        assertThatCode(() -> MemoryCheck.requireSpace(narrow, BATCHING, plan, DEVICE, "gpu0 has 139.0 GiB"))
                .doesNotThrowAnyException();
    }

    @Test
    void keepingActivationsTakesThemOfEveryLayer() {
        TrainingSize kept = new TrainingSize(
                LlamaConfig.llama2_7b(),
                NumberType.BFLOAT16,
                NumberType.FLOAT32,
                Optional.empty(),
                0,
                32,
                ROW,
                1,
                true);
        long layer = 93_320;
        assertThat(MemoryPlan.of(kept, 0).activations()).isEqualTo(32 * 4096 * layer + 4096 * (6 * 11008L + 16 * 4096));
    }

    /** Width 256, inner 688, 8 heads of 32, float32 on the processor: probabilities are kept for rows up to 4 * 688 / 8 = 344 tokens. */
    @Test
    void probabilitiesOfShortRowsAreKeptOnTheProcessor() {
        LlamaConfig shape = LlamaConfig.llama(256, 688, 6, 8, 8, 2048, 1024);
        long layer = 4 * (2 * 256 + 2 * 256 + 2 * 256 + 3 * 688) + 4 * 2;
        assertThat(layer).isEqualTo(14_408);
        assertThat(MemoryPlan.layer(shape, NumberType.FLOAT32, Backend.processor(NumberType.FLOAT32), 256))
                .isEqualTo(layer + 4 * 8 * (256 + 32) / 2);
        assertThat(MemoryPlan.layer(shape, NumberType.FLOAT32, Backend.processor(NumberType.FLOAT32), 344))
                .isEqualTo(layer + 4 * 8 * (344 + 32) / 2);
        assertThat(MemoryPlan.layer(shape, NumberType.FLOAT32, Backend.processor(NumberType.FLOAT32), 345))
                .isEqualTo(layer);
        assertThat(MemoryPlan.layer(
                        shape, NumberType.FLOAT32, Backend.graphics(NumberType.FLOAT32, shape, true, false), 256))
                .isEqualTo(layer - 4 * 688 + 4 * 8);
    }

    @Test
    void summingBfloat16GradientsInFloat32TakesFourBytesMore() {
        TrainingSize once = full(LlamaConfig.llama2_7b(), NumberType.FLOAT32);
        TrainingSize twice =
                new TrainingSize(once.model(), once.type(), once.states(), once.lora(), 0, 0, ROW, 2, true);
        assertThat(MemoryPlan.of(twice, 0).gradients()).isEqualTo(6 * 6_738_415_616L);
    }

    @Test
    void adaptersAloneNeedGradientsAndStates() {
        LoraWeights.Settings settings =
                new LoraWeights.Settings(16, 32, 0.05, List.of("q_proj", "k_proj", "v_proj", "o_proj"));
        TrainingSize size = full(LlamaConfig.llama2_7b(), NumberType.FLOAT32).adapted(settings);
        long adapters = 32 * 4 * 16 * (4096 + 4096L);
        assertThat(size.trained()).isEqualTo(adapters).isEqualTo(16_777_216);
        MemoryPlan plan = MemoryPlan.of(size, 0);
        assertThat(plan.weights()).isEqualTo(2 * (6_738_415_616L + adapters));
        assertThat(plan.gradients() + plan.states()).isEqualTo(14 * adapters);
    }

    @Test
    void adviceNamesTheFewestSettingsThatFit() {
        TrainingSize size = new TrainingSize(
                LlamaConfig.llama2_7b(),
                NumberType.FLOAT32,
                NumberType.FLOAT32,
                Optional.empty(),
                0,
                32,
                new BatchShape(8 * 4096, 4096, false),
                1,
                true);
        Batching batching = new Batching.Examples(8, 1);
        // 16 P = 100.4 GiB whatever the precision; what is kept of 8 rows is more than is left
        assertThat(MemoryCheck.advice(size, batching, GIB, DEVICE)).startsWith("set keptLayers: 0, which needs ");
        assertThat(MemoryCheck.advice(size, batching, GIB, 80 * GIB))
                .startsWith("set keptLayers: 0, precision: bfloat16, optimizer.states: bfloat16, which" + " needs ");
        assertThat(MemoryCheck.advice(size, batching, GIB, 60 * GIB))
                .startsWith("set keptLayers: 0, batch: {examples: 1, accumulate: 8}, precision: bfloat16,"
                        + " optimizer.states: bfloat16, which needs ");
        assertThat(MemoryCheck.advice(size, batching, GIB, 40 * GIB))
                .startsWith("set keptLayers: 0, batch: {examples: 1, accumulate: 8}, method: lora, which" + " needs ");
        assertThat(MemoryCheck.advice(size, batching, GIB, 10 * GIB))
                .isEqualTo("choose a smaller model or another device: no setting makes this one fit");
    }

    @Test
    void batchIsBoundedByItsLongestRows() {
        List<TokenizedExample> examples = List.of(example(5), example(9), example(3));
        assertThat(BatchShape.of(examples, new Batching.Examples(2, 1), 16)).isEqualTo(new BatchShape(18, 9, false));
        assertThat(BatchShape.of(examples, new Batching.Examples(8, 1), 16)).isEqualTo(new BatchShape(27, 9, false));
        assertThat(BatchShape.of(examples, new Batching.Tokens(40, 1, Batching.Layout.PACKED), 16))
                .isEqualTo(new BatchShape(32, 16, true));
        assertThat(BatchShape.of(examples, new Batching.Tokens(40, 1, Batching.Layout.GROUPED), 16))
                .isEqualTo(new BatchShape(40, 9, false));
    }

    private static TokenizedExample example(int length) {
        return new TokenizedExample("e" + length, new int[length], new float[length]);
    }

    private static TrainingSize full(LlamaConfig model, NumberType states) {
        return new TrainingSize(model, NumberType.BFLOAT16, states, Optional.empty(), 0, 0, ROW, 1, true);
    }
}
