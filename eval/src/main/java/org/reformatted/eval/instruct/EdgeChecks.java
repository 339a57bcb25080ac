package org.reformatted.eval.instruct;

import java.util.Locale;

/** Instructions about the start and the end of a text, and about the case of its letters. */
final class EdgeChecks {
    private EdgeChecks() {}

    static boolean repeatsPrompt(String text, Arguments given) {
        return lower(text).startsWith(lower(given.text("prompt_to_repeat")));
    }

    static boolean endsWith(String text, Arguments given) {
        return lower(text.strip().replaceAll("^\"+|\"+$", "")).endsWith(lower(given.text("end_phrase")));
    }

    static boolean quoted(String text, Arguments given) {
        String stripped = text.strip();
        return stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
    }

    /** Returns whether a text has letters, all of them upper case. */
    static boolean isUpperCase(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    /** Returns whether a text has letters, all of them lower case. */
    static boolean isLowerCase(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
