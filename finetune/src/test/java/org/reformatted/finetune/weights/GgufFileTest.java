package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.Architecture;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.VocabularyPiece;

class GgufFileTest {
    @TempDir
    Path folder;

    @Test
    void holdsEveryTensorWithRotaryPairsSideBySide() throws IOException {
        LlamaConfig shape = LlamaConfig.llama(8, 12, 2, 2, 1, 20, 32);
        Path file = folder.resolve("model.gguf");
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1)) {
            GgufFile.write(model, List.of(new VocabularyPiece("<unk>", 0, VocabularyPiece.UNKNOWN)), file);
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
            GgufFile.write(model, pieces, biased);
            Gguf read = new Gguf(biased);
            assertThat(read.floats("blk.0.attn_q.bias", 8)).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
            assertThat(read.tensors)
                    .containsKeys("blk.1.attn_k.bias", "blk.1.attn_output.bias", "blk.1.ffn_down.bias")
                    .hasSize(model.weights().size());
        }
        Path normed = folder.resolve("normed.gguf");
        try (LlamaModel model = random(Architecture.QWEN3)) {
            GgufFile.write(model, pieces, normed);
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

    @Test
    void folderWithoutSentencePieceVocabularyIsRefused() throws IOException {
        Files.copy(Shared.stories260K().resolve("config.json"), folder.resolve("config.json"));
        assertThatThrownBy(() -> GgufFile.convert(folder, folder.resolve("model.gguf")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it has no tokenizer.model");
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
