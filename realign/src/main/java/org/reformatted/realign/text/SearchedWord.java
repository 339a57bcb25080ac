package org.reformatted.realign.text;

/**
 * A word that is looked for in small and capital letters alike, by a letter that few other words have: a rule asks it of every text, and an
 * expression tried at every character would take most of the rule's time.
 *
 * @param letters the word in small letters
 * @param rarest where its rarest letter is in it
 */
public record SearchedWord(String letters, int rarest) {
    /** The word "answer". */
    public static final SearchedWord ANSWER = new SearchedWord("answer", 3);

    /**
     * Whether a text has the word.
     *
     * @param text the text
     * @return true when it has
     */
    public boolean isIn(String text) {
        return find(text, 0) >= 0;
    }

    /**
     * Finds the word.
     *
     * @param text the text
     * @param from the first character to look at
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
