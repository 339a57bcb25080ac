package org.reformatted.realign.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/** Finds the tokenizer of a Hugging Face model folder, checks it against the model, and copies it to another folder. */
public final class Tokenizers {
    private static final String MODEL = "tokenizer.model";
    private static final String JSON = "tokenizer.json";
    private static final List<String> FILES = List.of(
            MODEL,
            JSON,
            TokenizerConfig.CONFIG,
            TokenizerConfig.ADDED,
            TokenizerConfig.SPECIAL,
            "chat_template.jinja",
            "chat_template.json");

    /** The first byte of a SentencePiece model: field 1, a message. Other files of that name (tiktoken's lists) are text. */
    private static final int SENTENCE_PIECE = 0x0A;

    private Tokenizers() {}

    /**
     * Reads a folder's {@code tokenizer.json}, or its {@code tokenizer.model} if there is no such file, with the tokens and settings of
     * {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code added_tokens.json}.
     *
     * @param folder a Hugging Face model folder, or one of its two tokenizer files; then only this one of the two is read
     * @return the tokenizer
     * @throws InputException when there is neither, a file can't be used, or two files disagree
     */
    public static Tokenizer load(Path folder) {
        return Files.isRegularFile(folder) ? ofFile(folder.toAbsolutePath()) : ofFolder(folder);
    }

    private static Tokenizer ofFile(Path file) {
        Path folder = Objects.requireNonNull(file.getParent());
        TokenizerConfig config = TokenizerConfig.read(folder);
        if (file.toString().endsWith(".json")) {
            return HuggingFaceTokenizerFile.read(file, config);
        }
        return configured(SentencePieceTokenizer.read(file), config, folder);
    }

    private static Tokenizer ofFolder(Path folder) {
        TokenizerConfig config = TokenizerConfig.read(folder);
        Path model = folder.resolve(MODEL);
        if (Files.exists(folder.resolve(JSON))) {
            Tokenizer json = HuggingFaceTokenizerFile.read(folder.resolve(JSON), config);
            if (Files.exists(model) && isSentencePiece(model)) {
                TokenizerAgreement.require(folder, SentencePieceTokenizer.read(model), json);
            }
            return json;
        }
        if (Files.exists(model)) {
            return configured(SentencePieceTokenizer.read(model), config, folder);
        }
        throw new InputException(folder
                + ": no tokenizer.model and no tokenizer.json; name the folder of a Hugging Face model, or one of"
                + " these files");
    }

