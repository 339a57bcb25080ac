package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** Models with a byte-level tokenizer.json as GGUF and back. */
class GgufByteLevelTest {
    private static final int ROWS = 280;
    private static final String TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}";

    @TempDir
    Path folder;

    private Path source;
    private Path file;

    @BeforeEach
    void paths() {
        source = folder.resolve("source");
        file = folder.resolve("model.gguf");
    }

    @ParameterizedTest
    @EnumSource(GgufPreTokenizer.class)
    void comesBack(GgufPreTokenizer way) throws IOException {
        write(way, json -> {});
        GgufFile.convert(source, file);
        Path back = folder.resolve("back");
        GgufImport.convert(file, back);
        TensorFolder before = TensorFolder.open(source);
        TensorFolder after = TensorFolder.open(back);
        assertThat(after.names()).isEqualTo(before.names());
        for (String name : after.names()) {
            Shape shape = before.shape(name);
            assertThat(after.bytes(name, shape)).as(name).isEqualTo(before.bytes(name, shape));
        }
        Tokenizer expected = Tokenizers.load(source);
        Tokenizer imported = Tokenizers.load(back);
        assertThat(imported.sequence()).isEqualTo(expected.sequence());
        assertThat(imported.vocabularySize()).isEqualTo(expected.vocabularySize());
        Random random = new Random(3);
        for (int i = 0; i < 400; i++) {
            String text = text(random);
            assertThat(imported.encode(text)).as(text).isEqualTo(expected.encode(text));
        }
        for (int id = 0; id < expected.vocabularySize(); id++) {
            assertThat(imported.bytes(id)).as("bytes of " + id).isEqualTo(expected.bytes(id));
        }
        JsonNode json = Json.read(back.resolve("tokenizer.json"), JsonNode.class);
        assertThat(json.at("/model/vocab"))
                .as("tokens with an id that every library keeps")
                .hasSize(263);
        assertThat(json.at("/model/vocab/<think>").asInt()).isEqualTo(260);
        assertThat(Files.readString(back.resolve("chat_template.jinja"))).isEqualTo(TEMPLATE);
        assertThat(HuggingFaceCheckpoint.open(back).config().endTokens()).containsExactly(261);
    }

    /** Letters, digits, marks, spaces and an added token, which is read from text, as the special one beside it is not. */
    private static String text(Random random) {
        String letters = "then 0129.,'s\n\té本😀TH";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            switch (random.nextInt(12)) {
                case 0 -> text.append("<think>");
                case 1 -> text.append("<|end|>");
                case 2 -> text.append("  ");
                default -> {
                    int at = letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())));
                    text.appendCodePoint(letters.codePointAt(at));
                }
            }
        }
        return text.toString();
    }

    @Test
    void theHeaderNamesWhatTheFilesSay() throws IOException {
        write(GgufPreTokenizer.SMOLLM, json -> {});
        GgufFile.convert(source, file);
        GgufReader read = GgufReader.open(file);
        assertThat(read.text("tokenizer.ggml.model")).hasValue("gpt2");
        assertThat(read.text("tokenizer.ggml.pre")).hasValue("smollm");
        assertThat(read.flag("tokenizer.ggml.add_bos_token")).hasValue(false);
        assertThat(read.flag("tokenizer.ggml.add_space_prefix")).hasValue(false);
        assertThat(read.text("tokenizer.chat_template")).hasValue(TEMPLATE);
        assertThat(read.number("tokenizer.ggml.padding_token_id"))
                .hasValueSatisfying(id -> assertThat(id.intValue()).isEqualTo(262));
        List<Integer> kinds = read.list("tokenizer.ggml.token_type", Number.class).stream()
                .map(Number::intValue)
                .toList();
        assertThat(kinds).hasSize(ROWS);
        assertThat(kinds.subList(258, 266)).containsExactly(1, 1, 4, 3, 3, 5, 5, 5);
        assertThat(read.list("tokenizer.ggml.merges", String.class)).startsWith("t h", "th e");
    }

    @Test
    void tokenizersThatLlamaCppHasNoNameForAreRefused() throws IOException {
        refused(json -> json.withObject("pre_tokenizer").put("use_regex", false), "its pre_tokenizer is {");
        refused(json -> json.putObject("normalizer").put("type", "NFKC"), "its normalizer is {\"type\":\"NFKC\"}");
        refused(json -> json.withObject("model").put("ignore_merges", true), "its model has ignore_merges: true");
        refused(
                json -> ((ObjectNode) json.path("added_tokens").path(0)).put("lstrip", true),
                "the token '<think>' has lstrip: true");
        refused(json -> json.withObject("model").put("byte_fallback", true), "no tokenizer.model next to it");
    }

    private void refused(Consumer<ObjectNode> change, String found) throws IOException {
        write(GgufPreTokenizer.GPT2, json -> {
            json.putObject("pre_tokenizer")
                    .put("type", "ByteLevel")
                    .put("trim_offsets", true)
                    .put("add_prefix_space", false);
            change.accept(json);
        });
        assertThatThrownBy(() -> GgufFile.convert(source, file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(found);
        assertThat(file).doesNotExist();
    }

    private void write(GgufPreTokenizer way, Consumer<ObjectNode> change) throws IOException {
        LlamaConfig shape = LlamaConfig.llama(8, 12, 2, 2, 1, ROWS, 32);
        try (LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1)) {
            HuggingFaceCheckpoint.save(model, files -> {}, source);
        }
        ObjectNode json = tokenizer(way);
        change.accept(json);
        Files.writeString(source.resolve("tokenizer.json"), Json.pretty(json));
        Files.writeString(
                source.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<|end|>\", \"eos_token\": \"<|end|>\", \"pad_token\": {\"content\": \"<|pad|>\"}}");
        Files.writeString(source.resolve("generation_config.json"), "{\"eos_token_id\": 261}");
        Files.writeString(source.resolve("chat_template.jinja"), TEMPLATE);
    }

    /** The 256 bytes as GPT-2 spells them, four merges, and three added tokens. */
    private static ObjectNode tokenizer(GgufPreTokenizer way) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        ArrayNode added = json.putArray("added_tokens");
        for (String token : List.of("<think>", "<|end|>", "<|pad|>")) {
            added.addObject()
                    .put("id", 260 + added.size() - 1)
                    .put("content", token)
                    .put("special", !token.equals("<think>"))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false);
        }
        if (way.normalizes()) {
            json.putObject("normalizer").put("type", "NFC");
        } else {
            json.putNull("normalizer");
        }
        json.set("pre_tokenizer", way.json());
        json.putNull("post_processor");
        json.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = json.putObject("model").put("type", "BPE").put("ignore_merges", way.ignoresMerges());
        ObjectNode vocabulary = model.putObject("vocab");
        int outside = 256;
        for (int octet = 0; octet < 256; octet++) {
            boolean printed = (octet > 32 && octet < 127) || (octet > 160 && octet != 173);
            vocabulary.put(String.valueOf((char) (printed ? octet : outside++)), octet);
        }
        List.of("th", "the", "Ġt", "00").forEach(word -> vocabulary.put(word, vocabulary.size()));
        model.putArray("merges").add("t h").add("th e").add("Ġ t").add("0 0");
        return json;
    }
}
