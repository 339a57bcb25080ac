package org.reformatted.eval.answer;

/**
 * Whether an answer is an inequality of the question, still to be solved. It has the same solutions as the reference and is no answer. Equations need no such
 * rule: {@code x² = 4} is never equal to its solutions.
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

    /** A text without spaces and layout. */
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
