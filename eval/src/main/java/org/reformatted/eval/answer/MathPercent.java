package org.reformatted.eval.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether {@code 50\%} means 50 or one half where only one of answer and reference has a percent sign. A question that asks for a percentage has the
 * first; where one speaks of none, an answer with the sign has the second. Of any other question, and of one that is not known, either may be meant.
 */
final class MathPercent {
    private static final Pattern ASKED = Pattern.compile(
            "(?i)\\b(?:(?:what|which|how many) (?:is the )?percent|(?:as a|in|to the nearest|find the|determine the)"
                    + " percent)");
    private static final Pattern MENTIONED = Pattern.compile("(?i)percent|%|\\brates?\\b|\\binterest\\b");
    private static final Pattern PERCENT =
            Pattern.compile("([^%]*?)\\s*(?:\\\\?%|(?:\\\\(?:text|mathrm|mbox)\\{)?\\s*percent\\s*}?)\\s*\\.?");

    /** What comes before a number: a name and a sign. */
    private static final Pattern NAMED = Pattern.compile("(?s)^.*(?:=|≈|\\\\approx(?![a-z]))\\s*");

    private MathPercent() {}

    /** Whether an answer says the same as the reference to a question, which may be empty. */
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
