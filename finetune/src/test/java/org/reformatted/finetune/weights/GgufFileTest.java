package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.RopeScaling;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.text.SequenceTokens;
import org.reformatted.realign.text.VocabularyPiece;

class GgufFileTest {
    @TempDir
    Path folder;

    @Test
    void holdsEveryTensorWithRotaryPairsSideBySide() throws IOException {
        LlamaConfig shape = LlamaConfig.llama(8, 12, 2, 2, 1, 20, 32);
        Path file = folder.resolve("model.gguf");
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1)) {
            GgufFile.write(
                    model,
                    List.of(new VocabularyPiece("<unk>", 0, VocabularyPiece.UNKNOWN)),
                    GgufEnds.startedBy(1, 2),
                    file);
            Gguf read = new Gguf(file);
            assertThat(read.values)
                    .containsEntry("general.architecture", "llama")
                    .containsEntry("llama.attention.head_count_kv", 1)
                    .containsEntry("llama.attention.layer_norm_rms_epsilon", (float) shape.rmsNormEpsilon());
            assertThat(read.list("tokenizer.ggml.tokens")).hasSize(20).startsWith("<unk>", "[PAD1]");
            assertThat(read.tensors).hasSize(model.weights().size());

            float[] queries =
                    model.weight(LlamaWeights.name(1, "self_attn.q_proj")).toFloatArray(); // (8, 8), heads of 4
            float[] found = read.floats("blk.1.attn_q.weight", 64);
            int[] rows = {0, 2, 1, 3, 4, 6, 5, 7}; // of each head its first half and its second half in turn
            for (int row = 0; row < 8; row++) {
                for (int column = 0; column < 8; column++) {
                    assertThat(found[8 * row + column]).isEqualTo(queries[8 * rows[row] + column]);
                }
            }
            assertThat(read.floats("blk.0.ffn_down.weight", 96))
                    .isEqualTo(
                            model.weight(LlamaWeights.name(0, "mlp.down_proj")).toFloatArray());
            assertThat(read.tensors.get("blk.0.ffn_down.weight").shape()).containsExactly(12, 8);
        }
    }

    @Test
    void biasesAndNormsOfHeadsHaveTheirOwnNames() throws IOException {
        List<VocabularyPiece> pieces = List.of(new VocabularyPiece("<unk>", 0, VocabularyPiece.UNKNOWN));
        Path biased = folder.resolve("biased.gguf");
        try (LlamaModel model = random(Architecture.LLAMA.withBiases(true, true))) {
            NDArray bias = model.weight("model.layers.0.self_attn.q_proj.bias");
            bias.addi(model.manager().arange(8f));
            GgufFile.write(model, pieces, GgufEnds.startedBy(1, 2), biased);
            Gguf read = new Gguf(biased);
            assertThat(read.floats("blk.0.attn_q.bias", 8)).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
            assertThat(read.tensors)
                    .containsKeys("blk.1.attn_k.bias", "blk.1.attn_output.bias", "blk.1.ffn_down.bias")
                    .hasSize(model.weights().size());
        }
        Path normed = folder.resolve("normed.gguf");
        try (LlamaModel model = random(Architecture.QWEN3)) {
            GgufFile.write(model, pieces, GgufEnds.startedBy(1, 2), normed);
            Gguf read = new Gguf(normed);
            assertThat(read.values)
                    .containsEntry("general.architecture", "qwen3")
                    .containsEntry("qwen3.attention.key_length", 4)
                    .containsEntry("qwen3.block_count", 2);
            assertThat(read.tensors).containsKeys("blk.0.attn_q_norm.weight", "blk.1.attn_k_norm.weight");
            assertThat(read.floats("blk.1.attn_q.weight", 64))
                    .isEqualTo(model.weight(LlamaWeights.name(1, "self_attn.q_proj"))
                            .toFloatArray());
        }
    }

    private static LlamaModel random(Architecture architecture) {
        LlamaConfig plain = LlamaConfig.llama(8, 12, 2, 2, 1, 20, 32);
        return LlamaInitializer.random(plain.with(architecture), Device.cpu(), NumberType.FLOAT32, 1);
    }

    @Test
    void convertsAFolderWithItsVocabulary() throws IOException {
        Path file = folder.resolve("stories.gguf");
        GgufFile.convert(Shared.stories260K(), file);
        Gguf read = new Gguf(file);
        assertThat(read.list("tokenizer.ggml.tokens")).hasSize(512).startsWith("<unk>");
        assertThat(read.list("tokenizer.ggml.token_type")).startsWith(2, 3, 3, 6);
        assertThat(folder.resolve("stories.gguf.partial")).doesNotExist();
    }

    /** Divisors as the formula of transformers gives them for theta 10,000 and a head of 4: frequencies 1 and 0.01, wavelengths 6.3 and 628. */
    @Test
    void scaledPositionsComeBack() throws IOException {
        var llama3 = new RopeScaling.Llama3(8, 1, 4, 8192);
        var mixed = new RopeScaling.Llama3(8, 1, 4, 1256);
        assertThat(GgufRopeScaling.divisors(llama3, 10_000, 4)).containsExactly(1f, 1f);
        // 1256 / 628.32 = 1.99898 turns, so a third (0.33299) is kept: 1 / (0.667 / 8 + 0.333)
        assertThat(GgufRopeScaling.divisors(mixed, 10_000, 4).get(1)).isCloseTo(2.40170f, Offset.offset(1e-4f));
        var large = new RopeScaling.Llama3(32, 1, 4, 8192);
        for (RopeScaling scaling : List.of(
                new RopeScaling.None(),
                new RopeScaling.Linear(2.5),
                new RopeScaling.Llama3(32, 1, 4, 8192),
                GgufRopeScaling.plain(4, 128))) {
            Path source = stories(scaling, config -> {});
            Path file = folder.resolve("scaled.gguf");
            GgufFile.convert(source, file);
            Path back = folder.resolve("back");
            GgufImport.convert(file, back);
            assertThat(HuggingFaceCheckpoint.open(back).config().ropeScaling()).isEqualTo(scaling);
            assertThat(new Gguf(file).tensors.containsKey("rope_freqs.weight")).isEqualTo(scaling.equals(large));
        }
    }

    @Test
    void scalingThatLlamaCppDoesNotKnowIsRefused() throws IOException {
        var sharper = new RopeScaling.Yarn(
                4, 128, 32, 1, true, OptionalDouble.of(1.5), OptionalDouble.empty(), OptionalDouble.empty());
        for (RopeScaling scaling : List.of(new RopeScaling.Dynamic(2), sharper)) {
            Path source = stories(scaling, config -> {});
            assertThatThrownBy(() -> GgufFile.convert(source, folder.resolve("refused.gguf")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("rope_scaling: found " + scaling.type());
            assertThat(folder.resolve("refused.gguf")).doesNotExist();
        }
    }

    @Test
    void tokensAtTheEndsAreThoseOfTheFiles() throws IOException {
        Path source = stories(
                new RopeScaling.None(),
                config -> config.putArray("eos_token_id").add(2).add(13).add(14));
        Files.writeString(
                source.resolve("tokenizer_config.json"), "{\"add_bos_token\": false, \"add_eos_token\": true}");
        Path file = folder.resolve("ends.gguf");
        GgufFile.convert(source, file);
        assertThat(new Gguf(file).values)
                .containsEntry("tokenizer.ggml.add_bos_token", false)
                .containsEntry("tokenizer.ggml.add_eos_token", true)
                .containsEntry("tokenizer.ggml.bos_token_id", 1)
                .containsEntry("tokenizer.ggml.eos_token_id", 2)
                .containsEntry("tokenizer.ggml.eot_token_id", 13)
                .containsEntry("tokenizer.ggml.eom_token_id", 14);
        assertThatThrownBy(() -> GgufEnds.of(SequenceTokens.startedBy(1, 2), List.of(2, 3, 4, 5), source))
                .hasMessageContaining("at most three end tokens");
        SequenceTokens two = new SequenceTokens(OptionalInt.of(1), OptionalInt.of(2), List.of(1, 1), List.of());
        assertThatThrownBy(() -> GgufEnds.of(two, List.of(2), source)).hasMessageContaining("[1, 1] before a text");
    }

    /** A copy of the small model with other positions or another config. */
    private Path stories(RopeScaling scaling, Consumer<ObjectNode> change) throws IOException {
        Path copy = Files.createTempDirectory(folder, "model");
        for (String name : List.of("model.safetensors", "tokenizer.model")) {
            Files.copy(Shared.stories260K().resolve(name), copy.resolve(name));
        }
        ObjectNode config = Json.read(Shared.stories260K().resolve("config.json"), ObjectNode.class);
        if (!(scaling instanceof RopeScaling.None)) {
            ObjectNode fields = config.putObject("rope_scaling").put("rope_type", scaling.type());
            scaling.fields().forEach((key, value) -> fields.set(key, Json.MAPPER.valueToTree(value)));
        }
        change.accept(config);
        Files.writeString(copy.resolve("config.json"), Json.pretty(config));
        return copy;
    }

    @Test
    void folderWithoutATokenizerIsRefused() throws IOException {
        Files.copy(Shared.stories260K().resolve("config.json"), folder.resolve("config.json"));
        assertThatThrownBy(() -> GgufFile.convert(folder, folder.resolve("model.gguf")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no tokenizer.model and no tokenizer.json");
    }

    /** What a GGUF file says, read as its specification describes it. */
    private static final class Gguf {
        final Map<String, Object> values = new LinkedHashMap<>();
        final Map<String, Tensor> tensors = new LinkedHashMap<>();
        private final ByteBuffer in;
        private final int begin;

        record Tensor(List<Integer> shape, int type, int offset) {}

        Gguf(Path file) throws IOException {
            in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(in.getInt()).isEqualTo(0x46554747); // "GGUF"
            assertThat(in.getInt()).isEqualTo(3);
            long tensorCount = in.getLong();
            long valueCount = in.getLong();
            for (long i = 0; i < valueCount; i++) {
                values.put(text(), value(in.getInt()));
            }
            for (long i = 0; i < tensorCount; i++) {
                String name = text();
                List<Integer> shape = new ArrayList<>();
                for (int left = in.getInt(); left > 0; left--) {
                    shape.add((int) in.getLong());
                }
                tensors.put(name, new Tensor(shape, in.getInt(), (int) in.getLong()));
            }
            begin = (in.position() + 31) / 32 * 32;
        }

        List<Object> list(String key) {
            return List.copyOf((List<?>) values.get(key));
        }

        private Object value(int type) {
            return switch (type) {
                case 4, 5 -> in.getInt();
                case 6 -> in.getFloat();
                case 7 -> in.get() != 0;
                case 8 -> text();
                case 9 -> {
                    int element = in.getInt();
                    long count = in.getLong();
                    List<Object> elements = new ArrayList<>();
                    for (long i = 0; i < count; i++) {
                        elements.add(value(element));
                    }
                    yield elements;
                }
                default -> throw new IllegalStateException("type " + type);
            };
        }

        private String text() {
            byte[] bytes = new byte[(int) in.getLong()];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        float[] floats(String name, int count) {
            Tensor tensor = tensors.get(name);
            assertThat(tensor.type()).isZero();
            float[] floats = new float[count];
            in.duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(begin + tensor.offset())
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(floats);
            return floats;
        }
    }
}
