package org.reformatted.eval.answer;

import java.util.Optional;

/**
 * The string equivalence that MATH was published with (D. Hendrycks et al., github.com/hendrycks/math, {@code math_equivalence.py}): both answers are
 * rewritten by fixed rules and compared character by character. By this definition 2 and 2.0 are not equal, and neither are 1,000 and 1000; it is
 * kept so that scores are comparable with those of other papers.
 */
public final class HendrycksEquivalence {
    private static final String UNITS = "\\text{ ";

    private HendrycksEquivalence() {}

    /**
     * Compares two answers.
     *
     * @param first an answer without its box
     * @param second another answer
     * @return whether the rules rewrite both to the same text
     */
    public static boolean equal(String first, String second) {
        Optional<String> a = rewritten(first);
        Optional<String> b = rewritten(second);
        // the published code compares the unchanged texts when its rules fail on either of them
        return (a.isPresent() && b.isPresent()) ? a.equals(b) : first.equals(second);
    }

    /** Rewrites an answer by the rules; empty where the rules fail. */
    static Optional<String> rewritten(String answer) {
        String text = answer.replace("\n", "")
                .replace("\\!", "")
                .replace("\\\\", "\\")
                .replace("tfrac", "frac")
                .replace("dfrac", "frac")
                .replace("\\left", "")
                .replace("\\right", "")
                .replace("^{\\circ}", "")
                .replace("^\\circ", "")
                .replace("\\$", "");
        int units = text.indexOf(UNITS);
        if (units >= 0) {
            if (text.indexOf(UNITS, units + 1) >= 0) {
                return Optional.empty();
            }
            text = text.substring(0, units);
        }
        text = text.replace("\\%", "").replace(" .", " 0.").replace("{.", "{0.");
        if (text.isEmpty()) {
            return Optional.of(text);
        }
        text = text.startsWith(".") ? "0" + text : text;
        text = withoutShortLeftSide(text);
        return bracedRoots(text).map(roots -> {
            String fractions = bracedFractions(roots.replace(" ", ""));
            return slashedFraction(fractions.equals("0.5") ? "\\frac{1}{2}" : fractions);
        });
    }

    /** Rewrites {@code x=5} to 5 when the left side has at most two characters. */
    private static String withoutShortLeftSide(String text) {
        String[] sides = text.split("=", -1);
        return sides.length == 2 && sides[0].length() <= 2 ? sides[1] : text;
    }

    /** Rewrites {@code \sqrt3} to {@code \sqrt{3}}; empty when no text follows the sign. */
    private static Optional<String> bracedRoots(String text) {
        String[] parts = text.split("\\\\sqrt", -1);
        StringBuilder braced = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].isEmpty()) {
                return Optional.empty();
            }
            boolean already = parts[i].startsWith("{");
            braced.append("\\sqrt").append(already ? parts[i] : "{" + parts[i].charAt(0) + "}" + parts[i].substring(1));
        }
        return Optional.of(braced.toString());
    }

    /** Rewrites {@code \frac12} to {@code \frac{1}{2}}, and {@code \frac1{72}} to {@code \frac{1}{72}}. */
    private static String bracedFractions(String text) {
        String[] parts = text.split("\\\\frac", -1);
        StringBuilder braced = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            braced.append("\\frac");
            if (part.startsWith("{")) {
                braced.append(part);
            } else if (part.length() < 2) {
                return text;
            } else {
                String second = part.charAt(1) == '{' ? "{" : "{" + part.charAt(1) + "}";
                braced.append('{')
                        .append(part.charAt(0))
                        .append('}')
                        .append(second)
                        .append(part.substring(2));
            }
        }
        return braced.toString();
    }

    /** Rewrites {@code 1/2} to {@code \frac{1}{2}} when the entire text is two whole numbers and a slash. */
    private static String slashedFraction(String text) {
        return text.matches("(?:0|-?[1-9][0-9]*)/(?:0|-?[1-9][0-9]*)")
                ? "\\frac{" + text.replace("/", "}{") + "}"
                : text;
    }
}
