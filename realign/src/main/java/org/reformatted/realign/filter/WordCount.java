package org.reformatted.realign.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Counts runs of characters between whitespace ({@link Character#isWhitespace(char)}). Every row's response and rewrite are counted, so texts of
 * ASCII are read eight characters at a time: the high bit of each byte of a {@code long} states whether the character belongs to a word.
 */
final class WordCount {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private WordCount() {}

    static int of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean ascii = bytes.length == text.length();
        return ascii ? ofAscii(text, bytes) : count(text, 0, false);
    }

    private static int ofAscii(String text, byte[] bytes) {
        int words = 0;
        long before = 0; // the high bit of the lowest byte: whether the previous character belongs to a word
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long inWord = inWord((long) EIGHT_BYTES.get(bytes, at));
            words += Long.bitCount(inWord & ~(inWord << Byte.SIZE | before));
            before = inWord >>> (Long.SIZE - Byte.SIZE);
        }
        return words + count(text, at, before != 0);
    }

    /** Sets the high bit of each byte that is no whitespace: of ASCII, 9 to 13 and 28 to 32 are. */
    private static long inWord(long ascii) {
        return (atLeast(33, ascii) | (atLeast(14, ascii) & ~atLeast(28, ascii)) | ~atLeast(9, ascii)) & HIGH_BITS;
    }

    /** Sets the high bit of each byte that is at least a value; no sum of two bytes under 128 carries into the next byte. */
    private static long atLeast(int value, long ascii) {
        return ascii + (0x80 - value) * ONES;
    }

    /** Counts the words that start at a position or after it. */
    private static int count(String text, int from, boolean afterWord) {
        int words = 0;
        boolean inWord = afterWord;
        for (int i = from; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return words;
    }
}
