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
    /** GSM8K's calculator notes, such as {@code <<48/2=24>>}. */
    private static final Pattern NOTE = Pattern.compile("<<[^<>\\n]*>>");

    private static final Pattern MARKED = Pattern.compile("\\n?[ \\t]*####[ \\t]*(\\S[^\\n]*?)\\s*\\z");

    /** "Answer: 18.", "The answer is 18, because", "The final answer is 18" at the very beginning. */
    private static final Pattern DECLARED_FIRST =
            Pattern.compile("(?i)\\A(?:the\\s+)?(?:final\\s+)?answer\\s*(?:is\\s*:?|[:=])\\s*(" + FinalAnswer.NUMBER
                    + ")(?![\\w])[^\\S\\n]*(?:%|percent\\b|[a-z]+(?:[^\\S\\n][a-z]+){0,2}(?=[.,;\\n]))?\\s*[.,;]?\\s*");

    /** "25, because", "25 apples since", "$25." at the very beginning: a number that no computation goes on from. */
    private static final Pattern NUMBER_FIRST = Pattern.compile("(?i)\\A(" + FinalAnswer.NUMBER
            + ")%?(?:(?:[^\\S\\n]+(?!because\\b|since\\b|as\\b)[a-z]++){0,3}\\s*[.,;:]?\\s*(?=(?:because|since|as)\\b)"
            + "|(?:[^\\S\\n]+[a-z]++)?(?:\\s*[.;](?:\\s+|\\z)|\\s*\\n\\s*|\\s*\\z))");

    private static final Pattern LEAD_IN = Pattern.compile(
            "(?i)\\A(?:(?:reasoning|explanation|solution|work|working|steps|because|since)\\b\\s*:?|this is because\\b)\\s*");

    /** "So the answer is 18.", "Answer: 18" at the very end. */
    private static final Pattern DECLARED_LAST = Pattern.compile(
            "(?i)(?:\\A|(?<=[.;,!?\\n]))\\s*(?:and\\s+)?(?:(?:so|thus|therefore|hence)\\s*,?\\s*)?(?:the\\s+)?(?:final\\s+)?answer\\s*(?:is\\s*:?|[:=])\\s*("
                    + FinalAnswer.NUMBER + ")(?:%|[^\\S\\n]+[a-z]+){0,3}\\s*[.!]?\\s*\\z");

    private static final Pattern LABEL =
            Pattern.compile("(?i)\\A(?:step\\s*\\d+\\s*[:.)-]|\\(?\\d+[.)](?=\\s)|[-*•](?=\\s))\\s*");

    private static final Pattern LAST_NUMBER = Pattern.compile(FinalAnswer.NUMBER);

    WorkedSolution {
        steps = List.copyOf(steps);
    }

    static WorkedSolution parse(String solution) {
        String text = NOTE.matcher(solution).replaceAll("").strip();
        Optional<String> box = FinalAnswer.boxed(text);
        if (box.isPresent()) {
            return new WorkedSolution(clean(LatexSteps.split(text)), box, true);
        }
        Cut cut = new Cut(text, Optional.empty())
                .take(MARKED, "####", "")
                .take(DECLARED_LAST, "answer", "")
                .take(DECLARED_FIRST, "")
                .take(NUMBER_FIRST, "");
        List<String> steps = clean(Steps.split(LEAD_IN.matcher(cut.rest).replaceFirst("")));
        return new WorkedSolution(steps, cut.answer.or(() -> lastNumber(steps)), false);
    }

    /** What is left of a solution once the answer was cut out of it; the first cut that finds an answer names it. */
    private record Cut(String rest, Optional<String> answer) {
        /** As {@link #take(Pattern, String)}, for patterns that need a text to be there, which is faster to look for. */
        Cut take(Pattern pattern, String needed, String replacement) {
            return contains(rest, needed) ? take(pattern, replacement) : this;
        }

        Cut take(Pattern pattern, String replacement) {
            Matcher matcher = pattern.matcher(rest);
            if (!matcher.find()) {
                return this;
            }
            Optional<String> found = Optional.of(matcher.group(1).strip());
            if (answer.isPresent() && !FinalAnswer.same(answer.get(), found.get())) {
                return this;
            }
            String kept = rest.substring(0, matcher.start()) + replacement + rest.substring(matcher.end());
            return new Cut(kept.strip(), answer.or(() -> found));
        }
    }

    private static boolean contains(String text, String part) {
        int last = text.length() - part.length();
        for (int i = 0; i <= last; i++) {
            if (text.regionMatches(true, i, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> clean(List<String> steps) {
        return steps.stream()
                .map(step -> LABEL.matcher(step.strip()).replaceFirst("").strip())
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
