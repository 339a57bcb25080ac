package org.reformatted.finetune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reformatted.finetune.Golden;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.CachedDecoder;
import org.reformatted.finetune.model.KvCache;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.TokenRows;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.finetune.weights.DrawnTensors;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.Json;

/** Architectures near LLaMA against transformers and a plain loop: architectures.json, made by {@code src/test/python/make_architectures.py}. */
class ArchitecturesTest {
    private static final JsonNode ROOT = read();
    private static final double PERCENT = 0.01;

    @TempDir
    Path temporary;

    /** An architecture with its name for reports. */
    record Case(JsonNode json) {
        @Override
        public String toString() {
            return json.path("name").asText();
        }
    }

    static Stream<Case> cases() {
        return StreamSupport.stream(ROOT.path("cases").spliterator(), false).map(Case::new);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void logitsAgreeWithTransformers(Case one) throws IOException {
        try (LlamaModel model = load(one)) {
            assertLogits(model, one);
            Path saved = temporary.resolve("saved");
            HuggingFaceCheckpoint.save(model, folder -> {}, saved);
            try (LlamaModel again = HuggingFaceCheckpoint.open(saved).load(Device.cpu(), NumberType.FLOAT32)) {
                assertThat(again.config()).isEqualTo(model.config());
                assertLogits(again, one);
            }
        }
    }

    private static void assertLogits(LlamaModel model, Case one) {
        try (NDManager step = model.manager().newSubManager()) {
            NDArray logits = model.logits(step, TokenRows.of(step, new int[][] {Golden.ints(ROOT.path("prompt"))}));
            for (int position = 0; position < one.json.path("logits").size(); position++) {
                double[] wanted = Golden.numbers(one.json.path("logits").get(position));
                float[] found = logits.get(0).get(position).toFloatArray();
                for (int token = 0; token < wanted.length; token++) {
                    assertThat((double) found[token]).isCloseTo(wanted[token], within(1e-4));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void greedyTextsAgreeWithTransformers(Case one) throws IOException {
        try (LlamaModel model = load(one)) {
            for (int row = 0; row < ROOT.path("rows").size(); row++) {
                int[] prompt = Golden.ints(ROOT.path("rows").get(row).path("ids"));
                int[] wanted = Golden.ints(one.json.path("greedy").get(row));
                assertThat(greedy(model, prompt, wanted.length))
                        .as("row %s", row)
                        .containsExactly(wanted);
            }
        }
    }

    private static int[] greedy(LlamaModel model, int[] prompt, int count) {
        int[] ids = new int[count];
        try (NDManager owner = model.manager().newSubManager()) {
            CachedDecoder decoder = new CachedDecoder(model);
            KvCache cache = decoder.newCache(owner, 1, prompt.length + count);
            ids[0] = (int) decoder.prefill(owner, cache, new int[][] {prompt})
                    .argMax(1)
                    .getLong();
            for (int i = 1; i < count; i++) {
                ids[i] = (int) decoder.decode(owner, cache, new int[] {ids[i - 1]})
                        .argMax(1)
                        .getLong();
            }
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainsAsAPlainLoopDoes(Case one) throws IOException {
        try (LlamaModel model = load(one)) {
            assertTrains(model, model.weights(), one.json.path("sft"));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainsAdaptersAsPeftDoes(Case one) throws IOException {
        try (LlamaModel model = load(one);
                LoraWeights adapters = new LoraWeights(
                        new LoraWeights.Settings(4, 8, 0, LoraWeights.Settings.known()),
                        model,
                        (owner, name, shape) -> name.contains("lora_B")
                                ? owner.zeros(shape)
                                : owner.create(DrawnTensors.numbers(name, shape), shape))) {
            model.attach(adapters);
            assertTrains(model, adapters.tensors(), one.json.path("lora"));
        }
    }

    private static void assertTrains(LlamaModel model, Map<String, NDArray> trained, JsonNode wanted) {
        Torch.setThreads(1);
        SftConfig config = Sft.config();
        List<TokenizedExample> rows = rows();
        BatchPlan plan = new BatchPlan(rows, config.batch(), 64, config.seed(), config.shuffle());
        List<StepMetrics> steps = new ArrayList<>();
        try (TrainingState state = new TrainingState(model, trained, config.optimizer())) {
            new SftTrainer(config, state, config.keptLayers(model.config().layers()), rows, plan, Sft.meter(model))
                    .train(steps::add, saved -> {});
        }
        assertThat(steps).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(steps.get(i).loss())
                    .as("loss of step %s", i)
                    .isCloseTo(wanted.path("losses").get(i).asDouble(), withinPercentage(PERCENT));
            assertThat(steps.get(i).gradNorm())
                    .as("gradient norm of step %s", i)
                    .isCloseTo(wanted.path("gradNorms").get(i).asDouble(), withinPercentage(PERCENT));
        }
    }

    private static List<TokenizedExample> rows() {
        List<TokenizedExample> rows = new ArrayList<>();
        for (JsonNode row : ROOT.path("rows")) {
            int[] ids = Golden.ints(row.path("ids"));
            float[] weights = new float[ids.length];
            for (int i = row.path("prompt").asInt(); i < ids.length; i++) {
                weights[i] = 1;
            }
            rows.add(new TokenizedExample("row" + rows.size(), ids, weights));
        }
        return rows;
    }

    private LlamaModel load(Case one) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("model"));
        ObjectNode config = one.json.path("config").deepCopy();
        config.remove("chunk_size_feed_forward"); // of the writer's base class; changes nothing
        Files.writeString(folder.resolve("config.json"), config.toString());
        Map<String, Shape> shapes = new LinkedHashMap<>();
        one.json
                .path("tensors")
                .properties()
                .forEach(tensor -> shapes.put(tensor.getKey(), DrawnTensors.shape(tensor.getValue())));
        DrawnTensors.write(folder.resolve("model.safetensors"), shapes, NumberType.FLOAT32);
        return HuggingFaceCheckpoint.open(folder).load(Device.cpu(), NumberType.FLOAT32);
    }

    private static JsonNode read() {
        try (InputStream in = HuggingFaceCheckpoint.class.getResourceAsStream("architectures.json")) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
