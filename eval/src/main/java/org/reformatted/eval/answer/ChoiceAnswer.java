package org.reformatted.eval.answer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers of BIG-Bench Hard, which end a chain of thought with "the answer is" and a choice, a word or a number. */
public final class ChoiceAnswer {
    /** Increment when verdicts of existing outputs change. */
    public static final int VERSION = 3; // 2: the last of two on one line; 3: brackets are part of an answer

    /** The text after the last "the answer is", up to the full stop (M. Suzgun et al., arXiv 2210.09261). */
    public static final String AFTER_THE_ANSWER_IS = "after-the-answer-is";

    /** As {@link #AFTER_THE_ANSWER_IS}, or else the last line. */
    public static final String OR_LAST_LINE = "or-last-line";

    private static final Pattern ANSWER = Pattern.compile(
            "the answer is:?\\s*((?:(?!the answer is)[^\\n])*?)\\.?\\s*(?:\\n|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern CHOICE = Pattern.compile("\\(([a-z])\\)");
    private static final Pattern BRACKETS = Pattern.compile("[\\[\\](){}<> ]+");

    private ChoiceAnswer() {}

    /**
     * Returns the policies, in the order in which reports show them.
     *
     * @return both policies
     */
    public static List<AnswerPolicy> policies() {
        return List.of(
                new AnswerPolicy(AFTER_THE_ANSWER_IS, (output, reference) -> judge(marked(output), reference)),
                new AnswerPolicy(
                        OR_LAST_LINE,
                        (output, reference) -> judge(marked(output).or(() -> lastLine(output)), reference)));
    }

    private static Verdict judge(Optional<String> found, String reference) {
        return Verdict.of(found.map(ChoiceAnswer::plain), text -> text.equals(plain(reference)));
    }

    private static Optional<String> marked(String output) {
        Matcher matcher = ANSWER.matcher(output);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group(1)).filter(text -> !text.isBlank());
        }
        return last;
    }

    private static Optional<String> lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce((first, second) -> second);
    }

    /**
     * Normalizes an answer: removes quotes and emphasis at its ends, a final full stop, spaces between brackets, and the brackets around the letter
     * of a choice; converts to lower case. All other brackets are kept, because they are the answer of the subtask {@code dyck_languages}.
     */
    private static String plain(String text) {
        String plain = withoutMarks(withoutMarks(text).replaceAll("\\.$", ""))
                .replace('\u2212', '-')
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
        Matcher choice = CHOICE.matcher(plain);
        if (choice.matches()) {
            return choice.group(1);
        }
        return BRACKETS.matcher(plain).matches() ? plain.replace(" ", "") : plain;
    }

    private static String withoutMarks(String text) {
        return text.replaceAll("^[\\s\"'`*]+|[\\s\"'`*]+$", "");
    }
}
