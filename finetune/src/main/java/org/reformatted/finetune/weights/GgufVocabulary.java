package org.reformatted.finetune.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;
import org.reformatted.realign.text.VocabularyPiece;

/**
 * The tokenizer of a GGUF file: SentencePiece pieces with scores, or byte-level pieces with merges.
 *
 * @param pieces by id
 * @param merges of byte-level byte-pair encoding, in order; empty for SentencePiece
 * @param preTokenizer how texts are split into words; empty for SentencePiece
 * @param leadingSpace whether a space is put before a text
 * @param unknown the token for text that the vocabulary cannot represent
 * @param padding the token that fills short rows
 */
record GgufVocabulary(
        List<VocabularyPiece> pieces,
        List<String> merges,
        Optional<GgufPreTokenizer> preTokenizer,
        boolean leadingSpace,
        OptionalInt unknown,
        OptionalInt padding) {
    private static final String GGML = "tokenizer.ggml.";

    GgufVocabulary {
        pieces = List.copyOf(pieces);
        merges = List.copyOf(merges);
    }

    /** A SentencePiece vocabulary of LLaMA-2, with a space before a text. */
    static GgufVocabulary sentencePiece(List<VocabularyPiece> pieces) {
        return new GgufVocabulary(pieces, List.of(), Optional.empty(), true, OptionalInt.empty(), OptionalInt.empty());
    }

    /** Reads the tokenizer of a Hugging Face folder: its tokenizer.model, or else its byte-level tokenizer.json. */
    static GgufVocabulary read(Path folder) {
        Tokenizer tokenizer = Tokenizers.load(folder);
        boolean sentencePiece = Files.exists(folder.resolve("tokenizer.model"));
        List<VocabularyPiece> pieces = new ArrayList<>();
        List<String> merges = List.of();
        Optional<GgufPreTokenizer> way = Optional.empty();
        if (sentencePiece) {
            pieces.addAll(VocabularyPiece.read(folder.resolve("tokenizer.model")));
        } else {
            JsonNode json = byteLevel(folder.resolve("tokenizer.json"));
            way = Optional.of(GgufPreTokenizer.of(json, folder.resolve("tokenizer.json")));
            merges = merges(json);
            requirePlain(json, folder.resolve("tokenizer.json"));
            JsonNode known = json.at("/model/vocab");
            VocabularyPiece[] byId = new VocabularyPiece[tokenizer.vocabularySize()];
            known.properties()
                    .forEach(entry -> byId[entry.getValue().asInt()] =
                            new VocabularyPiece(entry.getKey(), 0, VocabularyPiece.NORMAL));
            json.path("added_tokens").forEach(token -> byId[token.path("id").asInt()] = null);
            Arrays.stream(byId)
                    .map(piece -> piece == null ? added(tokenizer, pieces.size()) : piece)
                    .forEach(pieces::add);
        }
        for (int id = pieces.size(); id < tokenizer.vocabularySize(); id++) {
            pieces.add(added(tokenizer, id));
        }
        return new GgufVocabulary(
                pieces,
                merges,
                way,
                tokenizer.addsLeadingSpace(),
                role(folder, tokenizer, "unk_token"),
                role(folder, tokenizer, "pad_token"));
    }

    /** A token outside the vocabulary; a special token is never read from a text. */
    private static VocabularyPiece added(Tokenizer tokenizer, int id) {
        String text = tokenizer.piece(id);
        if (text.isEmpty()) {
            return unused(id);
        }
        int kind = tokenizer.bytes(id).length == 0 ? VocabularyPiece.CONTROL : VocabularyPiece.USER_DEFINED;
        return new VocabularyPiece(text, 0, kind);
    }

    private static VocabularyPiece unused(int id) {
        return new VocabularyPiece("[PAD" + id + "]", 0, VocabularyPiece.UNUSED);
    }

    private static JsonNode byteLevel(Path file) {
        JsonNode json = Json.read(file, JsonNode.class);
        JsonNode model = json.path("model");
        if (model.path("byte_fallback").asBoolean()) {
            throw InputException.at(
                    file,
                    "its model has byte_fallback: true, and there is no tokenizer.model next to it",
                    "a byte-level vocabulary, or a SentencePiece one as tokenizer.model",
                    "add the tokenizer.model that was published with the model");
        }
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.path(affix).asText("").isEmpty()) {
                throw unknownToLlamaCpp(file, "its model has " + affix + ": " + model.path(affix));
            }
        }
        return json;
    }

    private static List<String> merges(JsonNode json) {
        List<String> merges = new ArrayList<>();
        json.at("/model/merges")
                .forEach(merge -> merges.add(
                        merge.isArray()
                                ? merge.path(0).asText() + " " + merge.path(1).asText()
                                : merge.asText()));
        return merges;
    }

    /** Refuses special rules of added tokens: llama.cpp finds tokens in texts only by their exact text. */
    private static void requirePlain(JsonNode json, Path file) {
        for (JsonNode token : json.path("added_tokens")) {
            for (String rule : List.of("single_word", "lstrip", "rstrip")) {
                if (!token.path("special").asBoolean() && token.path(rule).asBoolean()) {
                    throw unknownToLlamaCpp(
                            file, "the token '" + token.path("content").asText() + "' has " + rule + ": true");
                }
            }
        }
    }

    private static InputException unknownToLlamaCpp(Path file, String found) {
        return InputException.at(
                file,
                found,
                "a tokenizer that llama.cpp supports",
                "use the model with a program that reads Hugging Face folders");
    }

    private static OptionalInt role(Path folder, Tokenizer tokenizer, String role) {
        for (String name : List.of("tokenizer_config.json", "special_tokens_map.json")) {
            Path file = folder.resolve(name);
            JsonNode token =
                    Files.exists(file) ? Json.read(file, JsonNode.class).path(role) : Json.MAPPER.nullNode();
            String text = token.isTextual()
                    ? token.textValue()
                    : token.path("content").asText();
            if (!text.isEmpty()) {
                return tokenizer.id(text);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns a copy with a piece for each row of an embedding. */
    GgufVocabulary padded(int rows) {
        List<VocabularyPiece> all = new ArrayList<>(pieces);
        for (int id = all.size(); id < rows; id++) {
            all.add(unused(id));
        }
        return new GgufVocabulary(all, merges, preTokenizer, leadingSpace, unknown, padding);
    }

    void put(GgufHeader header) {
        header.put(GGML + "model", preTokenizer.isPresent() ? "gpt2" : "llama")
                .put(GGML + "pre", preTokenizer.map(GgufPreTokenizer::label).orElse("default"))
                .put(GGML + "add_space_prefix", leadingSpace)
                .putTexts(
                        GGML + "tokens",
                        pieces.stream().map(VocabularyPiece::text).toList())
                .putInts(
                        GGML + "token_type",
                        pieces.stream().map(VocabularyPiece::kind).toList());
        if (preTokenizer.isPresent()) {
            header.putTexts(GGML + "merges", merges);
        } else {
            header.putFloats(
                    GGML + "scores", pieces.stream().map(VocabularyPiece::score).toList());
        }
        unknown.ifPresent(id -> header.put(GGML + "unknown_token_id", id));
        padding.ifPresent(id -> header.put(GGML + "padding_token_id", id));
    }
}
