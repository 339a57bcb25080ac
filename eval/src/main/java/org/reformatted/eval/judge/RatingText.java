package org.reformatted.eval.judge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads ratings in the form of this project's prompts. A verdict is in double brackets; a quoted scale ({@code [[1]] to [[10]]}), a link and a
 * citation in single brackets do not count. Where verdicts are named ({@code Rating: [[7]]}), the last of these counts, else the last of all.
 */
final class RatingText {
    private static final Pattern SCALE = Pattern.compile("\\[\\[\\s*\\d+\\s*]][^\\[\\]\\n"
            + "]{0,40}?(?:\\bto\\b|\\bthrough\\b|-|–|—)[^\\[\\]\\n"
            + "]{0,40}?\\[\\[\\s*\\d+\\s*]]");

    private static final Pattern VERDICT = Pattern.compile(
            "(?<name>(?:rating|score|grade|verdict)[\\s*_:=\\-]{0,8})?\\[\\[(?<content>[^\\[\\]]{1,40})]](?!\\()",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NUMBER = Pattern.compile(
            "(?:(?:rating|score|grade)\\s*[:=]\\s*)?(?<value>[+-]?\\d+(?:[.,]\\d+)?)(?:\\s*(?:/|out"
                    + " of|of)\\s*(?<scale>\\d+))?",
            Pattern.CASE_INSENSITIVE);

    private static final String GRADE = "[*_]*(\\d+(?:\\.\\d+)?)(?:\\s*/\\s*10)?[*_]*";

    private static final Pattern TWO_GRADES =
            Pattern.compile("\\A\\s*[*_]*" + GRADE + "(?:\\s*,\\s*|[ \\t]+)" + GRADE + "[*_]*[ \\t]*(?:\\r?\\n|\\z)");

    private RatingText() {}

    /** Reads the rating without checking its range. */
    static VerdictReading read(String reply) {
        String answer = ThinkingText.removed(reply);
        if (answer.isBlank()) {
            return VerdictReading.none(VerdictReading.ONLY_THINKING);
        }
        VerdictReading last = VerdictReading.none(VerdictReading.NO_VERDICT);
        VerdictReading named = last;
        String text = SCALE.matcher(answer).replaceAll(" ");
        for (Matcher matcher = VERDICT.matcher(text); matcher.find(); ) {
            VerdictReading found = number(matcher.group("content"));
            boolean quoted = matcher.start() > 0 && "\"`'“".indexOf(text.charAt(matcher.start() - 1)) >= 0;
            if (matcher.group("name") != null && !quoted) {
                named = found;
            } else if (found.present() || !last.present()) {
                last = found;
            }
        }
        return named.cause().equals(VerdictReading.NO_VERDICT) ? last : named;
    }

    private static VerdictReading number(String content) {
        Matcher matcher = NUMBER.matcher(content.replaceAll("[*_$]", "").strip());
        if (!matcher.matches()) {
            return VerdictReading.none(VerdictReading.NO_NUMBER, "[[" + content + "]]");
        }
        String scale = matcher.group("scale");
        if (scale != null && !scale.equals("10")) {
            return VerdictReading.none("rating on another scale", "[[" + content + "]]");
        }
        return VerdictReading.rating(Double.parseDouble(matcher.group("value").replace(',', '.')));
    }

    /** Reads two ratings on the first line: {@code 9 8.5}, {@code 9/10, 8/10}. */
    static VerdictReading two(String reply) {
        String answer = ThinkingText.removed(reply);
        if (answer.isBlank()) {
            return VerdictReading.none(VerdictReading.ONLY_THINKING);
        }
        Matcher matcher = TWO_GRADES.matcher(answer);
        return matcher.find()
                ? VerdictReading.ratings(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)))
                : VerdictReading.none(VerdictReading.NO_VERDICT);
    }
}
