package org.reformatted.eval.judge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.hipparchus.random.MersenneTwister;

/** Draws the same values as Python's {@code random.Random(text).choices([False, True])}, so that orders are the same as in published systems. */
final class PythonRandom {
    private PythonRandom() {}

    /**
     * Returns whether the first draw of a generator that is seeded with a text (CPython's {@code random.seed}, version 2) is the second of two
     * choices.
     */
    static boolean second(String seed) {
        byte[] text = seed.getBytes(StandardCharsets.UTF_8);
        byte[] hash = sha512(text);
        byte[] number = new byte[text.length + hash.length]; // big-endian
        System.arraycopy(text, 0, number, 0, text.length);
        System.arraycopy(hash, 0, number, text.length, hash.length);
        // random() >= 0.5 if the highest bit of the first of its two outputs is set
        return new MersenneTwister(words(number)).nextInt() < 0;
    }

    /** Returns the number's 32-bit words, the lowest first, without leading zeros. */
    private static int[] words(byte[] number) {
        int first = 0;
        while (first < number.length - 1 && number[first] == 0) {
            first++;
        }
        int[] words = new int[(number.length - first + 3) / 4];
        for (int i = number.length - 1; i >= first; i--) {
            int place = number.length - 1 - i;
            words[place / 4] |= (number[i] & 0xff) << (8 * (place % 4));
        }
        return words;
    }

    private static byte[] sha512(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime does not support SHA-512", e);
        }
    }
}
