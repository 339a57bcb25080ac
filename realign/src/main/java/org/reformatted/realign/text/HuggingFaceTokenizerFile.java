package org.reformatted.realign.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/**
 * A tokenizer read from a {@code tokenizer.json} of byte-pair encoding (LLaMA, Mistral, SmolLM2, Qwen), encoded by Hugging Face's own library and
 * decoded from its pieces. The library would read a special token that is spelled out in a text as the token; therefore it gets the file without
 * special tokens, and such text is encoded as text. Added tokens that are not special are read from text, with their own ids. If the Metaspace step
 * of a file adds a space only where there is none, {@code " a"} and {@code "a"} get the same tokens. This class is thread-safe.
 */
public final class HuggingFaceTokenizerFile implements Tokenizer {
    private static final Map<String, String> WHOLE_TEXT_ALONE =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    private static final byte[] NOTHING = {};

    private final HuggingFaceTokenizer library;
    private final String[] pieces;
    private final byte[][] bytes;
    private final Map<String, Integer> idsByPiece;
    private final boolean addsLeadingSpace;
    private final SequenceTokens sequence;

    private HuggingFaceTokenizerFile(
            HuggingFaceTokenizer library, TokenizerVocabulary vocabulary, SequenceTokens ends) {
        this.library = library;
        idsByPiece = vocabulary.idsByPiece();
        pieces = new String[vocabulary.size()];
        Arrays.fill(pieces, "");
        bytes = new byte[pieces.length][];
        Arrays.fill(bytes, NOTHING);
        boolean byteLevel = mentions(vocabulary.file(), "ByteLevel");
        vocabulary.plain().forEach((piece, id) -> {
            pieces[id] = piece;
            bytes[id] = byteLevel ? ByteLevel.bytes(piece) : spelled(piece);
        });
        vocabulary.added().forEach(token -> {
            pieces[token.id()] = token.content();
            bytes[token.id()] = token.special() ? NOTHING : token.content().getBytes(StandardCharsets.UTF_8);
        });
        addsLeadingSpace = addsLeadingSpace(vocabulary.file());
        sequence = ends;
    }

    /**
     * Reads a tokenizer.
     *
     * @param file a {@code tokenizer.json}
     * @param config the content of the files next to it
     * @return the tokenizer
     * @throws InputException when the file is missing, is not such JSON, or is of a kind that loses characters
     */
    static HuggingFaceTokenizerFile read(Path file, TokenizerConfig config) {
        JsonNode whole = Json.read(file, JsonNode.class);
        String type = whole.at("/model/type").asText("BPE");
        if (!type.equals("BPE") || !whole.at("/model/vocab").isObject()) {
            throw InputException.at(
                    file,
                    "found a model of type " + type,
                    "BPE with a vocabulary",
                    "use a tokenizer of byte-pair encoding");
        }
        if (!mentions(whole, "ByteLevel") && !whole.at("/model/byte_fallback").asBoolean()) {
            throw InputException.at(
                    file,
                    "found neither ByteLevel nor byte_fallback",
                    "one of them, without which characters get lost",
                    "use a tokenizer that keeps every character");
        }
        TokenizerVocabulary vocabulary = TokenizerVocabulary.read(file, whole, config);
        return new HuggingFaceTokenizerFile(load(file, vocabulary), vocabulary, sequence(file, vocabulary, config));
    }

    /**
     * Reads the tokens around a sequence from the post-processor only: transformers 5 ignores {@code add_bos_token} when there is a tokenizer.json.
     */
    private static SequenceTokens sequence(Path file, TokenizerVocabulary vocabulary, TokenizerConfig config) {
        OptionalInt start = vocabulary.id(config.startToken());
        OptionalInt end = vocabulary.id(config.endToken());
        PostProcessor around = PostProcessor.read(file, vocabulary.file().path("post_processor"));
        return new SequenceTokens(start, end, around.before(), around.after());
    }

    private static HuggingFaceTokenizer load(Path file, TokenizerVocabulary vocabulary) {
        byte[] json = vocabulary.withoutSpecial().toString().getBytes(StandardCharsets.UTF_8);
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), WHOLE_TEXT_ALONE);
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    file + ": Hugging Face's tokenizers library refuses it (" + e.getMessage()
                            + "); fetch tokenizer.json again",
                    e);
        }
    }

    @Override
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        long[] ids = library.encode(text, false, false).getIds();
        return IntStream.range(0, ids.length).map(i -> (int) ids[i]).toArray();
    }

    @Override
    public byte[] bytes(int id) {
        return id < bytes.length ? bytes[id] : NOTHING;
    }

    @Override
    public boolean addsLeadingSpace() {
        return addsLeadingSpace;
    }

    @Override
    public String piece(int id) {
        return id < pieces.length ? pieces[id] : "";
    }

    @Override
    public OptionalInt id(String piece) {
        Integer id = idsByPiece.get(piece);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public int vocabularySize() {
        return pieces.length;
    }

    @Override
    public SequenceTokens sequence() {
        return sequence;
    }

    private static byte[] spelled(String piece) {
        if (piece.matches("<0x[0-9A-F]{2}>")) {
            return new byte[] {(byte) Integer.parseInt(piece.substring(3, 5), 16)};
        }
        return piece.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }

    private static boolean addsLeadingSpace(JsonNode file) {
        for (JsonNode step : steps(file)) {
            String type = step.path("type").asText();
            boolean old = step.path("add_prefix_space").asBoolean();
            boolean metaspace = !step.path("prepend_scheme")
                    .asText(old ? "always" : "never")
                    .equals("never");
            if (type.equals("Prepend")
                    || (type.equals("Metaspace") && metaspace)
                    || (type.equals("ByteLevel") && old)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mentions(JsonNode file, String type) {
        return steps(file).stream().anyMatch(step -> step.path("type").asText().equals(type));
    }

    /** Returns the normalizer and the pre-tokenizer, with the members of their sequences. */
    private static List<JsonNode> steps(JsonNode file) {
        return List.of(file.path("normalizer"), file.path("pre_tokenizer")).stream()
                .flatMap(node -> node.findParents("type").stream())
                .toList();
    }
}
