package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.TokenRows;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.finetune.weights.LoadedAdapter;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Conversation;

class LoraTest {
    private static final List<String> TARGETS = List.of("q_proj", "k_proj", "v_proj", "o_proj");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWithTheReference(boolean recompute) {
        SftConfig config = Sft.config("activationCheckpointing: " + recompute);
        List<TokenizedExample> rows = Sft.goldenRows();
        BatchPlan plan = new BatchPlan(rows, config.batch(), 512, config.seed(), config.shuffle());
        List<StepMetrics> steps = new ArrayList<>();
        Torch.setThreads(1);
        try (LlamaModel model = Shared.loadStories260K();
                LoraWeights adapters =
                        new LoraWeights(new LoraWeights.Settings(4, 8, 0, TARGETS), model, LoraTest::goldenAdapter)) {
            model.attach(adapters);
            try (TrainingState state = new TrainingState(model, adapters.tensors(), config.optimizer())) {
                new SftTrainer(config, state, config.keptLayers(model.config().layers()), rows, plan, Sft.meter(model))
                        .train(steps::add, saved -> {});
            }
        }
        SftParityTest.assertAgree(steps, "/lora");
    }

    /** As make_golden.py has it: A[i][j] = 0.1 sin(1 + 31 layer + 7 target + 13 i + 3 j), B = 0. */
    private static NDArray goldenAdapter(NDManager owner, String name, ai.djl.ndarray.types.Shape shape) {
        float[] numbers = new float[(int) shape.size()];
        if (name.contains("lora_A")) {
            int layer = Integer.parseInt(name.split("\\.", -1)[2]);
            int target = TARGETS.indexOf(name.split("\\.", -1)[4]);
            int width = (int) shape.get(1);
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) (0.1 * Math.sin(1 + 31 * layer + 7 * target + 13 * (i / width) + 3 * (i % width)));
            }
        }
        return owner.create(numbers, shape);
    }

    @Test
    void adaptersComeBackAndMergeToTheSameModel() {
        SftConfig config = Sft.config(
                "length: {steps: 5}",
                "method: {lora: {rank: 4, alpha: 8, dropout: 0.1, targets: [q_proj, down_proj]}}");
        Sft.run(config, temporary);
        Path adapter = temporary.resolve("adapter");
        assertThat(Json.read(adapter.resolve("adapter_config.json"), JsonNode.class)
                        .path("peft_type")
                        .asText())
                .isEqualTo("LORA");
        LoraAdapter.merge(Shared.stories260K(), adapter, temporary.resolve("merged"));
        assertThat(temporary.resolve("merged/model.safetensors"))
                .hasSameBinaryContentAs(temporary.resolve("checkpoint/model.safetensors"));
        try (LlamaModel merged = load("merged");
                LlamaModel model = Shared.loadStories260K();
                LoraWeights adapters = LoraAdapter.load(adapter, model).adapters()) {
            float[] plain = logits(model);
            model.attach(adapters);
            float[] adapted = logits(model);
            assertThat(adapted).isNotEqualTo(plain);
            float[] whole = logits(merged);
            for (int i = 0; i < whole.length; i++) {
                assertThat(whole[i]).isCloseTo(adapted[i], within(1e-4f));
            }
        }
    }

    /** Adapters of PEFT, of all kinds that change the base or have ranks and scales of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"alpha-pattern", "rank-pattern", "regex", "pissa", "olora"})
    void trainingGoesOnFromAdapters(String name) throws IOException {
        Path start = temporary.resolve("start");
        copyAdapter(name, start);
        SftConfig config = Sft.config("length: {steps: 3}", "method: {adapter: {path: start}}");
        SftInputs inputs = new SftInputs(
                Optional.of(Shared.stories260K()),
                Optional.of(start),
                new TrainingSource.Tokenized(Sft.goldenRows()),
                Optional.empty());
        List<StepMetrics> steps = Sft.run(config, inputs, temporary.resolve("out"));

        LoraAdapter.merge(Shared.stories260K(), start, temporary.resolve("merged"));
        SftInputs merged = new SftInputs(
                Optional.of(temporary.resolve("merged")),
                new TrainingSource.Tokenized(Sft.goldenRows()),
                Optional.empty());
        List<StepMetrics> whole = Sft.run(Sft.config("length: {steps: 1}"), merged, temporary.resolve("whole"));
        assertThat(steps.get(0).loss()).isCloseTo(whole.get(0).loss(), within(1e-4));
        assertThat(steps.get(2).loss()).isLessThan(steps.get(0).loss());

        LoraAdapter.merge(Shared.stories260K(), temporary.resolve("out/adapter"), temporary.resolve("again"));
        try (LlamaModel checkpoint = load("out/checkpoint");
                LlamaModel again = load("again");
                LlamaModel before = load("merged")) {
            float[] found = logits(again);
            float[] expected = logits(checkpoint);
            assertThat(found).isNotEqualTo(logits(before));
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-3f));
            }
        }
    }

    private static void copyAdapter(String name, Path target) throws IOException {
        Path source = Shared.path("cases/06-lora/" + (name.equals("olora") ? "pissa" : name));
        Files.createDirectories(target);
        Files.copy(source.resolve("adapter_model.safetensors"), target.resolve("adapter_model.safetensors"));
        String config = Files.readString(source.resolve("adapter_config.json"));
        Files.writeString(
                target.resolve("adapter_config.json"),
                name.equals("olora") ? config.replace("pissa", "olora") : config);
    }

    @Test
    void dropoutIsTheSameWhenActivationsAreComputedAgain() {
        String method = "method: {lora: {rank: 4, alpha: 8, dropout: 0.5}}";
        SftConfig kept = Sft.config("length: {steps: 3}", method);
        SftConfig again = Sft.config("length: {steps: 3}", method, "activationCheckpointing: true");
        List<StepMetrics> first = Sft.run(kept, temporary.resolve("kept"));
        List<StepMetrics> second = Sft.run(again, temporary.resolve("again"));
        for (int i = 0; i < 3; i++) {
            assertThat(second.get(i).loss()).isCloseTo(first.get(i).loss(), within(1e-4));
            assertThat(second.get(i).gradNorm()).isCloseTo(first.get(i).gradNorm(), within(1e-3));
        }
    }

    @Test
    void addedTokensAreLearnedBesideTheAdapters() {
        SftConfig config = Sft.config("template: openchat", "length: {steps: 2}", "method: {lora: {rank: 2}}");
        SftInputs inputs = SftInputs.of(Shared.stories260K(), List.of(Conversation.of("a", "Who came?", "Tom.")));
        Sft.run(config, inputs, temporary);
        LoraAdapter.merge(Shared.stories260K(), temporary.resolve("adapter"), temporary.resolve("merged"));
        assertThat(temporary.resolve("merged/model.safetensors"))
                .hasSameBinaryContentAs(temporary.resolve("checkpoint/model.safetensors"));
        assertThat(temporary.resolve("merged/added_tokens.json")).exists();
        try (LlamaModel merged = load("merged")) {
            assertThat(merged.config().vocabularySize()).isEqualTo(513);
        }
    }

    @Test
    void otherKindsOfAdaptersAreRefused() throws IOException {
        Sft.run(Sft.config("length: {steps: 1}", "method: lora"), temporary);
        Path config = temporary.resolve("adapter/adapter_config.json");
        Files.writeString(config, Files.readString(config).replace("\"bias\" : \"none\"", "\"use_dora\" : true"));
        try (LlamaModel model = Shared.loadStories260K()) {
            assertThatThrownBy(() -> LoraAdapter.load(temporary.resolve("adapter"), model))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("use_dora");
        }
        assertThatThrownBy(() -> Sft.config("method: {lora: {targets: [lm_head]}}"))
                .hasMessageContaining("targets (lm_head) must be among");
    }

    @Test
    void adaptersOfSomeLayersComeBackWithTheirOwnRanksAndScales() {
        Map<String, LoraWeights.Place> places = Map.of(
                "model.layers.1.self_attn.q_proj", new LoraWeights.Place(2, 3),
                "model.layers.4.mlp.down_proj", new LoraWeights.Place(5, 0.5));
        Path folder = temporary.resolve("adapter");
        try (LlamaModel model = Shared.loadStories260K();
                LoraWeights adapters = new LoraWeights(
                        places,
                        0,
                        model,
                        (owner, name, shape) -> owner.ones(shape).mul(0.01f * name.length()))) {
            model.attach(adapters);
            float[] expected = logits(model);
            LoraAdapter.save(adapters, Map.of(), model.config(), LoadedAdapter.PLAIN, "base", files -> {}, folder);
            try (LlamaModel again = Shared.loadStories260K();
                    LoraWeights read = LoraAdapter.load(folder, again).adapters()) {
                assertThat(read.places()).isEqualTo(places);
                again.attach(read);
                assertThat(logits(again)).isEqualTo(expected);
            }
        }
    }

    private LlamaModel load(String folder) {
        return HuggingFaceCheckpoint.open(temporary.resolve(folder)).load(Device.cpu(), NumberType.FLOAT32);
    }

    private static float[] logits(LlamaModel model) {
        try (NDManager step = model.manager().newSubManager()) {
            return model.logits(step, TokenRows.of(step, new int[][] {{1, 403, 407, 261}}))
                    .toFloatArray();
        }
    }
}
