package org.reformatted.eval.overlap;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of a text without case, punctuation and layout, with hashes of its n-grams of words. Immutable. */
final class NormalizedWords {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final long BASE = 0x9E3779B97F4A7C15L;

    private final String[] words;
    /** Entry i is the hash of the first i words, so there is one entry more than words. */
    private final long[] prefixes;

    private NormalizedWords(String[] words, long[] prefixes) {
        this.words = words;
        this.prefixes = prefixes;
    }

    static NormalizedWords of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return of(WORD.matcher(plain).results().map(found -> found.group()).toArray(String[]::new));
    }

    private static NormalizedWords of(String[] words) {
        long[] prefixes = new long[words.length + 1];
        for (int i = 0; i < words.length; i++) {
            prefixes[i + 1] = prefixes[i] * BASE + mixed(words[i].hashCode());
        }
        return new NormalizedWords(words, prefixes);
    }

    /** Removes the words with which all texts start or end, such as an instruction that a task adds to each question. */
    static List<NormalizedWords> withoutCommonEnds(List<NormalizedWords> texts) {
        String[] first = texts.get(0).words;
        int shortest = texts.stream().mapToInt(NormalizedWords::count).min().orElse(0);
        int before = 0;
        while (before < shortest && allHave(texts, before, first[before])) {
            before++;
        }
        int behind = 0;
        while (behind < shortest - before && allHave(texts, -1 - behind, first[first.length - 1 - behind])) {
            behind++;
        }
        int from = before;
        int to = behind;
        return texts.stream()
                .map(text -> of(Arrays.copyOfRange(text.words, from, text.words.length - to)))
                .toList();
    }

    /** Returns whether every text has a word at a position; a negative position is counted from the end. */
    private static boolean allHave(List<NormalizedWords> texts, int place, String word) {
        return texts.stream().allMatch(text -> text.words[place < 0 ? text.words.length + place : place].equals(word));
    }

    int count() {
        return words.length;
    }

    /** Returns the hash of an n-gram of words; equal n-grams have equal hashes. */
    long run(int start, int length) {
        long power = 1;
        for (int i = 0; i < length; i++) {
            power *= BASE;
        }
        return prefixes[start + length] - prefixes[start] * power + length;
    }

    /** Returns whether this contains all words of another text at a position. */
    boolean holds(NormalizedWords other, int at) {
        if (at < 0 || at + other.words.length > words.length) {
            return false;
        }
        for (int i = 0; i < other.words.length; i++) {
            if (!words[at + i].equals(other.words[i])) {
                return false;
            }
        }
        return true;
    }

    String text(int start, int length) {
        return String.join(" ", Arrays.asList(words).subList(start, start + length));
    }

    private static long mixed(long bits) {
        long x = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
