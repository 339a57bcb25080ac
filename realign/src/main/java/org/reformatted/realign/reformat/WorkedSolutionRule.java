package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.reformatted.realign.text.TextOpening;

/**
 * Reformats worked solutions of mathematics: one step per line, numbered {@code "Step 1: ..."}, and the answer at the end in the sentence
 * {@code "The answer is 72."} Calculator annotations are removed, and an answer before its reasoning is moved after it. Words are only added for the
 * numbering and for the last sentence.
 */
final class WorkedSolutionRule implements FormatRule {
    private static final String CLOSING = ".!?:;,]}$";
    private static final TextOpening LOWER_WORD = TextOpening.of("abcdefghijklmnopqrstuvwxyz", "[a-z]{2,}(?=[\\s,])");

    private static final RuleContract CONTRACT = new RuleContract(
            "worked-solution",
            "Puts the steps of a worked solution one a line, numbered, and the answer that it declares last.",
            Set.of("math_puzzles"),
            "The steps of the solution one by one; the final answer, once, in a last sentence of its own.",
            List.of(
                    "code, tables, matrices, verse, nested lists and quotations",
                    "brackets, quotation marks and LaTeX",
                    "an answer that the response does not declare, or declares twice with different values"),
            List.of(Pattern.compile("Step \\d+:"), Pattern.compile("The answer is [^\\n]+"), Pattern.compile("\\.")),
            List.of(
                    Pattern.compile("<<[^<>\\n]*>>"),
                    Pattern.compile("####"),
                    Pattern.compile("(?i)(?:and )?then|and|so|because|since|as|thus|therefore|hence"),
                    Pattern.compile("(?i)(?:reasoning|explanation|solution|work|working|steps):?"),
                    Pattern.compile("(?i)step \\d+[:.)-]|\\(?\\d+[.)]|[-*•]"),
                    Pattern.compile("[,;]")),
            "the sentence that declares the answer");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        WorkedSolution solution = WorkedSolution.parse(question, response);
        if (solution.fault() != null) {
            return Outcome.left(solution.fault());
        }
        String text = text(solution);
        return text.equals(response.strip())
                ? Outcome.left("the response already stands in this form")
                : Outcome.changed(
                        text,
                        solution.steps().size() + " steps"
                                + (solution.answer().isPresent() ? ", then the answer" : ", no answer is declared"));
    }

    private static String text(WorkedSolution solution) {
        List<String> steps = solution.steps();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("Step ")
                    .append(i + 1)
                    .append(": ")
                    .append(sentence(steps.get(i)))
                    .append('\n');
        }
        solution.answer()
                .ifPresent(answer -> text.append("The answer is ")
                        .append(solution.boxed() ? "$\\boxed{" + answer + "}$" : answer)
                        .append('.'));
        return text.toString().stripTrailing();
    }

    /** Returns the step with an initial capital letter and a final period. */
    static String sentence(String step) {
        int end = step.length();
        while (end > 0
                && (step.charAt(end - 1) == ','
                        || step.charAt(end - 1) == ';'
                        || Character.isWhitespace(step.charAt(end - 1)))) {
            end--;
        }
        String trimmed = step.substring(0, end);
        String capital = LOWER_WORD.of(trimmed) != null
                ? Character.toUpperCase(trimmed.charAt(0)) + trimmed.substring(1)
                : trimmed;
        return isClosed(capital) ? capital : capital + ".";
    }

    /** Tests whether the text ends with a punctuation mark, or with a period inside quotes or brackets. */
    private static boolean isClosed(String text) {
        int length = text.length();
        return length > 0
                && (CLOSING.indexOf(text.charAt(length - 1)) >= 0
                        || (length > 1
                                && "\"')".indexOf(text.charAt(length - 1)) >= 0
                                && text.charAt(length - 2) == '.'));
    }
}
