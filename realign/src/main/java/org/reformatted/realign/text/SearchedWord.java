package org.reformatted.realign.text;

/**
 * A word that is searched case-insensitively by its rarest letter. Rules search every text for it, and a pattern that is tried at every character
 * would take most of a rule's time.
 *
 * @param letters the word in lower case
 * @param rarest the index of its rarest letter
 */
public record SearchedWord(String letters, int rarest) {
    /** The word "answer". */
    public static final SearchedWord ANSWER = new SearchedWord("answer", 3);

    /**
     * Tests whether a text contains the word.
     *
     * @param text the text
     * @return true when the text contains it
     */
    public boolean isIn(String text) {
        return find(text, 0) >= 0;
    }

    /**
     * Finds the word.
     *
     * @param text the text
     * @param from the index at which the search starts
     * @return the index of its first letter; -1 when there is none
     */
    public int find(String text, int from) {
        char letter = letters.charAt(rarest);
        int small = text.indexOf(letter, from + rarest);
        int capital = text.indexOf(Character.toUpperCase(letter), from + rarest);
        while (small >= 0 || capital >= 0) {
            int at = small < 0 || (capital >= 0 && capital < small) ? capital : small;
            if (text.regionMatches(true, at - rarest, letters, 0, letters.length())) {
                return at - rarest;
            }
            if (at == small) {
                small = text.indexOf(letter, at + 1);
            } else {
                capital = text.indexOf(Character.toUpperCase(letter), at + 1);
            }
        }
        return -1;
    }
}
