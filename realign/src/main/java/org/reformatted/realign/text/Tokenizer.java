package org.reformatted.realign.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Turns text into token ids and back, without adding or losing anything: no start token, no truncation, and special tokens that are
 * spelled out in the text stay text. {@code decode(encode(x))} is {@code x} for every text of valid Unicode, but for one character:
 * tokenizers of the SentencePiece kind spell a space as {@code U+2581}, so that they read that character itself as a space.
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
     * The bytes that a token stands for in the middle of a text: UTF-8, perhaps a part of a character alone. Joined, the bytes of the
     * tokens that follow others are the text that follows.
     *
     * @param id an id; models may have more rows than the tokenizer has tokens
     * @return its bytes; none for a special token, or for an id without a token. Not to be changed
     */
    byte[] bytes(int id);

    /**
     * Whether {@link #encode} puts a space before the text (SentencePiece's dummy prefix), which {@link #decode} takes away again.
     *
     * @return true when it does
     */
    boolean addsLeadingSpace();

    /**
     * Puts the tokens of a whole text together again; special tokens give nothing.
     *
     * @param ids ids in {@code [0, vocabularySize)}
     * @return the text, in which bytes that are no UTF-8 stand as U+FFFD
     */
    default String decode(int[] ids) {
        String text = decodeContinuation(ids);
        return addsLeadingSpace() && text.startsWith(" ") ? text.substring(1) : text;
    }

    /**
     * Puts tokens together that follow others in a text, so that a leading space stays.
     *
     * @param ids ids in {@code [0, vocabularySize)}
     * @return the text, in which bytes that are no UTF-8 stand as U+FFFD
     */
    default String decodeContinuation(int[] ids) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(4 * ids.length);
        for (int id : ids) {
            joined.writeBytes(bytes(id));
        }
        return joined.toString(StandardCharsets.UTF_8);
    }

    /**
     * How a token is spelled in the vocabulary, such as {@code "▁the"} or {@code "<0x0A>"}.
     *
     * @param id an id
     * @return its piece; empty for an id without a token
     */
    String piece(int id);

    /**
     * The id of a piece of the vocabulary, special tokens among them.
     *
     * @param piece its spelling, such as {@code "</s>"}
     * @return its id, empty when the vocabulary lacks it
     */
    OptionalInt id(String piece);

    /**
     * How many ids there are.
     *
     * @return the size of the vocabulary
     */
    int vocabularySize();

    /**
     * The tokens at the ends of a sequence.
     *
     * @return what the tokenizer's files name
     */
    SequenceTokens sequence();

    /**
     * Tokenizes a text that follows another one, so that no space is put before it.
     *
     * @param text any text
     * @return ids in {@code [0, vocabularySize)}
     */
    default int[] encodeContinuation(String text) {
        return encode(text);
    }

    /**
     * Tokenizes a text as a model reads it: with the tokens that the tokenizer's files put before and behind.
     *
     * @param text any text; an empty one of a tokenizer that puts nothing before it gives the start token, or else the end token
     * @return ids in {@code [0, vocabularySize)}, at least one
     */
    default int[] encodeSequence(String text) {
        return Started.join(this, encode(text), true);
    }

    /**
     * Puts before tokens what the tokenizer's files put before a text.
     *
     * @param ids tokens of a text
     * @return ids in {@code [0, vocabularySize)}, at least one: see {@link #encodeSequence}
     */
    default int[] started(int[] ids) {
        return Started.join(this, ids, false);
    }
}
