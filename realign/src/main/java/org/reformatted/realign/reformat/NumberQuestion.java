package org.reformatted.realign.reformat;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises questions that ask for exactly one number. */
final class NumberQuestion {
    private static final Pattern AMOUNT =
            Pattern.compile("\\bhow\\s+(?:many|much|old|long|far|tall|high|fast|heavy|wide|deep|big|large)\\b");
    private static final Pattern TASK = Pattern.compile(
            "\\b(?:calculate|compute|evaluate|find|determine|work"
                    + " out|solve|what(?:'s|\\s+is|\\s+was|\\s+will\\s+be|\\s+would\\s+be)|multiply|divide|subtract|add|sum)\\b");
    private static final Pattern OTHER = Pattern.compile(
            "\\b(?:equations?|expressions?|formulas?|functions?|programs?|code|scripts?|lists?|numbers\\s+(?:that|which|between)|values\\s+(?:of|for)|roots|solutions|factors"
                    + "|factorization|terms|sequences?|patterns?|each\\s+of|both|respectively|derivatives?|integrals?|explain|describe|examples?|write|create|generate|intercepts|coordinates"
                    + "|vectors?|matrix|matrices|polynomials?|pairs?|ways\\s+to\\s+write|dimensions|ratios?|range|area\\s+and|and\\s+(?:the\\s+)?(?:perimeter|circumference|area|volume)|time|dates?|day)\\b");

    private NumberQuestion() {}

    /** Tests whether a single number answers the question; false in case of doubt. */
    static boolean isAsked(String question) {
        String asked = question.toLowerCase(Locale.ROOT);
        int amounts = count(AMOUNT.matcher(asked));
        return amounts == 1
                || (amounts == 0
                        && TASK.matcher(asked).find()
                        && !OTHER.matcher(asked).find());
    }

    private static int count(Matcher matcher) {
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
