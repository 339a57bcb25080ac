package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

class TokenizersTest {
    private static final Path SHARED = Path.of(System.getProperty("shared.root", "../../shared"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"data/llama2", "models/stories260K"})
    void aTokenizerJsonGivesTheIdsOfTheModelItWasMadeFrom(String model) throws IOException {
        Tokenizer expected = sentencePiece(model);
        writeTokenizerJson(expected);
        Tokenizer tokenizer = Tokenizers.load(folder);
        assertThat(tokenizer).isInstanceOf(HuggingFaceTokenizerFile.class);
        assertThat(tokenizer.vocabularySize()).isEqualTo(expected.vocabularySize());
        assertThat(tokenizer.sequence().end()).hasValue(2);
        for (JsonNode node : golden().path("texts")) {
            String text = node.asText();
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(expected.encode(text));
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text.replace('\u2581', ' '));
        }
    }

    @Test
    void oneOfTheTwoFilesIsReadAlone() throws IOException {
        Tokenizer expected = sentencePiece("data/llama2");
        writeTokenizerJson(expected);
        for (Path file : List.of(SHARED.resolve("data/llama2/tokenizer.model"), folder.resolve("tokenizer.json"))) {
            assertThat(Tokenizers.load(file).encode("Once upon a time")).isEqualTo(expected.encode("Once upon a time"));
        }
        Path other = Files.writeString(folder.resolve("merges.txt"), "a b");
        assertThatThrownBy(() -> Tokenizers.load(other)).isInstanceOf(InputException.class);
    }

    @Test
    void aTokenizerJsonIsNotCutAtFiveHundredAndTwelveTokens() throws IOException {
        Tokenizer expected = sentencePiece("models/stories260K");
        writeTokenizerJson(expected);
        String text = "Lily saw a big dog. ".repeat(4000);
        assertThat(Tokenizers.load(folder).encode(text))
                .hasSizeGreaterThan(20_000)
                .isEqualTo(expected.encode(text));
    }

    @Test
    void readsAByteLevelTokenizerJson() throws IOException {
        writeByteLevelJson();
        Tokenizer tokenizer = Tokenizers.load(folder);
        assertThat(tokenizer.addsLeadingSpace()).isFalse();
        assertThat(tokenizer.sequence().start()).hasValue(257);
        for (String text : List.of("ab ab", " ab", "é😀\u0000\n", "<|end|>", "你好")) {
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            assertThat(tokenizer.encode(text)).doesNotContain(257, 258);
        }
        assertThat(tokenizer.encode("ab")).containsExactly(256);
    }

    @Test
    void addedTokensFollowTheVocabularyAndAreNeverReadFromText() throws IOException {
        Tokenizer base = sentencePiece("models/stories260K");
        Tokenizer tokenizer = AddedTokens.ensure(base, List.of("<|end_of_turn|>", "</s>"));
        assertThat(tokenizer.vocabularySize()).isEqualTo(513);
        assertThat(tokenizer.id("<|end_of_turn|>")).hasValue(512);
        assertThat(tokenizer.encode("<|end_of_turn|>")).doesNotContain(512);
        assertThat(tokenizer.decode(new int[] {512})).isEmpty();
        assertThat(AddedTokens.ensure(tokenizer, List.of("<|end_of_turn|>"))).isSameAs(tokenizer);
    }

    @Test
    void savedAddedTokensAreThereWhenLoadedAgain(@TempDir Path saved) throws IOException {
        Tokenizer tokenizer = AddedTokens.ensure(sentencePiece("models/stories260K"), List.of("<|end_of_turn|>"));
        Tokenizers.save(SHARED.resolve("models/stories260K"), saved, tokenizer);
        Tokenizer loaded = Tokenizers.load(saved);
        assertThat(loaded.id("<|end_of_turn|>")).hasValue(512);
        Tokenizers.save(saved, folder, loaded);
        assertThat(Tokenizers.load(folder).vocabularySize()).isEqualTo(513);
    }

    @Test
    void savedAddedTokensStandInTheTokenizerJson(@TempDir Path saved) throws IOException {
        writeByteLevelJson();
        Tokenizers.save(folder, saved, AddedTokens.ensure(Tokenizers.load(folder), List.of("<|end_of_turn|>")));
        assertThat(Tokenizers.load(saved).id("<|end_of_turn|>")).hasValue(259);
        assertThat(Tokenizers.load(saved).vocabularySize()).isEqualTo(260);
    }

    @Test
    void refusesAFolderWithoutATokenizer() {
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(folder
                        + ": no tokenizer.model and no tokenizer.json; name the folder of a Hugging Face"
                        + " model, or one of these files");
    }

    @Test
    void refusesATokenizerOfAnotherSize() throws IOException {
        Tokenizer tokenizer = sentencePiece("models/stories260K");
        assertThatThrownBy(() -> Tokenizers.checkVocabulary(tokenizer, 500, folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "the tokenizer has 512 tokens and the model's vocab_size is 500; expected at most as many");
    }

    @Test
    void refusesAGapInTheAddedTokens() throws IOException {
        Files.copy(modelFile("models/stories260K"), folder.resolve("tokenizer.model"));
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<|end_of_turn|>\": 514}");
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .hasMessageContaining("new tokens numbered from 512 without a gap");
    }

    @Test
    void refusesATokenizerJsonOfAnotherKind() throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}}");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}");
        assertThatThrownBy(() -> Tokenizers.load(folder)).hasMessageContaining("found a model of type Unigram");
    }

    @Test
    void refusesACorruptTokenizerJson() throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\":");
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer.json:1: not the JSON that was expected");
    }

    private static Path modelFile(String model) {
        Path file = SHARED.resolve(model).resolve("tokenizer.model");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not on this machine");
        return file;
    }

    private static Tokenizer sentencePiece(String model) {
        return SentencePieceTokenizer.read(modelFile(model));
    }

    private static JsonNode golden() throws IOException {
        try (var in = TokenizersTest.class.getResourceAsStream("sentencepiece-golden.json")) {
            return Json.MAPPER.readTree(in);
        }
    }

    /** LLaMA-2's layout of tokenizer.json: merges in order of the merged piece's id, which is the order of the scores. */
    private void writeTokenizerJson(Tokenizer source) throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < 3; id++) {
            added.add(special(id, source.piece(id)));
        }
        json.set(
                "normalizer",
                Json.MAPPER.readTree(
                        "{\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"Prepend\", \"prepend\": \"▁\"},"
                                + " {\"type\": \"Replace\", \"pattern\": {\"String\": \" \"}, \"content\": \"▁\"}]}"));
        ObjectNode model = json.putObject("model")
                .put("type", "BPE")
                .put("byte_fallback", true)
                .put("fuse_unk", true);
        model.put("unk_token", "<unk>");
        ObjectNode vocabulary = model.putObject("vocab");
        List<String> merges = new ArrayList<>();
        for (int id = 0; id < source.vocabularySize(); id++) {
            vocabulary.put(source.piece(id), id);
        }
        for (int id = 259; id < source.vocabularySize(); id++) {
            merges.addAll(cuts(source.piece(id), source));
        }
        // the piece of two spaces has the lowest score in LLaMA-2's model, though the lowest id
        merges.sort(Comparator.comparing((String merge) -> merge.equals("▁ ▁") && source.vocabularySize() == 32000));
        merges.forEach(model.putArray("merges")::add);
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}}");
    }

    private static List<String> cuts(String piece, Tokenizer source) {
        List<String> cuts = new ArrayList<>();
        for (int cut = 1; cut < piece.length(); cut++) {
            boolean known = source.id(piece.substring(0, cut)).isPresent()
                    && source.id(piece.substring(cut)).isPresent();
            if (known) {
                cuts.add(piece.substring(0, cut) + " " + piece.substring(cut));
            }
        }
        return cuts;
    }

    /** All bytes, one merge and two special tokens. */
    private void writeByteLevelJson() throws IOException {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.putArray("added_tokens").add(special(257, "<|start|>")).add(special(258, "<|end|>"));
        json.putObject("pre_tokenizer")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = json.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean visible = (value > 32 && value < 127) || (value > 160 && value != 173);
            vocabulary.put(Character.toString(visible ? value : next++), value);
        }
        vocabulary.put("ab", 256);
        model.putArray("merges").add("a b");
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"bos_token\": \"<|start|>\", \"eos_token\": \"<|end|>\"}");
    }

    private static ObjectNode special(int id, String content) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }
}
