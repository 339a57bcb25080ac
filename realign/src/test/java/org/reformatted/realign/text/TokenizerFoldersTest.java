package org.reformatted.realign.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/** Folders of tokenizer files with the ids that transformers gives (made by src/test/python/make_tokenizer_folders.py). */
class TokenizerFoldersTest {
    private static final Path MODEL =
            Path.of(System.getProperty("shared.root", "../../shared")).resolve("models/stories260K/tokenizer.model");
    private static final Map<String, String> NAMES = Map.of(
            "config", "tokenizer_config.json", "added", "added_tokens.json", "special", "special_tokens_map.json");

    @TempDir
    Path temporary;

    @TestFactory
    List<DynamicTest> readsTextsAsTransformersDoes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode folder : golden().path("folders")) {
            tests.add(DynamicTest.dynamicTest(folder.path("name").asText(), () -> check(folder)));
        }
        return tests;
    }

    private void check(JsonNode folder) throws IOException {
        Tokenizer tokenizer = Tokenizers.load(written(folder.path("name").asText()));
        assertThat(tokenizer.vocabularySize()).isEqualTo(folder.path("size").asInt());
        assertThat(tokenizer.sequence().start().orElse(-1))
                .isEqualTo(folder.path("bos").asInt(-1));
        assertThat(tokenizer.sequence().end().orElse(-1))
                .isEqualTo(folder.path("eos").asInt(-1));
        for (JsonNode row : folder.path("rows")) {
            String text = row.path("text").asText();
            int[] ids = IntStream.range(0, row.path("ids").size())
                    .map(i -> row.path("ids").path(i).asInt())
                    .toArray();
            // a model needs a token, so that an empty text without a start token gets one here
            assertThat(tokenizer.encodeSequence(text))
                    .as(text)
                    .isEqualTo(ids.length > 0 ? ids : tokenizer.started(new int[0]));
        }
    }

    @Test
    void anAddedTokenThatIsNotSpecialIsWrittenAsItIsSpelled() throws IOException {
        Tokenizer tokenizer = Tokenizers.load(written("added-in-json"));
        int think = tokenizer.id("<think>").orElseThrow();
        int tool = tokenizer.id("<|tool|>").orElseThrow();
        assertThat(tokenizer.decode(new int[] {think, tool})).isEqualTo("<think>");
        assertThat(tokenizer.encode("<think>")).containsExactly(think);
        assertThat(tokenizer.encode("<|tool|>")).doesNotContain(tool);
    }

    @Test
    void aRowOfAPaddedEmbeddingDecodesToNothing() throws IOException {
        for (String name : List.of("plain", "model-no-bos", "model-added-legacy-true")) {
            Tokenizer tokenizer = Tokenizers.load(written(name));
            assertThat(tokenizer.decode(new int[] {tokenizer.vocabularySize() + 5}))
                    .isEmpty();
            assertThat(tokenizer.piece(tokenizer.vocabularySize())).isEmpty();
        }
    }

    @Test
    void aSavedTokenizerReadsTextsAsBefore() throws IOException {
        for (String name : List.of("added-in-config", "template-bos-eos", "model-no-bos", "model-added-legacy-false")) {
            Path folder = written(name);
            Tokenizer tokenizer = AddedTokens.ensure(Tokenizers.load(folder), List.of("<|end_of_turn|>"));
            Path saved = Files.createDirectory(temporary.resolve("saved-" + name));
            Tokenizers.save(folder, saved, tokenizer);
            Tokenizer again = Tokenizers.load(saved);
            assertThat(again.sequence()).isEqualTo(tokenizer.sequence());
            assertThat(again.id("<|end_of_turn|>")).hasValue(tokenizer.vocabularySize() - 1);
            for (String text : List.of("a <think> b", "The capital", "<|tool|>")) {
                assertThat(again.encodeSequence(text)).as(text).isEqualTo(tokenizer.encodeSequence(text));
            }
        }
    }

    @Test
    void refusesTwoFilesOfATokenizerThatReadOneTextInTwoWays() throws IOException {
        assumeTrue(Files.exists(MODEL), "skipped: " + MODEL + " is not on this machine");
        Path folder = written("plain");
        Files.copy(MODEL, folder.resolve("tokenizer.model"));
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer.model reads 'The quick brown fox");
    }

    @Test
    void refusesATokenWithTwoIds() throws IOException {
        Path folder = written("added-in-config");
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<think>\": 299}");
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("299");
    }

    @Test
    void refusesAnIdBeyondEveryVocabulary() throws IOException {
        Path folder = written("plain");
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<think>\": 2000000000}");
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'<think>' has the id 2000000000");
    }

    private Path written(String name) throws IOException {
        JsonNode golden = golden();
        for (JsonNode folder : golden.path("folders")) {
            if (folder.path("name").asText().equals(name)) {
                return written(name, golden.path("base"), folder.path("files"));
            }
        }
        throw new AssertionError(name);
    }

    private Path written(String name, JsonNode base, JsonNode files) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(name));
        if (files.path("model").asBoolean()) {
            assumeTrue(Files.exists(MODEL), "skipped: " + MODEL + " is not on this machine");
            Files.copy(MODEL, folder.resolve("tokenizer.model"));
        } else {
            ObjectNode json = base.deepCopy();
            files.path("json").properties().forEach(change -> json.set(change.getKey(), change.getValue()));
            Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        }
        for (Map.Entry<String, String> file : NAMES.entrySet()) {
            if (files.has(file.getKey())) {
                Files.writeString(
                        folder.resolve(file.getValue()),
                        files.path(file.getKey()).toString());
            }
        }
        return folder;
    }

    private static JsonNode golden() throws IOException {
        try (var in = TokenizerFoldersTest.class.getResourceAsStream("tokenizer-folders.json")) {
            return Json.MAPPER.readTree(in);
        }
    }
}
