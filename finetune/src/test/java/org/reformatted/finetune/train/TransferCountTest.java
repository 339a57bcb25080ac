package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.kernel.HostTransfer.Counts;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.AttentionMethod;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.step.TrainingState;

/**
 * How often a step of training sends numbers to its device and reads some. A read waits for all that the device has in hand, so a step of any number of
 * batches has one: its losses with the gradient's norm.
 */
class TransferCountTest {
    private static final LlamaConfig SHAPE = LlamaConfig.llama(16, 24, 2, 2, 2, 512, 64);

    /** Of a batch: tokens, positions and segments of packed rows (of other rows tokens alone), where examples start, and of each chunk of the loss three arrays. */
    @ParameterizedTest
    @CsvSource({
        "'batch: {examples: 1, accumulate: 4}', false, 20",
        "'batch: {examples: 1, accumulate: 4}', true, 20",
        "'batch: {tokens: 40, accumulate: 4, layout: packed}', false, 28",
        "'batch: {tokens: 40, accumulate: 4, layout: packed}', true, 28",
        "'batch: {examples: 4, accumulate: 1}', true, 5"
    })
    void stepReadsOnceHoweverManyBatchesItHas(String batch, boolean graphics, long sent) {
        SftConfig config = Sft.config(batch, "length: {steps: 3}");
        assertThat(steps(config, graphics ? TransferCountTest::graphics : backend -> backend))
                .hasSize(3)
                .containsOnly(new Counts(sent, 1));
    }

    @Test
    void dropoutAndMomentsInBfloat16SendNothing() {
        SftConfig config = Sft.config(
                "batch: {examples: 1, accumulate: 4}",
                "length: {steps: 3}",
                "precision: bfloat16",
                "optimizer: {learningRate: 2.0e-3, states: bfloat16}");
        assertThat(steps(config, TransferCountTest::graphics)).containsOnly(new Counts(20, 1));
    }

    /** What a graphics device chooses, as the processor can compute it. */
    private static Backend graphics(Backend processor) {
        return Backend.graphics(NumberType.BFLOAT16, SHAPE, true, false)
                .onProcessor()
                .with(AttentionMethod.FLASH);
    }

    private static List<Counts> steps(SftConfig config, UnaryOperator<Backend> choices) {
        Torch.setThreads(1);
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            examples.add(example(i, 20));
        }
        BatchPlan plan = new BatchPlan(examples, config.batch(), 40, config.seed(), false);
        List<Counts> counts = new ArrayList<>();
        try (LlamaModel model = LlamaInitializer.random(
                        SHAPE, Device.cpu(), config.precision().type(), 1);
                TrainingState state =
                        new TrainingState(model, model.weights(), config.optimizer(), choices.apply(model.backend()))) {
            SftTrainer trainer = new SftTrainer(config, state, SHAPE.layers(), examples, plan, Sft.meter(model));
            Counts[] last = {HostTransfer.counts()};
            trainer.train(step -> {}, stepped -> {
                counts.add(HostTransfer.counts().since(last[0]));
                last[0] = HostTransfer.counts();
            });
        }
        return counts;
    }

    private static TokenizedExample example(int number, int length) {
        int[] ids = new int[length];
        float[] weights = new float[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (number + 7 * i) % SHAPE.vocabularySize();
            weights[i] = i == 0 ? 0 : 1;
        }
        return new TokenizedExample("example" + number, ids, weights);
    }
}
