package org.reformatted.realign.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Converts text to token ids and back, without adding or losing content: no start token, no truncation, and special tokens that are spelled out in a
 * text are encoded as text. {@code decode(encode(x))} is {@code x} for every text of valid Unicode, with one exception: tokenizers of the
 * SentencePiece kind spell a space as {@code U+2581}, so that they decode this character to a space.
 */
public interface Tokenizer {
    /**
     * Tokenizes a text.
     *
     * @param text any text; empty gives no tokens
     * @return ids in {@code [0, vocabularySize)}
     */
    int[] encode(String text);

    /**
     * Returns the bytes of a token in the middle of a text: UTF-8, possibly only part of a character. The joined bytes of tokens that continue a text
     * are the continuation.
     *
     * @param id an id; models may have more rows than the tokenizer has tokens
     * @return its bytes, which must not be changed; empty for a special token, or for an id without a token
     */
    byte[] bytes(int id);

    /**
     * Tests whether {@link #encode} adds a space before the text (SentencePiece's dummy prefix), which {@link #decode} removes again.
     *
     * @return true when it adds a space
     */
    boolean addsLeadingSpace();

    /**
     * Decodes the tokens of a complete text; special tokens decode to an empty text.
     *
     * @param ids ids in {@code [0, vocabularySize)}
     * @return the text, with U+FFFD for bytes that are not UTF-8
     */
    default String decode(int[] ids) {
        String text = decodeContinuation(ids);
        return addsLeadingSpace() && text.startsWith(" ") ? text.substring(1) : text;
    }

    /**
     * Decodes tokens that follow others in a text, so that a leading space is kept.
     *
     * @param ids ids in {@code [0, vocabularySize)}
     * @return the text, with U+FFFD for bytes that are not UTF-8
     */
    default String decodeContinuation(int[] ids) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(4 * ids.length);
        for (int id : ids) {
            joined.writeBytes(bytes(id));
        }
        return joined.toString(StandardCharsets.UTF_8);
    }

    /**
     * Returns the spelling of a token in the vocabulary, such as {@code "▁the"} or {@code "<0x0A>"}.
     *
     * @param id an id
     * @return its piece; empty for an id without a token
     */
    String piece(int id);

    /**
     * Returns the id of a piece of the vocabulary, which may be a special token.
     *
     * @param piece its spelling, such as {@code "</s>"}
     * @return its id; empty when it is not in the vocabulary
     */
    OptionalInt id(String piece);

    /**
     * Returns the number of ids.
     *
     * @return the size of the vocabulary
     */
    int vocabularySize();

    /**
     * Returns the tokens at the ends of a sequence.
     *
     * @return the tokens from the tokenizer's files
     */
    SequenceTokens sequence();

    /**
     * Tokenizes a text that follows another one, so that no space is added before it.
     *
     * @param text any text
     * @return ids in {@code [0, vocabularySize)}
     */
    default int[] encodeContinuation(String text) {
        return encode(text);
    }

    /**
     * Tokenizes a text as a model reads it: with the tokens that the tokenizer's files add before and after it.
     *
     * @param text any text; if the result would be empty, it is the start token, or else the end token
     * @return ids in {@code [0, vocabularySize)}, at least one
     */
    default int[] encodeSequence(String text) {
        return Started.join(this, encode(text), true);
    }

    /**
     * Adds to tokens those that the tokenizer's files add before a text.
     *
     * @param ids tokens of a text
     * @return ids in {@code [0, vocabularySize)}, at least one: see {@link #encodeSequence}
     */
    default int[] started(int[] ids) {
        return Started.join(this, ids, false);
    }
}
