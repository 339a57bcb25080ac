package org.reformatted.realign.reformat;

/**
 * A word that is looked for in small and capital letters alike, by a letter that few other words have: a rule asks it of every text, and an
 * expression tried at every character would take most of the rule's time.
 *
 * @param letters the word in small letters
 * @param rarest where its rarest letter stands in it
 */
record Word(String letters, int rarest) {
    static final Word ANSWER = new Word("answer", 3);

    /** Whether it stands in a text. */
    boolean isIn(String text) {
        return find(text, 0) >= 0;
    }

    /** Where it next stands; -1 when it does not. */
    int find(String text, int from) {
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
