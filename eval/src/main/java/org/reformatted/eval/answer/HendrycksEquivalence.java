package org.reformatted.eval.answer;

import java.util.Optional;

/**
 * The string equivalence that MATH was published with (D. Hendrycks et al., github.com/hendrycks/math, {@code math_equivalence.py}): both
 * answers are rewritten by fixed rules and compared letter by letter. It calls 2 and 2.0 unequal, and 1,000 and 1000: that is its
 * definition, kept so that scores compare with those of other papers.
 */
public final class HendrycksEquivalence {
    private static final String UNITS = "\\text{ ";

    private HendrycksEquivalence() {}

    /**
     * Compares two answers.
     *
     * @param first an answer without its box
     * @param second another
     * @return whether the rules make them the same text
     */
    public static boolean equal(String first, String second) {
        Optional<String> a = rewritten(first);
        Optional<String> b = rewritten(second);
        // the published code compares the texts as they are when its rules break on either
        return (a.isPresent() && b.isPresent()) ? a.equals(b) : first.equals(second);
    }

    /** The text the rules make of an answer, or nothing where they break. */
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

    /** {@code x=5} is 5, when what is left is one or two letters long. */
    private static String withoutShortLeftSide(String text) {
        String[] sides = text.split("=", -1);
        return sides.length == 2 && sides[0].length() <= 2 ? sides[1] : text;
    }

    /** {@code \sqrt3} is {@code \sqrt{3}}; nothing behind the sign breaks the rule. */
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

    /** {@code \frac12} is {@code \frac{1}{2}}, and {@code \frac1{72}} is {@code \frac{1}{72}}. */
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

    /** {@code 1/2} is {@code \frac{1}{2}}, when it is two whole numbers and nothing else. */
    private static String slashedFraction(String text) {
        return text.matches("(?:0|-?[1-9][0-9]*)/(?:0|-?[1-9][0-9]*)")
                ? "\\frac{" + text.replace("/", "}{") + "}"
                : text;
    }
}
