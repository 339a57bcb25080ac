package org.reformatted.realign.reformat;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer in words that stands before its reasons moves behind them, into the sentence {@code "The answer is False."} It is told by "The
 * answer is ... because", "Answer: ... Explanation:", or by a first "True", "False", "Yes" or "No" that goes on
 * with "because", or with two sentences or more: a single one only says the answer again.
 */
final class AnswerLastRule implements FormatRule {
    private static final String REASON = "(?:because|since|explanation:|reasoning:|reasons?:|justification:)";
    private static final Pattern DECLARED = Pattern.compile(
            "(?is)\\A(?:the\\s+(?:correct\\s+|right\\s+)?answer\\s+is:?|(?:correct\\s+)?answer:)\\s*([^\\n]{1,80}?)[.,;]?\\s+"
                    + REASON + "\\s*(\\S.*)\\z");
    private static final Pattern VERDICT =
            Pattern.compile("(?is)\\A(true|false|yes|no|correct|incorrect)\\s*(?:[.,:;]\\s*" + REASON + "?|\\s" + REASON
                    + ")\\s+(\\S.*)\\z");

    private static final Pattern TOLD_REASON = Pattern.compile("(?is)\\A\\w+\\W+" + REASON + ".*");
    private static final Pattern SENTENCES = Pattern.compile("(?s).*[.!?]\\s+\\p{Lu}.*");

    @Override
    public String name() {
        return "answer-last";
    }

    @Override
    public Set<String> categories() {
        return Set.of("exam_problem_solving_tutor", "fact_verification");
    }

    @Override
    public Outcome apply(String response) {
        String text = response.strip();
        for (Pattern pattern : new Pattern[] {DECLARED, VERDICT}) {
            Matcher first = pattern.matcher(text);
            if (first.matches() && (pattern == DECLARED || givesReasons(text, first.group(2)))) {
                String reasons = capital(first.group(2).strip());
                return Outcome.changed(
                        reasons + (reasons.matches("(?s).*[.!?:\")]") ? "" : ".") + "\nThe answer is " + first.group(1)
                                + ".",
                        "the answer stood first");
            }
        }
        return Outcome.left("the response does not begin with its answer");
    }

    private static boolean givesReasons(String text, String reasons) {
        return TOLD_REASON.matcher(text).matches() || SENTENCES.matcher(reasons).matches();
    }

    private static String capital(String text) {
        return Character.isLowerCase(text.charAt(0)) ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
    }
}
