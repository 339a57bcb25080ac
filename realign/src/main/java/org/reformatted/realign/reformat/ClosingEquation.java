package org.reformatted.realign.reformat;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the computation that ends a solution, as in {@code "34 + 9 = 43 ribbons."}: its right side ends the text, its left side is a computation, and
 * every earlier result is used in a later computation, so that no other number can be the answer.
 */
final class ClosingEquation {
    private static final Pattern COMPUTES =
            Pattern.compile("\\d[\\d,.]*\\s?(?:%|\\))*\\s?(?:[a-z]+\\s){0,2}[-+*/x×÷·^−]\\s?[($€£]*\\s?[\\d.]");
    private static final Pattern RESULT =
            Pattern.compile("=\\s?[$€£]*\\s?(-?\\d++(?:,\\d{3})*+(?:\\.\\d++)?+)(?!\\s*[-+*/×÷·^=−(])");
    private static final Pattern VARIABLE = Pattern.compile("(?:\\A|[\\s,.;:])([a-zA-Z])\\s*\\z");
    private static final Pattern CHECK = Pattern.compile("(?i)\\b(?:check|verify|example|or|assum)");

    private ClosingEquation() {}

    /** Returns the value of the closing computation; absent if the text does not end with one. */
    static Optional<AnswerValue> find(String question, String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 0 || equals + 60 < text.length() || !NumberQuestion.isAsked(question)) {
            return Optional.empty();
        }
        int end = text.length();
        while (end > equals && ".! ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        Optional<AnswerValue> value =
                AnswerValue.of(text.substring(equals + 1, end).strip());
        if (value.isEmpty()) {
            return value;
        }
        String before = text.substring(0, equals);
        String left = before.substring(begin(before));
        boolean closes = (COMPUTES.matcher(left).find() && !CHECK.matcher(left).find() && everyResultIsUsed(before))
                || isAskedVariable(question, left, text);
        return closes ? value : Optional.empty();
    }

    /** Returns the start of the left side: after the last end of a sentence, line break or equals sign. */
    private static int begin(String before) {
        for (int i = before.length() - 1; i > 0; i--) {
            char c = before.charAt(i);
            if (c == '\n' || c == '=' || c == ';' || (c == ' ' && ".!?".indexOf(before.charAt(i - 1)) >= 0)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean everyResultIsUsed(String before) {
        Matcher result = RESULT.matcher(before);
        while (result.find()) {
            Pattern used = Pattern.compile("(?<![\\d.,])" + Pattern.quote(result.group(1)) + "(?!\\d|[.,]\\d)");
            if (!used.matcher(before).region(result.end(), before.length()).find()) {
                return false;
            }
        }
        return true;
    }

    /** Tests whether the left side is the single variable that the question asks for, and the text assigns it only one value. */
    private static boolean isAskedVariable(String question, String left, String text) {
        Matcher variable = VARIABLE.matcher(left);
        if (!variable.find()) {
            return false;
        }
        String name = Pattern.quote(variable.group(1));
        boolean asked = Pattern.compile("(?i)\\b(?:solve\\s+for|value\\s+of|find)\\s+" + name + "\\b")
                .matcher(question)
                .find();
        return asked
                && Pattern.compile("\\b" + name + "\\s*=\\s*[-−$]?[\\d.]")
                                .matcher(text)
                                .results()
                                .count()
                        == 1;
    }
}
