package org.reformatted.realign.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.reformatted.realign.base.InputException;

/**
 * All tokens of a tokenizer.json and of the files next to it.
 *
 * @param place the file, for messages
 * @param file its JSON
 * @param plain ids of the vocabulary of the model, by spelling
 * @param addedBySpelling added tokens, by spelling
 */
record TokenizerVocabulary(
        Path place, JsonNode file, Map<String, Integer> plain, Map<String, AddedToken> addedBySpelling) {
    static TokenizerVocabulary read(Path place, JsonNode file, TokenizerConfig config) {
        Map<String, Integer> plain = new HashMap<>();
        file.at("/model/vocab")
                .properties()
                .forEach(entry -> plain.put(entry.getKey(), entry.getValue().asInt(-1)));
        Map<String, AddedToken> added = new LinkedHashMap<>();
        for (JsonNode node : file.path("added_tokens")) {
            put(added, AddedToken.of(node, node.path("id").asInt(-1)), config);
        }
        for (AddedToken token : config.added().values()) {
            Integer vocabularyId = plain.get(token.content());
            AddedToken known = added.get(token.content());
            int id = known != null ? known.id() : vocabularyId != null ? vocabularyId : token.id();
            if (id != token.id()) {
                throw InputException.at(
                        place,
                        "it gives '" + token.content() + "' the id " + id + ", and " + TokenizerConfig.CONFIG + " or "
                                + TokenizerConfig.ADDED + " next to it " + token.id(),
                        "the same id in all files",
                        "fetch the tokenizer's files again");
            }
            if (known == null) {
                put(added, token, config);
            }
        }
        for (String special : config.special()) {
            Integer id = plain.get(special);
            if (id != null && !added.containsKey(special)) {
                put(added, AddedToken.special(special, id), config);
            }
        }
        TokenizerVocabulary vocabulary = new TokenizerVocabulary(place, file, plain, added);
        vocabulary.requireOneTokenAnId();
        return vocabulary;
    }

    private static void put(Map<String, AddedToken> added, AddedToken token, TokenizerConfig config) {
        boolean special = token.special() || config.special().contains(token.content());
        added.put(token.content(), special ? token.asSpecial() : token);
    }

    private void requireOneTokenAnId() {
        Map<Integer, String> byId = new HashMap<>();
        addedBySpelling.forEach((spelling, token) -> {
            Integer plainId = plain.get(spelling);
            if (plainId != null && plainId != token.id()) {
                throw InputException.at(
                        place,
                        "the token '" + spelling + "' has the ids " + plainId + " and " + token.id(),
                        "one id",
                        "fetch the tokenizer's files again");
            }
        });
        int count = plain.size() + addedBySpelling.size();
        idsByPiece().forEach((piece, id) -> {
            String other = byId.put(id, piece);
            if (other != null) {
                throw InputException.at(
                        place,
                        "the tokens '" + other + "' and '" + piece + "' have the id " + id,
                        "a different id for each",
                        "fetch the tokenizer's files again");
            }
            if (id < 0 || id > 4L * count + 1000) {
                throw InputException.at(
                        place,
                        "the token '" + piece + "' has the id " + id + " in a vocabulary of " + count,
                        "ids that are numbered from 0",
                        "fetch the tokenizer's files again");
            }
        });
    }

    Collection<AddedToken> added() {
        return addedBySpelling.values();
    }

    Map<String, Integer> idsByPiece() {
        Map<String, Integer> ids = new HashMap<>(plain);
        added().forEach(token -> ids.put(token.content(), token.id()));
        return ids;
    }

    int size() {
        return idsByPiece().values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /** Returns the id of a token that tokenizer_config.json names. */
    OptionalInt id(Optional<String> token) {
        if (token.isEmpty()) {
            return OptionalInt.empty();
        }
        Integer id = idsByPiece().get(token.get());
        if (id == null) {
            throw InputException.at(
                    place,
                    "no token " + token.get(),
                    "the start and end tokens of tokenizer_config.json",
                    "correct that file");
        }
        return OptionalInt.of(id);
    }

    /**
     * Returns the file for Hugging Face's library, without special tokens. The library renumbers added tokens that are not in the model's vocabulary,
     * so the remaining added tokens are also put into the vocabulary.
     */
    ObjectNode withoutSpecial() {
        ObjectNode copy = file.deepCopy();
        List<AddedToken> kept = new ArrayList<>(added());
        kept.removeIf(AddedToken::special);
        ArrayNode tokens = copy.putArray("added_tokens");
        ObjectNode vocabulary = (ObjectNode) copy.path("model").path("vocab");
        for (AddedToken token : kept) {
            tokens.add(token.json().put("id", token.id()));
            vocabulary.put(token.content(), token.id());
        }
        return copy.putNull("truncation").putNull("padding").putNull("post_processor");
    }
}
