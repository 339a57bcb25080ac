package org.reformatted.eval.answer;

/**
 * Detects an answer that only repeats an unsolved inequality of the question. Such an inequality has the same solutions as the reference but is not
 * an answer. Equations need no such rule: {@code x² = 4} is never equal to its solutions.
 */
final class MathRestated {
    private MathRestated() {}

    static boolean restates(String question, String found, String right) {
        String answer = bare(found);
        return !answer.isEmpty()
                && bare(question).contains(answer)
                && !answer.equals(bare(right))
                && MathEquivalence.values(found).stream()
                        .anyMatch(
                                value -> value instanceof MathValue.Relation relation && MathSets.isUnsolved(relation));
    }

    /** Removes spaces and layout from a text. */
    private static String bare(String text) {
        return MathSigns.ofUnicode(text)
                .replaceAll("\\\\(?:left|right|displaystyle)(?![a-z])|\\\\[!,;: ]|[\\s$]|\\\\[()\\[\\]]", "")
                .replaceAll("\\\\(?:leqslant|leq|le)(?![a-z])", "≤")
                .replaceAll("\\\\(?:geqslant|geq|ge)(?![a-z])", "≥")
                .replaceAll("\\\\lt(?![a-z])", "<")
                .replaceAll("\\\\gt(?![a-z])", ">")
                .replaceAll("\\\\[dt]frac", "\\\\frac");
    }
}
