package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.batch.BatchShape;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.RopeScaling;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.memory.MemoryPlan;
import org.reformatted.finetune.train.memory.TrainingSize;
import org.reformatted.finetune.train.step.BackwardPass;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.data.Conversation;

/** Beside adapters the rows of added tokens are trained, and no other row of embedding and head. */
class AddedRowsTest {
    private static final int OLD = 36;
    private static final LlamaConfig UNTIED = LlamaConfig.llama(16, 24, 2, 4, 2, 40, 32);
    private static final OptimizerConfig ADAMW =
            new OptimizerConfig(1e-2, List.of(0.9, 0.95), 1e-8, 0.1, 1e9, SftConfig.Precision.FLOAT32);
    private static final LoraWeights.Settings LORA = new LoraWeights.Settings(2, 4, 0, List.of("q_proj", "v_proj"));

    @TempDir
    Path temporary;

    /** The way before trained both tables whole. With the old rows put back behind each step it must give the same losses and the same new rows. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lossesAndRowsAreThoseOfWholeTablesWhoseOldRowsStay(boolean tied) {
        LlamaConfig shape = tied ? tied() : UNTIED;
        Trained rows = train(shape, true);
        Trained tables = train(shape, false);
        assertThat(rows.losses.get(19)).isLessThan(rows.losses.get(0) - 0.1);
        for (int step = 0; step < 20; step++) {
            assertThat(rows.losses.get(step)).as("step %s", step).isCloseTo(tables.losses.get(step), within(1e-6));
        }
        rows.tables.forEach((name, table) -> {
            float[] other = tables.tables.get(name);
            float[] start = rows.start.get(name);
            int old = OLD * shape.hiddenSize();
            assertThat(Arrays.copyOf(table, old)).as(name).containsExactly(Arrays.copyOf(start, old));
            boolean moved = false;
            for (int i = old; i < table.length; i++) {
                assertThat(table[i]).as("%s %s", name, i).isCloseTo(other[i], within(1e-5f));
                moved |= table[i] != start[i];
            }
            assertThat(moved).as(name).isTrue();
        });
    }

    private static LlamaConfig tied() {
        return new LlamaConfig(
                Architecture.LLAMA,
                16,
                24,
                2,
                4,
                2,
                4,
                40,
                32,
                1e-5,
                10000,
                new RopeScaling.None(),
                OptionalInt.empty(),
                true,
                OptionalInt.of(1),
                List.of(2));
    }

    private record Trained(List<Double> losses, Map<String, float[]> start, Map<String, float[]> tables) {}

    private static Trained train(LlamaConfig shape, boolean rowsAlone) {
        Torch.setThreads(1);
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1);
                LoraWeights adapters = LoraAdapter.draw(LORA, model, 1);
                NDManager scope = model.manager().newSubManager();
                TensorBytes bytes = new TensorBytes(model.manager())) {
            model.attach(adapters);
            Map<String, NDArray> tables = new LinkedHashMap<>();
            tables.put(LlamaWeights.EMBEDDING, model.weight(LlamaWeights.EMBEDDING));
            if (!shape.tiedEmbeddings()) {
                tables.put(LlamaWeights.HEAD, model.head());
            }
            Map<String, float[]> start = numbers(tables);
            Map<String, NDArray> trained = new LinkedHashMap<>(adapters.tensors());
            tables.forEach((name, table) -> trained.put(name, rowsAlone ? bytes.rowsFrom(scope, table, OLD) : table));
            long[] old = new long[OLD];
            Arrays.setAll(old, i -> i);
            Map<String, NDArray> kept = new LinkedHashMap<>();
            tables.forEach((name, table) -> kept.put(name, table.get(":" + OLD).duplicate()));
            List<Double> losses = new ArrayList<>();
            try (TrainingState state = new TrainingState(model, trained, ADAMW)) {
                BackwardPass pass = new BackwardPass(state.backpropagation(), shape.layers(), 0);
                for (int step = 0; step < 20; step++) {
                    TrainingState.Gradients found =
                            state.differentiate(pass, List.of(batch()), batch().lossWeight(), i -> i);
                    losses.add(found.loss());
                    state.optimizer().step(ADAMW.learningRate(), step + 1, 0);
                    if (!rowsAlone) {
                        kept.forEach((name, numbers) -> bytes.putRows(tables.get(name), old, numbers));
                    }
                }
            }
            return new Trained(losses, start, numbers(tables));
        }
    }

    private static Map<String, float[]> numbers(Map<String, NDArray> tables) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        tables.forEach((name, table) -> numbers.put(name, table.toFloatArray()));
        return numbers;
    }

    private static TokenBatch batch() {
        int[] ids = {1, 36, 5, 39, 37, 2, 38, 36, 5, 3, 39, 1};
        float[] weights = new float[ids.length];
        Arrays.fill(weights, 1, ids.length, 1);
        return TokenBatch.of(new BatchStep.Rows(List.of(List.of(0))), List.of(new TokenizedExample("a", ids, weights)));
    }

    @Test
    void runLeavesTheOtherRowsBitForBitAndCountsTheAddedOnesAlone() {
        SftConfig config = Sft.config("template: openchat", "length: {steps: 3}", "method: {lora: {rank: 2}}");
        SftInputs inputs = SftInputs.of(Shared.stories260K(), List.of(Conversation.of("a", "Who came?", "Tom.")));
        SftSummary summary = SftRun.run(config, inputs, Sft.RUNTIME, temporary, Progress.SILENT);
        long width = 64;
        boolean tied;
        try (LlamaModel before = Shared.loadStories260K();
                LlamaModel after = HuggingFaceCheckpoint.open(temporary.resolve("checkpoint"))
                        .load(Device.cpu(), NumberType.FLOAT32)) {
            tied = after.config().tiedEmbeddings();
            for (String name : List.of(LlamaWeights.EMBEDDING, LlamaWeights.HEAD)) {
                if (before.weights().containsKey(name)) {
                    float[] old = before.weight(name).toFloatArray();
                    assertThat(Arrays.copyOf(after.weight(name).toFloatArray(), old.length))
                            .as(name)
                            .containsExactly(old);
                }
            }
        }
        long adapters = 5L * 2 * (64 + 64 + 64 + 32 + 64 + 32 + 64 + 64);
        assertThat(summary.trainedParameters()).isEqualTo(adapters + (tied ? 1 : 2) * width);
    }

    /** 13 added tokens of LLaMA-2 7B: 13 rows of 4,096 in either table need gradients and moments, and not 2 * 32,013 of them. */
    @Test
    void planCountsTheAddedRowsAlone() {
        TrainingSize none = new TrainingSize(
                LlamaConfig.llama2_7b(),
                NumberType.BFLOAT16,
                NumberType.FLOAT32,
                Optional.of(LORA),
                0,
                32,
                new BatchShape(4096, 4096, false),
                1,
                true);
        TrainingSize some = new TrainingSize(
                none.model(), none.type(), none.states(), none.lora(), 13, none.kept(), none.batch(), 1, true);
        assertThat(some.trained() - none.trained()).isEqualTo(2 * 13 * 4096);
        assertThat(MemoryPlan.of(some, 0).states() - MemoryPlan.of(none, 0).states())
                .isEqualTo(12L * 2 * 13 * 4096);
    }
}
