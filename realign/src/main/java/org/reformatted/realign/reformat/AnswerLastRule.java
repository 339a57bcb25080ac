package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves an answer in words from before its reasons to after them. An answer in "The answer is ... because" or "Answer: ... Explanation:" becomes the
 * sentence {@code "The answer is B."}. A leading "True", "False", "Yes" or "No" is moved as a single word, if "because" or at least two sentences
 * follow it; a single sentence would only repeat the answer.
 */
final class AnswerLastRule implements FormatRule {
    private static final String REASON = "(?:because|since|explanation:|reasoning:|reasons?:|justification:)";
    private static final Pattern DECLARED = Pattern.compile(
            "(?is)\\A(?:the\\s+(?:correct\\s+|right\\s+)?answer\\s+is:?|(?:correct\\s+)?answer:)\\s*([^\\n"
                    + "]{1,80}?)[.,;]?\\s+"
                    + REASON + "\\s*(\\S.*)\\z");
    private static final Pattern VERDICT =
            Pattern.compile("(?is)\\A(true|false|yes|no|correct|incorrect)\\s*(?:[.,:;]\\s*" + REASON + "?|\\s" + REASON
                    + ")\\s+(\\S.*)\\z");

    private static final Pattern TOLD_REASON = Pattern.compile("(?is)\\A\\w+\\W+" + REASON + ".*");
    private static final Pattern SENTENCES = Pattern.compile("(?s).*[.!?]\\s+\\p{Lu}.*");

    private static final RuleContract CONTRACT = new RuleContract(
            "answer-last",
            "Moves an answer that stands before its reasons behind them.",
            Set.of("exam_problem_solving_tutor", "fact_verification"),
            "The answer or verdict in a last sentence; it never comes before the evidence.",
            List.of("code, tables, verse, lists and quotations", "responses of more than one paragraph"),
            List.of(Pattern.compile("The answer is [^\\n]+"), Pattern.compile("\\.")),
            List.of(
                    Pattern.compile("(?i)(?:the )?(?:correct |right )?answer(?: is)?:?"),
                    Pattern.compile("(?i)because|since|(?:explanation|reasoning|reasons?|justification):?"),
                    Pattern.compile("[,;:]")),
            "the answer");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        String text = response.strip();
        if (text.indexOf('\n') >= 0) {
            return Outcome.left("the response has lines of its own");
        }
        if (Layout.isCode(text) || !Shield.of(text).isClosed()) {
            return Outcome.left("the response is code, or a bracket or quotation mark has no partner");
        }
        Matcher declared = DECLARED.matcher(text);
        if (declared.matches()) {
            return moved(declared.group(2), "The answer is " + declared.group(1) + ".");
        }
        Matcher verdict = VERDICT.matcher(text);
        return verdict.matches() && givesReasons(text, verdict.group(2))
                ? moved(verdict.group(2), verdict.group(1) + ".")
                : Outcome.left("the response does not begin with its answer");
    }

    private static Outcome moved(String given, String answer) {
        String reasons = capital(given.strip());
        return Outcome.changed(
                reasons + (reasons.matches("(?s).*[.!?:\")]") ? "" : ".") + "\n" + answer, "the answer stood first");
    }

    private static boolean givesReasons(String text, String reasons) {
        return TOLD_REASON.matcher(text).matches() || SENTENCES.matcher(reasons).matches();
    }

    private static String capital(String text) {
        return Character.isLowerCase(text.charAt(0)) ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
    }
}
