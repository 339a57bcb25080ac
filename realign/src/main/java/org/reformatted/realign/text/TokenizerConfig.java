package org.reformatted.realign.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/**
 * The content of tokenizer_config.json, special_tokens_map.json and added_tokens.json. The first has precedence over the others, and each may be
 * missing. A key with the value null names no token.
 *
 * @param startToken spelling of the start token; empty when the files name none
 * @param endToken spelling of the end token; empty when the files name none
 * @param namesStart whether the files have a key for the start token
 * @param namesEnd whether the files have a key for the end token
 * @param special spellings of all tokens with a role: start, end, padding, unknown and additional special ones
 * @param added tokens of {@code added_tokens_decoder} and added_tokens.json, by id
 * @param addsStart {@code add_bos_token}; absent when the key is missing
 * @param addsEnd {@code add_eos_token}; absent when the key is missing
 * @param spaceAfterToken whether the text after an added token of a SentencePiece model gets a space
 */
record TokenizerConfig(
        Optional<String> startToken,
        Optional<String> endToken,
        boolean namesStart,
        boolean namesEnd,
        Set<String> special,
        SortedMap<Integer, AddedToken> added,
        Optional<Boolean> addsStart,
        Optional<Boolean> addsEnd,
        SpaceAfterToken spaceAfterToken) {
    static final String CONFIG = "tokenizer_config.json";
    static final String ADDED = "added_tokens.json";
    static final String SPECIAL = "special_tokens_map.json";

    private static final String START = "bos_token";
    private static final String END = "eos_token";
    private static final List<String> ROLES =
            List.of(START, END, "unk_token", "pad_token", "sep_token", "cls_token", "mask_token");
    private static final List<String> MORE = List.of("additional_special_tokens", "extra_special_tokens");

    /** Reads the files of a folder. */
    static TokenizerConfig read(Path folder) {
        JsonNode config = read(folder, CONFIG);
        JsonNode map = read(folder, SPECIAL);
        Set<String> special = special(config, map);
        return new TokenizerConfig(
                spelling(named(config, map, START)),
                spelling(named(config, map, END)),
                !named(config, map, START).isMissingNode(),
                !named(config, map, END).isMissingNode(),
                special,
                added(folder, config, special),
                flag(config, "add_bos_token"),
                flag(config, "add_eos_token"),
                spaceAfterToken(config));
    }

    /** Decides as transformers 5 does when it reads tokenizer.model: for the class LlamaTokenizer like Metaspace, otherwise like SentencePiece. */
    private static SpaceAfterToken spaceAfterToken(JsonNode config) {
        boolean llama = config.path("tokenizer_class").asText().startsWith("Llama");
        boolean legacy = config.path("legacy").asBoolean(!llama);
        if (!legacy) {
            return SpaceAfterToken.NEVER;
        }
        return llama ? SpaceAfterToken.IF_MISSING : SpaceAfterToken.ALWAYS;
    }

    private static JsonNode read(Path folder, String name) {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Json.read(file, JsonNode.class) : MissingNode.getInstance();
    }

    private static JsonNode named(JsonNode config, JsonNode map, String role) {
        return config.has(role) ? config.path(role) : map.path(role);
    }

    /** Reads a token, which is written as its spelling or as an object with its content. */
    private static Optional<String> spelling(JsonNode named) {
        String token =
                named.isTextual() ? named.asText() : named.path("content").asText();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    private static Set<String> special(JsonNode config, JsonNode map) {
        Set<String> special = new HashSet<>();
        ROLES.forEach(role -> spelling(named(config, map, role)).ifPresent(special::add));
        for (String list : MORE) {
            named(config, map, list).forEach(token -> spelling(token).ifPresent(special::add));
        }
        return special;
    }

    /** Reads a flag; an existing key is explicit, and null means false. */
    private static Optional<Boolean> flag(JsonNode config, String key) {
        return config.has(key) ? Optional.of(config.path(key).asBoolean()) : Optional.empty();
    }

    private static SortedMap<Integer, AddedToken> added(Path folder, JsonNode config, Set<String> special) {
        SortedMap<Integer, AddedToken> added = new TreeMap<>();
        config.path("added_tokens_decoder").properties().forEach(entry -> {
            AddedToken token = AddedToken.of(entry.getValue(), id(folder.resolve(CONFIG), entry.getKey()));
            added.put(token.id(), special.contains(token.content()) ? token.asSpecial() : token);
        });
        read(folder, ADDED).properties().forEach(entry -> {
            String content = entry.getKey();
            int id = id(folder.resolve(ADDED), entry.getValue().asText());
            AddedToken known = added.putIfAbsent(
                    id, new AddedToken(content, id, special.contains(content), false, false, false, false));
            if (known != null && !known.content().equals(content)) {
                throw InputException.at(
                        folder.resolve(ADDED),
                        "id " + id + " is '" + content + "', and in " + CONFIG + " it is '" + known.content() + "'",
                        "the same token in both",
                        "correct the file that is wrong");
            }
        });
        return added;
    }

    private static int id(Path file, String number) {
        try {
            int id = Integer.parseInt(number);
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            throw new InputException(file + ": a token has the id '" + number + "'; ids are whole numbers", e);
        }
        throw InputException.at(file, "a token has the id " + number, "ids of at least 0", "correct the file");
    }
}
