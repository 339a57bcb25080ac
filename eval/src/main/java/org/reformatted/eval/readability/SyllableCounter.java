package org.reformatted.eval.readability;

/** Counts the syllables of English words. */
@FunctionalInterface
public interface SyllableCounter {
    /**
     * Counts the syllables of a word.
     *
     * @param word a word in lower case, with its apostrophe if it has one
     * @return the number of syllables, at least 1
     */
    int syllables(String word);
}
