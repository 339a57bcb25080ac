package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;

/** Golden ids are SentencePiece's own, written by {@code src/test/python/sentencepiece_golden.py}; they are compared exactly. */
class SentencePieceTokenizerTest {
    private static final Path SHARED = Path.of(System.getProperty("shared.root", "../../shared"));

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "stories260K"})
    void givesSentencePiecesOwnIdsOnSelfMadeTexts(String model) throws IOException {
        Tokenizer tokenizer = tokenizer(model);
        JsonNode golden = golden();
        JsonNode ids = golden.at("/" + model + "/ids");
        for (int i = 0; i < ids.size(); i++) {
            String text = golden.at("/texts/" + i).asText();
            int[] expected = Json.MAPPER.treeToValue(ids.get(i), int[].class);
            assertThat(tokenizer.encode(text)).as("text %s: %s", i, text).isEqualTo(expected);
        }
        assertThat(ids.size()).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "stories260K"})
    void givesSentencePiecesOwnIdsOnTextsOfTwentyThousandTokens(String model) throws IOException {
        Tokenizer tokenizer = tokenizer(model);
        JsonNode golden = golden();
        for (int i = 0; i < golden.path("long").size(); i++) {
            JsonNode text = golden.at("/long/" + i);
            int[] ids = tokenizer.encode(repeated(text));
            JsonNode expected = golden.at("/" + model + "/longIds/" + i);
            assertThat(ids).as("%s", text).hasSize(expected.path("tokens").asInt());
            assertThat(hash(ids)).as("%s", text).isEqualTo(expected.path("hash").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "stories260K"})
    void givesSentencePiecesOwnIdsOnAllOfGsm8kTest(String model) throws IOException {
        Tokenizer tokenizer = tokenizer(model);
        String hashes = golden().at("/" + model + "/gsm8kTestHashes").asText();
        List<String> texts = gsm8kTest();
        assertThat(hashes).hasSize(8 * texts.size());
        for (int i = 0; i < texts.size(); i++) {
            assertThat(hash(tokenizer.encode(texts.get(i))))
                    .as(texts.get(i))
                    .isEqualTo(hashes.substring(8 * i, 8 * i + 8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "stories260K"})
    void decodesWhatItEncoded(String model) throws IOException {
        Tokenizer tokenizer = tokenizer(model);
        List<String> texts = gsm8kTest();
        golden().path("texts").forEach(text -> texts.add(text.asText()));
        golden().path("long").forEach(text -> texts.add(repeated(text)));
        for (String text : texts) {
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text.replace('\u2581', ' '));
        }
    }

    @Test
    void keepsTheLeadingSpaceOfAContinuation() throws IOException {
        Tokenizer tokenizer = tokenizer("llama2");
        int[] ids = tokenizer.encode("Hello world");
        int[] rest = Arrays.copyOfRange(ids, 1, ids.length);
        assertThat(tokenizer.decode(ids)).isEqualTo("Hello world");
        assertThat(tokenizer.decodeContinuation(rest)).isEqualTo(" world");
    }

    @Test
    void readsHalfASurrogatePairAsTheReplacementCharacter() throws IOException {
        Tokenizer tokenizer = tokenizer("llama2");
        assertThat(tokenizer.encode("a\ud83d")).isEqualTo(tokenizer.encode("a\ufffd"));
    }

    @Test
    void knowsItsSpecialTokens() throws IOException {
        Tokenizer tokenizer = tokenizer("llama2");
        assertThat(tokenizer.vocabularySize()).isEqualTo(32000);
        assertThat(tokenizer.sequence()).isEqualTo(SequenceTokens.startedBy(1, 2));
        assertThat(tokenizer.piece(13)).isEqualTo("<0x0A>");
        assertThat(tokenizer.id("</s>")).hasValue(2);
        assertThat(tokenizer.id("no such piece")).isEmpty();
        assertThat(tokenizer.decode(new int[] {1, 15043, 2})).isEqualTo("Hello");
    }

    @Test
    void refusesAFileThatBreaksOff(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(file("stories260K"));
        Path half = Files.write(folder.resolve("tokenizer.model"), Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(half + ": not a SentencePiece model");
    }

    @Test
    void refusesAFileOfAnotherKind(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("tokenizer.model"), "version https://git-lfs.github.com/spec/v1\n");
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer.model");
    }

    @Test
    void refusesAUnigramModel(@TempDir Path folder) throws IOException {
        byte[] unigram = {0x0A, 3, 0x0A, 1, 'a', 0x12, 2, 0x18, 1};
        Files.write(folder.resolve("tokenizer.model"), unigram);
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .hasMessageContaining("found model type 1; expected 2, byte-pair encoding");
    }

    private static Tokenizer tokenizer(String model) throws IOException {
        Path file = file(model);
        assertThat(Sha256.of(file))
                .isEqualTo(golden().at("/" + model + "/modelSha256").asText());
        return SentencePieceTokenizer.read(file);
    }

    private static Path file(String model) {
        Path file = SHARED.resolve(model.equals("llama2") ? "data/llama2" : "models/stories260K")
                .resolve("tokenizer.model");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not on this machine");
        return file;
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = SentencePieceTokenizerTest.class.getResourceAsStream("sentencepiece-golden.json")) {
            return Json.MAPPER.readTree(in);
        }
    }

    private static List<String> gsm8kTest() throws IOException {
        Path file = SHARED.resolve("data/gsm8k/test.jsonl");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not on this machine");
        List<String> texts = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = Json.MAPPER.readTree(line);
            questions.add(row.path("question").asText());
            texts.add(row.path("question").asText());
            texts.add(row.path("answer").asText());
        }
        texts.add(String.join("\n", questions));
        return texts;
    }

    private static String repeated(JsonNode text) {
        return text.path("repeated").asText().repeat(text.path("times").asInt());
    }

    private static String hash(int[] ids) {
        return Sha256.of(Arrays.stream(ids).mapToObj(String::valueOf).collect(Collectors.joining(" ")))
                .substring(0, 8);
    }
}
