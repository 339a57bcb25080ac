package org.reformatted.eval.instruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Instructions about the numbers of words, sentences and paragraphs of a text. */
final class LengthChecks {
    private static final Pattern DIVIDER = Pattern.compile("\\s?\\*\\*\\*\\s?");
    private static final Pattern LETTERS = Pattern.compile("[^.,?!'\"]*");

    private LengthChecks() {}

    static boolean sentences(String text, Arguments given) {
        return given.holds(EnglishText.sentences(text), "relation", "num_sentences");
    }

    static boolean words(String text, Arguments given) {
        return given.holds(EnglishText.words(text), "relation", "num_words");
    }

    static boolean capitalWords(String text, Arguments given) {
        long capitals = EnglishText.tokens(text).stream()
                .filter(EdgeChecks::isUpperCase)
                .count();
        return given.holds((int) capitals, "capital_relation", "capital_frequency");
    }

    /**
     * Checks the number of paragraphs between dividers of three asterisks; an empty paragraph between two dividers fails, an empty one at either end
     * is ignored.
     */
    static boolean paragraphs(String text, Arguments given) {
        List<String> parts = Arrays.asList(DIVIDER.split(text, -1));
        int count = 0;
        for (int i = 0; i < parts.size(); i++) {
            boolean outer = i == 0 || i == parts.size() - 1;
            if (parts.get(i).isBlank() && !outer) {
                return false;
            }
            count += parts.get(i).isBlank() ? 0 : 1;
        }
        return count == given.number("num_paragraphs");
    }

    /** Checks the number of paragraphs between empty lines, and the first word of one of them. */
    static boolean firstWord(String text, Arguments given) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split("\n\n", -1)));
        long count = parts.stream().filter(part -> !part.isBlank()).count();
        int nth = given.number("nth_paragraph");
        if (count != given.number("num_paragraphs")
                || nth < 1
                || nth > count
                || parts.get(nth - 1).isBlank()) {
            return false;
        }
        String word = parts.get(nth - 1)
                .strip()
                .split("\\s+", 2)[0]
                .replaceAll("^'+", "")
                .replaceAll("^\"+", "");
        var letters = LETTERS.matcher(word);
        String first = letters.lookingAt() ? letters.group().toLowerCase(Locale.ROOT) : "";
        return first.equals(given.text("first_word").toLowerCase(Locale.ROOT));
    }
}
