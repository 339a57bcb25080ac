package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.text.FinalAnswer;
import org.reformatted.realign.text.SearchedWord;
import org.reformatted.realign.text.TextOpening;

/**
 * A parsed worked solution: its steps in order, and the answer that it declares. The wording of the original is not changed; calculator annotations,
 * labels such as {@code "Step 2:"}, and the sentence or mark that declares the answer are left out.
 *
 * @param steps the steps, in the original's words
 * @param answer the answer; absent when the solution declares none, or several
 * @param boxed whether the answer was in {@code \boxed{}}
 * @param fault why the solution must not be changed; null when it can be reformatted
 */
record WorkedSolution(
        List<String> steps,
        Optional<String> answer,
        boolean boxed,
        @Nullable String fault) {
    private static final String NOTE = "<<";
    private static final String NOTE_END = ">>";
    private static final TextOpening LEAD_IN = TextOpening.of(
            "RrEeSsWw", "(?i)(?:reasoning|explanation|solution|work|working|steps)(?:\\s*:\\s*|[ \\t]*\\n\\s*)");
    /** Words that remain before the reasons when the leading answer is cut. */
    private static final TextOpening REASON =
            TextOpening.of("BbSsAaTt", "(?i)(?:this\\s+is\\s+)?(?:because|since|as)\\b\\s*:?\\s*");

    private static final TextOpening LABEL = TextOpening.of(
            "Ss(0123456789-*•", "(?i)(?:step\\s*(\\d+)\\s*[:.)-]|\\(?(\\d+)[.)](?=\\s)|[-*•](?=\\s))\\s*");
    private static final TextOpening ALTERNATIVE = TextOpening.of("-Oo$", "(?i)[-$\\s]*or[-:.$\\s]*\\z");
    private static final Pattern COMPUTES = Pattern.compile("\\d[^=]{0,60}[-+*/x×÷·^−][^=]{0,60}=");

    WorkedSolution {
        steps = List.copyOf(steps);
    }

    /** Parses a response; the question decides whether a closing computation is its answer. */
    static WorkedSolution parse(String question, String solution) {
        String text = withoutNotes(solution).strip();
        Optional<String> box = FinalAnswer.boxed(text);
        if (box.isPresent()) {
            return latex(LatexSteps.split(text), onlyBox(text, box.get()));
        }
        String fixed = Layout.fixed(text);
        if (fixed != null) {
            return left(fixed);
        }
        DeclaredAnswer declared = DeclaredAnswer.of(text);
        if (declared.conflict()) {
            return left("the response declares two answers");
        }
        String rest = declared.rest();
        boolean answerCame = rest.length() < text.length() && !text.startsWith(rest);
        String reasons = LEAD_IN.cutFrom(answerCame ? REASON.cutFrom(rest) : rest);
        if (reasons.isEmpty()) {
            return left("the response gives an answer without any step");
        }
        Optional<String> answer = declared.answer();
        if (answer.isEmpty() && !SearchedWord.ANSWER.isIn(rest)) {
            answer = ClosingEquation.find(question, rest).map(value -> value.text(question));
        }
        List<String> steps = Steps.split(reasons);
        if (!solution.contains("####") && steps.stream().anyMatch(WorkedSolution::isIncomplete)) {
            return left("a line leans on another one");
        }
        if (declared.answer().isEmpty() && steps.size() == 1) {
            return left("the response gives an answer without any step");
        }
        boolean paragraph = reasons.indexOf('\n') < 0 && NumberQuestion.isAsked(question);
        return answer.isEmpty()
                        && !(paragraph
                                && steps.stream().filter(COMPUTES.asPredicate()).count() > 1)
                ? left("the response states no final answer")
                : new WorkedSolution(unlabelled(steps), answer, false, null);
    }

    private static WorkedSolution latex(List<String> steps, Optional<String> answer) {
        if (steps.stream().anyMatch(step -> ALTERNATIVE.of(step) != null)) {
            return left("the response holds two solutions");
        }
        return answer.isEmpty() && steps.size() == 1
                ? left("the response states several answers in one step")
                : new WorkedSolution(steps, answer, true, null);
    }

    /** Returns the answer of a solution whose boxes all contain the same answer; empty when they differ. */
    private static Optional<String> onlyBox(String text, String last) {
        for (int at = text.indexOf("\\boxed{"); at >= 0; at = text.indexOf("\\boxed{", at + 1)) {
            int next = text.indexOf("\\boxed{", at + 1);
            Optional<String> box = FinalAnswer.boxed(next < 0 ? text.substring(at) : text.substring(at, next));
            if (box.isPresent() && !FinalAnswer.same(box.get(), last)) {
                return Optional.empty();
            }
        }
        return Optional.of(last);
    }

    private static WorkedSolution left(String fault) {
        return new WorkedSolution(List.of(), Optional.empty(), false, fault);
    }

    private static boolean isIncomplete(String line) {
        return line.endsWith(":") || line.startsWith("=");
    }

    /** Removes the labels if every step has one and their numbers count from 1. */
    private static List<String> unlabelled(List<String> parts) {
        List<String> bare = new ArrayList<>();
        for (String part : parts) {
            Matcher label = LABEL.of(part);
            if (label == null) {
                return parts;
            }
            String number = label.group(1) == null ? label.group(2) : label.group(1);
            if (number != null && !number.equals(String.valueOf(bare.size() + 1))) {
                return parts;
            }
            bare.add(part.substring(label.end()).strip());
        }
        return bare.contains("") ? parts : bare;
    }

    /** Removes GSM8K's calculator annotations, such as {@code <<48/2=24>>}. */
    static String withoutNotes(String solution) {
        int at = solution.indexOf(NOTE);
        if (at < 0) {
            return solution;
        }
        StringBuilder kept = new StringBuilder(solution.length());
        int from = 0;
        while (at >= 0) {
            int end = at + NOTE.length();
            while (end < solution.length() && isOfNote(solution.charAt(end))) {
                end++;
            }
            if (solution.startsWith(NOTE_END, end) && solution.indexOf('=', at) < end) {
                kept.append(solution, from, at);
                from = end + NOTE_END.length();
            }
            at = solution.indexOf(NOTE, Math.max(from, at + 1));
        }
        return kept.append(solution, from, solution.length()).toString();
    }

    private static boolean isOfNote(char c) {
        return c != '<'
                && c != '>'
                && c != '\n'
                && (c < 'A' || c == '×' || c == '÷' || c == 'x' || c == '_' || c == '^');
    }
}
