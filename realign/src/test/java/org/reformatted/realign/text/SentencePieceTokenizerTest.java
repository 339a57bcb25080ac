package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

    /** Encoding word by word must not show: neither at spaces of any number, nor at words too long to be kept, nor the second time. */
    @ParameterizedTest
    @ValueSource(strings = {"llama2", "stories260K"})
    void wordByWordGivesTheIdsOfTheWhole(String model) throws IOException {
        SentencePieceTokenizer tokenizer = (SentencePieceTokenizer) tokenizer(model);
        String[] parts = {
            " ",
            "  ",
            "\u2581",
            "\n",
            "a",
            "the",
            "ing",
            "12",
            ".",
            "\u00e9",
            "\u4f60\u597d",
            "\ud83d\ude00",
            "x".repeat(40),
            "\ud83d"
        };
        Random random = new Random(5);
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(tokenizer.encodeContinuation(text.toString()))
                    .as(text.toString())
                    .isEqualTo(tokenizer.encodeUnsplit(text.toString()));
        }
    }

    /** A piece that reaches over a space, as such models may have when they were trained without splitting at spaces. */
    @Test
    void mergesOverSpacesWhereAPieceReachesOverOne(@TempDir Path folder) throws IOException {
        ProtoWriter model = new ProtoWriter();
        piece(model, "<unk>", 0, 2);
        for (int value = 0; value < 256; value++) {
            piece(model, String.format("<0x%02X>", value), 0, 6);
        }
        for (String text : new String[] {"a", "\u2581", "b", "a\u2581", "a\u2581b"}) {
            piece(model, text, -text.length(), 1);
        }
        model.message(
                2,
                new ProtoWriter()
                        .number(3, SentencePieceFile.BPE)
                        .number(35, 1)); // the trainer: bytes where no piece fits
        model.message(3, new ProtoWriter().number(3, 0).number(4, 0)); // the normalizer: no space is added or left out
        Tokenizer tokenizer =
                SentencePieceTokenizer.read(Files.write(folder.resolve("tokenizer.model"), model.toBytes()));
        int[] ids = tokenizer.encode("a b");
        assertThat(ids).hasSize(1);
        assertThat(tokenizer.piece(ids[0])).isEqualTo("a\u2581b");
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

    private static void piece(ProtoWriter model, String text, float score, int kind) {
        model.message(
                1,
                new ProtoWriter()
                        .bytes(1, text.getBytes(StandardCharsets.UTF_8))
                        .number(2, score)
                        .number(3, kind));
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
