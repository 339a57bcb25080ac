package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Set;

/**
 * Worked solutions of mathematics: the steps stand one a line, numbered {@code "Step 1: ..."}, and the answer stands last in the sentence
 * {@code "The answer is 72."} Calculator notes go; an answer that stood before its reasoning moves behind it. Words are added for the
 * numbering and that last sentence alone.
 */
final class WorkedSolutionRule implements FormatRule {
    private static final String CLOSING = ".!?:;,]}$";
    private static final Opening LOWER_WORD = Opening.of("abcdefghijklmnopqrstuvwxyz", "[a-z]{2,}(?=[\\s,])");

    @Override
    public String name() {
        return "worked-solution";
    }

    @Override
    public Set<String> categories() {
        return Set.of("math_puzzles");
    }

    @Override
    public Outcome apply(String response) {
        WorkedSolution solution = WorkedSolution.parse(response);
        if (solution.steps().isEmpty()) {
            return Outcome.left("the response gives an answer without any step");
        }
        if (solution.answer().isEmpty()) {
            return Outcome.left("the response states no final answer");
        }
        String text = text(solution);
        return text.equals(response.strip())
                ? Outcome.left("the response already stands in this form")
                : Outcome.changed(text, solution.steps().size() + " steps, then the answer");
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
        String answer = solution.answer().orElseThrow();
        return text.append("The answer is ")
                .append(solution.boxed() ? "$\\boxed{" + answer + "}$" : answer)
                .append('.')
                .toString();
    }

    /** The step with a capital letter at its beginning and a stop at its end. */
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

    /** Whether a sentence's stop, or a stop within quotes or brackets, stands at the end. */
    private static boolean isClosed(String text) {
        int length = text.length();
        return length > 0
                && (CLOSING.indexOf(text.charAt(length - 1)) >= 0
                        || (length > 1
                                && "\"')".indexOf(text.charAt(length - 1)) >= 0
                                && text.charAt(length - 2) == '.'));
    }
}
