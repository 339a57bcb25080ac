package org.reformatted.eval.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether {@code 50\%} means 50 or one half where only one of answer and reference has a percent sign. If the question asks for a percentage,
 * it means 50. If the question mentions no percentage, an answer with the sign means one half. For any other question, and for an unknown one, both
 * meanings are accepted.
 */
final class MathPercent {
    private static final Pattern ASKED = Pattern.compile(
            "(?i)\\b(?:(?:what|which|how many) (?:is the )?percent|(?:as a|in|to the nearest|find the|determine the)"
                    + " percent)");
    private static final Pattern MENTIONED = Pattern.compile("(?i)percent|%|\\brates?\\b|\\binterest\\b");
    private static final Pattern PERCENT =
            Pattern.compile("([^%]*?)\\s*(?:\\\\?%|(?:\\\\(?:text|mathrm|mbox)\\{)?\\s*percent\\s*}?)\\s*\\.?");

    /** The text before a number: a name and a sign. */
    private static final Pattern NAMED = Pattern.compile("(?s)^.*(?:=|≈|\\\\approx(?![a-z]))\\s*");

    private MathPercent() {}

    /** Returns whether an answer equals the reference, given the question, which may be empty. */
    static boolean equal(String question, String found, String right) {
        Matcher answer = PERCENT.matcher(found);
        Matcher reference = PERCENT.matcher(right);
        boolean asked = ASKED.matcher(question).find();
        if (answer.matches() && !reference.matches() && asked) {
            return MathEquivalence.equal(answer.group(1), right);
        }
        boolean neverNamed = !question.isBlank() && !MENTIONED.matcher(question).find();
        if (answer.matches() && !reference.matches() && neverNamed) {
            String number = NAMED.matcher(answer.group(1)).replaceFirst("");
            return MathEquivalence.equal("\\frac{" + number + "}{100}", right);
        }
        boolean bareNumber = asked && reference.matches() && !answer.matches();
        return MathEquivalence.equal(found, bareNumber ? reference.group(1) : right);
    }
}
