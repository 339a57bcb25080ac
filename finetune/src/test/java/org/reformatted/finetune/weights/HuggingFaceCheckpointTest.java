package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.RopeScaling;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

class HuggingFaceCheckpointTest {
    @TempDir
    Path temporary;

    @Test
    void savingAndLoadingChangesNoWeight() {
        Path source = Shared.stories260K();
        Path saved = temporary.resolve("saved");
        try (LlamaModel model = Shared.loadStories260K()) {
            HuggingFaceCheckpoint.save(
                    model,
                    folder -> Files.copy(source.resolve("tokenizer.model"), folder.resolve("tokenizer.model")),
                    saved);
        }
        assertSameWeights(TensorFolder.open(source), TensorFolder.open(saved));
        assertThat(HuggingFaceCheckpoint.open(saved).config())
                .isEqualTo(HuggingFaceCheckpoint.open(source).config());
        assertThat(saved.resolve("tokenizer.model")).hasSameBinaryContentAs(source.resolve("tokenizer.model"));
        assertThat(temporary).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void shardsHoldTheSameWeights() throws IOException {
        Path source = Shared.stories260K();
        Path saved = Files.createDirectory(temporary.resolve("sharded"));
        try (LlamaModel model = Shared.loadStories260K()) {
            HuggingFaceCheckpoint.writeWeights(model, saved, 300_000);
        }
        assertThat(saved.resolve(TensorFolder.INDEX)).exists();
        assertThat(saved.resolve("model-00001-of-00005.safetensors")).exists();
        assertSameWeights(TensorFolder.open(source), TensorFolder.open(saved));
    }

    @Test
    void bfloat16RoundsToNearestEven() throws IOException {
        Path saved = Files.createDirectory(temporary.resolve("half"));
        HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(Shared.stories260K());
        try (LlamaModel model = checkpoint.load(Device.cpu(), NumberType.BFLOAT16)) {
            HuggingFaceCheckpoint.writeWeights(model, saved, Long.MAX_VALUE);
        }
        TensorFolder exact = TensorFolder.open(Shared.stories260K());
        TensorFolder rounded = TensorFolder.open(saved);
        assertThat(rounded.type(LlamaWeights.NORM)).isEqualTo(NumberType.BFLOAT16);
        ByteBuffer wide = exact.bytes(LlamaWeights.EMBEDDING, new Shape(512, 64));
        ByteBuffer narrow = rounded.bytes(LlamaWeights.EMBEDDING, new Shape(512, 64));
        for (int i = 0; i < 512 * 64; i++) {
            int bits = wide.getInt(4 * i);
            int even = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
            assertThat(narrow.getShort(2 * i)).isEqualTo((short) even);
        }
    }

    @Test
    void addedRowsAreTheMeanOfTheOldOnes() {
        HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(Shared.stories260K());
        try (LlamaModel model = checkpoint.load(Device.cpu(), NumberType.FLOAT32, 514)) {
            for (String name : new String[] {LlamaWeights.EMBEDDING, LlamaWeights.HEAD}) {
                NDArray table = model.weight(name);
                assertThat(table.getShape()).isEqualTo(new Shape(514, 64));
                float[] mean = table.get("0:512").mean(new int[] {0}).toFloatArray();
                assertThat(table.get(512).toFloatArray()).containsExactly(mean, within(1e-6f));
                assertThat(table.get(513).toFloatArray()).containsExactly(mean, within(1e-6f));
            }
        }
    }

    @Test
    void refusesFieldsThatWouldChangeTheResult() throws IOException {
        for (String field : new String[] {
            "\"architectures\":[\"QwenForCausalLM\"]",
            "\"hidden_act\":\"gelu\"",
            "\"attention_bias\":\"yes\"",
            "\"rope_scaling\":{\"type\":\"longrope\",\"factor\":2}",
            "\"quantization_config\":{\"bits\":4}",
            "\"num_key_value_heads\":3",
            "\"hidden_size\":\"64\""
        }) {
            String name = field.substring(1, field.indexOf('"', 1));
            Path folder = Files.createDirectory(temporary.resolve(name));
            Files.writeString(folder.resolve("config.json"), config(field));
            assertThatThrownBy(() -> HuggingFaceCheckpoint.open(folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aFieldIsHarmlessByItsValue() throws IOException {
        String llama = "\"architectures\":[\"LlamaForCausalLM\"]";
        String mistral = "\"architectures\":[\"MistralForCausalLM\"]";
        String full =
                "\"layer_types\":[\"full_attention\",\"full_attention\",\"full_attention\",\"full_attention\",\"full_attention\"]";
        String sliding = full.replace("full", "sliding");
        String mixed = full.replaceFirst("full", "sliding");
        for (String field : List.of(
                llama + "," + full,
                mistral + ",\"sliding_window\":null," + full,
                mistral + "," + sliding,
                llama + ",\"is_llama_config\":true,\"rope_interleaved\":false,\"torchscript\":false",
                llama
                        + ",\"_model_name_or_path\":\"a/b\",\"transformers.js_config\":{\"kv_cache_dtype\":{\"q4f16\":\"float16\"}}",
                llama
                        + ",\"chunk_size_feed_forward\":0,\"pruned_heads\":{},\"hidden_act\":\"swish\",\"attention_dropout\":0",
                llama + ",\"unsloth_version\":\"2025.3\",\"unsloth_fixed\":true,\"_attn_implementation_autoset\":true",
                llama + ",\"use_sliding_window\":false,\"max_window_layers\":21,\"sliding_window\":4096",
                llama + ",\"quantization_config\":null,\"bos_token_id\":null,\"eos_token_id\":[2,3]",
                "\"architectures\":null,\"model_type\":\"llama\"")) {
            Files.writeString(temporary.resolve("config.json"), config(field));
            assertThat(HuggingFaceCheckpoint.open(temporary).config().layers()).isEqualTo(5);
        }
        for (String field : List.of(
                llama + "," + mixed,
                llama + "," + sliding,
                llama + "," + full.replaceFirst("\"full_attention\",", ""),
                mistral + "," + full,
                llama + ",\"is_llama_config\":false",
                llama + ",\"rope_interleaved\":true",
                llama + ",\"chunk_size_feed_forward\":8",
                llama + ",\"pruned_heads\":{\"0\":[1]}",
                llama + ",\"attention_dropout\":0.1",
                llama + ",\"use_sliding_window\":true",
                llama + ",\"partial_rotary_factor\":0.5",
                llama + ",\"quantization\":{\"bits\":4}",
                llama + ",\"no_such_field\":1",
                llama + ",\"eos_token_id\":\"</s>\"",
                llama + ",\"model_type\":\"mistral\"")) {
            Files.writeString(temporary.resolve("config.json"), config(field));
            assertThatThrownBy(() -> HuggingFaceCheckpoint.open(temporary))
                    .as(field)
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void aMissingSlidingWindowIsNotOneOfNull() throws IOException {
        String mistral = "\"architectures\":[\"MistralForCausalLM\"]";
        Files.writeString(temporary.resolve("config.json"), config(mistral));
        assertThat(HuggingFaceCheckpoint.open(temporary).config().slidingWindow())
                .hasValue(4096);
        Files.writeString(temporary.resolve("config.json"), config(mistral + ",\"sliding_window\":null"));
        LlamaConfig none = HuggingFaceCheckpoint.open(temporary).config();
        assertThat(none.slidingWindow()).isEmpty();
        assertThat(HuggingFaceConfig.write(none, NumberType.FLOAT32)).containsEntry("sliding_window", null);
    }

    @Test
    void endTokensStandInTheGenerationConfigOrElseInTheConfig() throws IOException {
        Files.writeString(
                temporary.resolve("config.json"),
                config("\"architectures\":[\"LlamaForCausalLM\"],\"eos_token_id\":7"));
        assertThat(HuggingFaceCheckpoint.open(temporary).endTokens()).containsExactly(7);
        Files.writeString(temporary.resolve("generation_config.json"), "{\"temperature\":0.6}");
        assertThat(HuggingFaceCheckpoint.open(temporary).endTokens()).containsExactly(7);
        Files.writeString(temporary.resolve("generation_config.json"), "{\"eos_token_id\":[5,9]}");
        assertThat(HuggingFaceCheckpoint.open(temporary).endTokens()).containsExactly(5, 9);
    }

    @Test
    void countsAreComparedWithTheWeightsBeforeMemoryIsAskedFor() throws IOException {
        Files.copy(Shared.stories260K().resolve("model.safetensors"), temporary.resolve("model.safetensors"));
        for (String field :
                List.of("num_hidden_layers\":10000000", "num_hidden_layers\":4", "vocab_size\":2000000000")) {
            Files.writeString(
                    temporary.resolve("config.json"),
                    config("\"" + field + ",\"architectures\":[\"LlamaForCausalLM\"]"));
            assertThatThrownBy(() -> HuggingFaceCheckpoint.open(temporary))
                    .as(field)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("config.json");
        }
    }

    @Test
    void refusesWeightsThatAreNotFinite() {
        Path folder = Shared.path("cases/07-tokenizer/nan-weight");
        assertThatThrownBy(() -> HuggingFaceCheckpoint.open(folder).load(Device.cpu(), NumberType.FLOAT32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.")
                .hasMessageContaining("is not finite");
    }

    @Test
    void opensCasesWithPaddedRowsAndWithTokensOfTheTokenizerConfigAlone() {
        for (String name : new String[] {"padded", "decoder-only"}) {
            Path folder = Shared.path("cases/07-tokenizer/" + name);
            Tokenizer tokenizer = Tokenizers.load(folder);
            boolean padded = name.equals("padded");
            assertThat(tokenizer.vocabularySize()).as(name).isEqualTo(padded ? 512 : 514);
            assertThat(tokenizer.id("<|im_end|>")).isEqualTo(padded ? OptionalInt.empty() : OptionalInt.of(513));
            try (LlamaModel model = HuggingFaceCheckpoint.open(folder).load(Device.cpu(), NumberType.FLOAT32)) {
                assertThat(model.config().vocabularySize()).isEqualTo(padded ? 576 : 514);
                Tokenizers.checkVocabulary(tokenizer, model.config().vocabularySize(), folder);
            }
        }
    }

    @Test
    void findsNumbersThatAreNotFiniteOfEveryType() {
        for (NumberType type : NumberType.values()) {
            for (int place = 0; place < 5; place++) {
                ByteBuffer bytes = ByteBuffer.allocate(5 * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                FiniteNumbers.require("t", bytes, type);
                if (type == NumberType.FLOAT32) {
                    bytes.putFloat(4 * place, place % 2 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY);
                } else {
                    bytes.putShort(2 * place, (short) (type == NumberType.FLOAT16 ? 0xFC00 : 0x7FC1));
                }
                assertThatThrownBy(() -> FiniteNumbers.require("t", bytes, type))
                        .hasMessageContaining("number " + place + " is");
            }
        }
    }

    @Test
    void aStoredHeadThatDiffersIsUsedThoughTheConfigTiesIt() throws IOException {
        Path source = Shared.stories260K();
        Path weights = temporary.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(source.resolve("model.safetensors"));
        Files.write(weights, bytes);
        String text = Files.readString(source.resolve("config.json"));
        Files.writeString(
                temporary.resolve("config.json"),
                text.replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true"));
        assertThat(HuggingFaceCheckpoint.open(temporary).config().tiedEmbeddings())
                .as("a head that equals the embedding")
                .isTrue();
        bytes[Math.toIntExact(entry(weights).begin())] ^= 1;
        Files.write(weights, bytes);
        try (LlamaModel model = HuggingFaceCheckpoint.open(temporary).load(Device.cpu(), NumberType.FLOAT32)) {
            assertThat(model.config().tiedEmbeddings()).isFalse();
            assertThat(model.head()).isSameAs(model.weight(LlamaWeights.HEAD));
        }
    }

    private static SafeTensors.TensorEntry entry(Path file) {
        return SafeTensors.open(file).entries().get(LlamaWeights.HEAD);
    }

    @Test
    void anAdapterThatIsGivenAsAModelIsNamedWithWhatToDo() throws IOException {
        Files.writeString(
                temporary.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"meta-llama/Llama-2-7b-hf\"}");
        assertThatThrownBy(() -> HuggingFaceCheckpoint.open(temporary))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it is an adapter of meta-llama/Llama-2-7b-hf and not a model")
                .hasMessageContaining("scripts/harness merge --model BASE --adapter " + temporary);
    }

    @Test
    void saysWhatToDoWithTheLayoutOfMeta() throws IOException {
        Files.writeString(temporary.resolve("params.json"), "{\"dim\": 4096}");
        assertThatThrownBy(() -> HuggingFaceCheckpoint.open(temporary))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("params.json");
    }

    @Test
    void readsLinearScalingAndSlidingWindow() throws IOException {
        Files.writeString(
                temporary.resolve("config.json"),
                config("\"architectures\":[\"MistralForCausalLM\"],\"sliding_window\":7,"
                        + "\"rope_scaling\":{\"rope_type\":\"linear\",\"factor\":4.0}"));
        LlamaConfig config = HuggingFaceCheckpoint.open(temporary).config();
        assertThat(config.slidingWindow()).hasValue(7);
        assertThat(config.ropeScaling()).isEqualTo(new RopeScaling.Linear(4));
    }

    @Test
    void presetsHaveThePublishedNumberOfParameters() {
        assertThat(LlamaWeights.parameters(LlamaConfig.llama2_7b())).isEqualTo(6_738_415_616L);
        assertThat(LlamaWeights.parameters(LlamaConfig.llama2_13b())).isEqualTo(13_015_864_320L);
        assertThat(LlamaWeights.parameters(LlamaConfig.llama2_70b())).isEqualTo(68_976_648_192L);
        assertThat(LlamaWeights.parameters(LlamaConfig.mistral_7b())).isEqualTo(7_241_732_096L);
    }

    private static String config(String replacement) {
        String base = """
            {"architectures":["LlamaForCausalLM"],"hidden_size":64,"intermediate_size":172,"num_hidden_layers":5,\
            "num_attention_heads":8,"num_key_value_heads":4,"vocab_size":512}\
            """;
        String name = replacement.substring(0, replacement.indexOf(':'));
        String without = base.replaceAll(name + ":(\\[[^]]*]|[^,}]*),?", "");
        return "{" + replacement + "," + without.substring(1);
    }

    private static void assertSameWeights(TensorFolder source, TensorFolder saved) {
        assertThat(saved.names()).containsExactlyInAnyOrderElementsOf(source.names());
        for (String name : source.names()) {
            assertThat(saved.bytes(name, source.shape(name)))
                    .as(name)
                    .isEqualTo(source.bytes(name, source.shape(name)));
        }
    }
}
