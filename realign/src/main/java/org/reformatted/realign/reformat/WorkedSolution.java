package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A worked solution taken apart: its steps in their order, and the answer it declares. Nothing of the original's wording is changed;
 * calculator notes, labels such as {@code "Step 2:"}, and the sentence or mark that declares the answer are left out.
 *
 * @param steps the steps, in the original's words
 * @param answer the answer, absent when the solution declares none and its last step states no number
 * @param boxed whether the answer stood in {@code \boxed{}}
 */
record WorkedSolution(List<String> steps, Optional<String> answer, boolean boxed) {
    private static final String NOTE = "<<";
    private static final String NOTE_END = ">>";
    private static final String MARK = "####";
    private static final Pattern MARKED = Pattern.compile(MARK + "[ \\t]*(\\S[^\\n]*?)\\s*\\z");

    /** "Answer: 18.", "The answer is 18, because", "The final answer is 18" at the very beginning. */
    private static final Opening DECLARED_FIRST = Opening.of(
            "TtFfAa",
            "(?i)(?:the\\s+)?(?:final\\s+)?answer\\s*(?:is\\s*:?|[:=])\\s*(" + FinalAnswer.NUMBER
                    + ")(?![\\w])[^\\S\\n]*(?:%|percent\\b|[a-z]+(?:[^\\S\\n][a-z]+){0,2}(?=[.,;\\n]))?\\s*[.,;]?\\s*");

    /** "25, because", "25 apples since", "$25." at the very beginning: a number that no computation goes on from. */
    private static final Opening NUMBER_FIRST = Opening.of(
            "-$.0123456789",
            "(?i)(" + FinalAnswer.NUMBER
                    + ")%?(?:(?:[^\\S\\n]+(?!because\\b|since\\b|as\\b)[a-z]++){0,3}\\s*[.,;:]?\\s*(?=(?:because|since|as)\\b)"
                    + "|(?:[^\\S\\n]+[a-z]++)?(?:\\s*[.;](?:\\s+|\\z)|\\s*\\n\\s*|\\s*\\z))");

    private static final Opening LEAD_IN = Opening.of(
            "RrEeSsWwBbTt",
            "(?i)(?:(?:reasoning|explanation|solution|work|working|steps|because|since)\\b\\s*:?|this is because\\b)\\s*");

    /** "So the answer is 18.", "Answer: 18" at the very end. */
    private static final Pattern DECLARED_LAST = Pattern.compile(
            "(?i)(?:\\A|(?<=[.;,!?\\n]))\\s*(?:and\\s+)?(?:(?:so|thus|therefore|hence)\\s*,?\\s*)?(?:the\\s+)?(?:final\\s+)?answer\\s*(?:is\\s*:?|[:=])\\s*("
                    + FinalAnswer.NUMBER + ")(?:%|[^\\S\\n]+[a-z]+){0,3}\\s*[.!]?\\s*\\z");

    private static final Opening LABEL =
            Opening.of("Ss(0123456789-*•", "(?i)(?:step\\s*\\d+\\s*[:.)-]|\\(?\\d+[.)](?=\\s)|[-*•](?=\\s))\\s*");

    private static final Pattern LAST_NUMBER = Pattern.compile(FinalAnswer.NUMBER);

    WorkedSolution {
        steps = List.copyOf(steps);
    }

    static WorkedSolution parse(String solution) {
        String text = withoutNotes(solution).strip();
        Optional<String> box = FinalAnswer.boxed(text);
        if (box.isPresent()) {
            return new WorkedSolution(clean(LatexSteps.split(text)), box, true);
        }
        Cut cut = new Cut(text, Optional.empty())
                .marked()
                .declaredLast()
                .first(DECLARED_FIRST)
                .first(NUMBER_FIRST);
        List<String> steps = clean(Steps.split(LEAD_IN.cutFrom(cut.rest)));
        return new WorkedSolution(steps, cut.answer.or(() -> lastNumber(steps)), false);
    }

    /** Without GSM8K's calculator notes, such as {@code <<48/2=24>>}. */
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
            if (solution.startsWith(NOTE_END, end)) {
                kept.append(solution, from, at);
                from = end + NOTE_END.length();
            }
            at = solution.indexOf(NOTE, Math.max(from, at + 1));
        }
        return kept.append(solution, from, solution.length()).toString();
    }

    private static boolean isOfNote(char c) {
        return c != '<' && c != '>' && c != '\n';
    }

    /** What is left of a solution once the answer was cut out of it; the first cut that finds an answer names it. */
    private record Cut(String rest, Optional<String> answer) {
        /** Cuts the last line at the mark, with the spaces and the line break before it. */
        Cut marked() {
            for (int at = rest.indexOf(MARK); at >= 0; at = rest.indexOf(MARK, at + 1)) {
                Matcher matcher = MARKED.matcher(rest);
                if (matcher.region(at, rest.length()).lookingAt()) {
                    int start = at;
                    while (start > 0 && " \t".indexOf(rest.charAt(start - 1)) >= 0) {
                        start--;
                    }
                    return without(start > 0 && rest.charAt(start - 1) == '\n' ? start - 1 : start, matcher);
                }
            }
            return this;
        }

        Cut declaredLast() {
            if (!Word.ANSWER.isIn(rest)) {
                return this;
            }
            Matcher matcher = DECLARED_LAST.matcher(rest);
            return matcher.find() ? without(matcher.start(), matcher) : this;
        }

        Cut first(Opening opening) {
            Matcher matcher = opening.of(rest);
            return matcher == null ? this : without(0, matcher);
        }

        private Cut without(int start, Matcher matcher) {
            Optional<String> found = Optional.of(matcher.group(1).strip());
            if (answer.isPresent() && !FinalAnswer.same(answer.get(), found.get())) {
                return this;
            }
            String kept = rest.substring(0, start) + rest.substring(matcher.end());
            return new Cut(kept.strip(), answer.or(() -> found));
        }
    }

    private static List<String> clean(List<String> steps) {
        return steps.stream()
                .map(step -> LABEL.cutFrom(step.strip()).strip())
                .filter(step -> !step.isEmpty())
                .toList();
    }

    private static Optional<String> lastNumber(List<String> steps) {
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = LAST_NUMBER.matcher(steps.get(steps.size() - 1));
        String found = null;
        while (matcher.find()) {
            found = matcher.group();
        }
        return Optional.ofNullable(found);
    }
}
