package org.reformatted.eval.judge;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which of two answers a judge prefers, in the form of this project's prompts: the last verdict in double brackets outside the thinking. A list
 * of the choices that is quoted from the prompt does not count.
 */
final class LetterText {
    private static final String BETWEEN = "[^\\[\\].!?\\n]{0,60}";
    private static final Pattern CHOICES =
            Pattern.compile("\\[\\[A]]" + BETWEEN + "\\[\\[B]]" + "(?:" + BETWEEN + "\\[\\[C]]|(?<=or \\[\\[B]]))");
    private static final Pattern VERDICT = Pattern.compile("\\[\\[([^\\[\\]]{1,40})]](?!\\()");
    private static final Pattern CONTENT = Pattern.compile(
            "(?:(?:assistant|answer|response|model|verdict|winner)\\s*:?\\s*)?(?<letter>[abc])(?:\\s+(?:is"
                    + " better|wins))?|(?<tie>tie|draw|equal|both|neither|a\\s*=\\s*b|b\\s*=\\s*a)"
                    + "|(?<first>a\\s*>{1,3}\\s*b|b\\s*<{1,3}\\s*a)|(?<second>b\\s*>{1,3}\\s*a|a\\s*<{1,3}\\s*b)");

    private LetterText() {}

    static VerdictReading read(String reply) {
        String answer = ThinkingText.removed(reply);
        if (answer.isBlank()) {
            return VerdictReading.none(VerdictReading.ONLY_THINKING);
        }
        VerdictReading last = VerdictReading.none(VerdictReading.NO_VERDICT);
        for (Matcher matcher = VERDICT.matcher(CHOICES.matcher(answer).replaceAll(" ")); matcher.find(); ) {
            VerdictReading found = preference(matcher.group(1));
            last = found.present() || !last.present() ? found : last;
        }
        return last;
    }

    private static VerdictReading preference(String content) {
        Matcher matcher =
                CONTENT.matcher(content.replaceAll("[*_\"']", "").strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return VerdictReading.none("verdict is none of the choices", "[[" + content + "]]");
        }
        String letter = matcher.group("letter");
        if (matcher.group("tie") != null || "c".equals(letter)) {
            return VerdictReading.of(Preference.TIE);
        }
        boolean first = matcher.group("first") != null || "a".equals(letter);
        return VerdictReading.of(first ? Preference.FIRST : Preference.SECOND);
    }

    /** Returns the reading unless it is a tie, which counts as no verdict. */
    static VerdictReading chosen(VerdictReading read) {
        return read.present() && read.values().get(0).equals(read.values().get(1))
                ? VerdictReading.none(VerdictReading.TIE_NOT_ALLOWED)
                : read;
    }
}