    private static boolean isSentencePiece(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == SENTENCE_PIECE;
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    /**
     * Tests whether a folder has a tokenizer.
     *
     * @param folder any folder
     * @return true when {@link #load} finds one
     */
    public static boolean isPresent(Path folder) {
        return Files.exists(folder.resolve(MODEL)) || Files.exists(folder.resolve(JSON));
    }

    /**
     * Checks that a model has a row for each token. It may have more: vocabularies are padded to a multiple.
     *
     * @param tokenizer the tokenizer
     * @param modelVocabulary the model's {@code vocab_size}
     * @param folder the folder from which both were read, for the message
     * @throws InputException when the tokenizer has more tokens than the model
     */
    public static void checkVocabulary(Tokenizer tokenizer, int modelVocabulary, Path folder) {
        if (tokenizer.vocabularySize() > modelVocabulary) {
            throw InputException.at(
                    folder,
                    "the tokenizer has " + tokenizer.vocabularySize() + " tokens and the model's vocab_size is "
                            + modelVocabulary,
                    "at most as many",
                    "put the tokenizer with which the model was trained next to it");
        }
    }

    /**
     * Copies the tokenizer files of one model folder into another and adds the tokens that were appended since.
     *
     * @param from the folder the tokenizer was read from
     * @param to the folder of the model that is saved
     * @param tokenizer the tokenizer in use, including tokens that {@link AddedTokens} appended
     * @throws IOException when a file can't be written
     */
    public static void save(Path from, Path to, Tokenizer tokenizer) throws IOException {
        for (String name : FILES) {
            if (Files.exists(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        SortedMap<Integer, AddedToken> added = new TreeMap<>();
        for (Tokenizer t = tokenizer; t instanceof AddedTokens more; t = more.base()) {
            more.added().forEach(token -> added.put(token.id(), token));
        }
        writeConfig(to, tokenizer, added);
        if (!added.isEmpty()) {
            Map<String, Integer> ids = new TreeMap<>();
            added.values().forEach(token -> ids.put(token.content(), token.id()));
            TextFiles.writeAtomically(to.resolve(TokenizerConfig.ADDED), Json.pretty(ids));
            writeAddedToJson(to, added);
        }
    }

    /**
     * Writes the added tokens and, for a tokenizer.model, the tokens at the ends of a text to the keys that transformers reads. No tokenizer class is
     * written: with it, transformers 5 would read spaces at the start of a text differently from SentencePiece.
     */
    private static void writeConfig(Path to, Tokenizer tokenizer, SortedMap<Integer, AddedToken> added) {
        Path file = to.resolve(TokenizerConfig.CONFIG);
        ObjectNode config = Files.exists(file) ? Json.read(file, ObjectNode.class) : Json.MAPPER.createObjectNode();
        if (!added.isEmpty()) {
            ObjectNode decoder = config.withObjectProperty("added_tokens_decoder");
            added.forEach((id, token) -> decoder.set(String.valueOf(id), token.json()));
        }
        if (!Files.exists(to.resolve(JSON))) {
            SequenceTokens sequence = tokenizer.sequence();
            put(config, "bos_token", tokenizer, sequence.start());
            put(config, "eos_token", tokenizer, sequence.end());
            config.put("add_bos_token", !sequence.before().isEmpty());
            config.put("add_eos_token", !sequence.after().isEmpty());
        }
        if (!config.isEmpty()) {
            TextFiles.writeAtomically(file, Json.pretty(config));
        }
    }

    private static void put(ObjectNode config, String role, Tokenizer tokenizer, OptionalInt id) {
        if (id.isPresent() && !config.has(role)) {
            config.put(role, tokenizer.piece(id.getAsInt()));
        }
    }

    private static void writeAddedToJson(Path to, SortedMap<Integer, AddedToken> added) {
        Path file = to.resolve(JSON);
        if (Files.exists(file)) {
            ObjectNode json = Json.read(file, ObjectNode.class);
            List<Integer> known = new ArrayList<>();
            json.withArrayProperty("added_tokens")
                    .forEach(token -> known.add(token.path("id").asInt()));
            added.forEach((id, token) -> {
                if (!known.contains(id)) {
                    json.withArrayProperty("added_tokens").add(token.json().put("id", id));
                }
            });
            TextFiles.writeAtomically(file, Json.pretty(json));
        }
    }

    /**
     * Combines a SentencePiece model with the settings of the files next to it. It adds its start token before a text unless these files disable it.
     */
    private static Tokenizer configured(Tokenizer base, TokenizerConfig config, Path folder) {
        List<AddedToken> added = new ArrayList<>();
        for (AddedToken token : config.added().values()) {
            int next = base.vocabularySize() + added.size();
            OptionalInt known = base.id(token.content());
            boolean fits = token.id() < base.vocabularySize()
                    ? base.piece(token.id()).equals(token.content())
                    : token.id() == next && known.isEmpty();
            if (!fits) {
                throw InputException.at(
                        folder,
                        "the token '" + token.content() + "' has the id " + token.id() + " in " + TokenizerConfig.CONFIG
                                + " or " + TokenizerConfig.ADDED
                                + (known.isPresent() ? ", and " + known.getAsInt() + " in " + MODEL : ""),
                        "new tokens numbered from " + base.vocabularySize() + " without a gap",
                        "correct the file");
            }
            if (token.id() >= base.vocabularySize()) {
                added.add(token);
            }
        }
        AddedTokens whole = new AddedTokens(base, added, base.sequence(), config.spaceAfterToken());
        OptionalInt start = config.namesStart()
                ? id(whole, config.startToken(), folder)
                : base.sequence().start();
        OptionalInt end = config.namesEnd()
                ? id(whole, config.endToken(), folder)
                : base.sequence().end();
        SequenceTokens sequence = new SequenceTokens(
                start,
                end,
                config.addsStart().orElse(true) ? start.stream().boxed().toList() : List.of(),
                config.addsEnd().orElse(false) ? end.stream().boxed().toList() : List.of());
        boolean plain = added.isEmpty() && sequence.equals(base.sequence());
        return plain ? base : new AddedTokens(base, added, sequence, config.spaceAfterToken());
    }

    private static OptionalInt id(Tokenizer tokenizer, Optional<String> token, Path folder) {
        if (token.isPresent() && tokenizer.id(token.get()).isEmpty()) {
            throw InputException.at(
                    folder.resolve(TokenizerConfig.CONFIG),
                    "it names the token " + token.get() + ", which is not in the vocabulary",
                    "a token of the vocabulary",
                    "correct the file");
        }
        return token.isPresent() ? tokenizer.id(token.get()) : OptionalInt.empty();
    }
}
