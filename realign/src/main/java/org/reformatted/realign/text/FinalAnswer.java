package org.reformatted.realign.text;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the final answer of a worked solution, and compares answers. */
public final class FinalAnswer {
    /** A number in common notation: {@code 1,234.5}, {@code .5}, {@code $-3}, {@code 3/4}. */
    public static final String NUMBER = "-?\\$?-?" + unsigned();

    private static final String MARK = "####";
    private static final Pattern MARKED = Pattern.compile(MARK + "\\s*(\\S[^\\n]*)");
    private static final Pattern DECLARED =
            Pattern.compile("(?i)\\banswer\\s*(?:is\\s*:?|[:=])\\s*(\\$[^$\\n\\d][^$\\n]*\\$|" + NUMBER + ")");

    private static final TextOpening LEADING =
            TextOpening.of(" \t\n\f\r\u000b-$.0123456789", "\\s*(" + NUMBER + ")(?![\\w.]|\\s*[-+*/x=])");
    /** A hyphen after a digit or word is not a sign: {@code 3-18} ends in 18. */
    private static final Pattern ANY = Pattern.compile("(?:(?<![\\w)])-?\\$?-?|\\$?)" + unsigned());

    private static final String BOXED = "\\boxed{";

    private FinalAnswer() {}

    private static String unsigned() {
        return "(?:\\d+(?:,\\d{3})*(?:\\.\\d+)?|\\.\\d+)(?:/\\d+)?";
    }

    /**
     * Finds the answer of a solution: after the last {@code ####}; else in the last balanced {@code \boxed{}}; else after the last "answer is" or
     * "answer:"; else the number at its start; else its last number.
     *
     * @param solution a worked solution
     * @return the answer as written; absent when there is none
     */
    public static Optional<String> find(String solution) {
        return declared(solution).or(() -> last(ANY, 0, solution));
    }

    /** As {@link #find}, but without the fallback to the last number, which nothing marks as the answer. */
    static Optional<String> declared(String solution) {
        return marked(solution)
                .or(() -> boxed(solution))
                .or(() -> stated(solution))
                .or(() -> {
                    Matcher leading = LEADING.of(solution);
                    return leading == null ? Optional.empty() : Optional.of(leading.group(1));
                });
    }

    private static Optional<String> marked(String solution) {
        return solution.contains(MARK) ? last(MARKED, 1, solution) : Optional.empty();
    }

    /** Returns the answer after the last "answer is" or "answer:"; the pattern is only tried at each occurrence of the word, which is faster. */
    private static Optional<String> stated(String solution) {
        int at = SearchedWord.ANSWER.find(solution, 0);
        if (at < 0) {
            return Optional.empty();
        }
        Matcher matcher = DECLARED.matcher(solution).useTransparentBounds(true);
        String found = null;
        while (at >= 0) {
            boolean declares = matcher.region(at, solution.length()).lookingAt();
            found = declares ? matcher.group(1).strip() : found;
            at = SearchedWord.ANSWER.find(solution, declares ? matcher.end() : at + 1);
        }
        return Optional.ofNullable(found);
    }

    /**
     * Finds the content of the last {@code \boxed{}} whose braces balance.
     *
     * @param solution the text
     * @return the content; absent without such a box
     */
    public static Optional<String> boxed(String solution) {
        if (!solution.contains(BOXED)) {
            return Optional.empty(); // a forward search is faster
        }
        for (int start = solution.lastIndexOf(BOXED); start >= 0; start = solution.lastIndexOf(BOXED, start - 1)) {
            int from = start + BOXED.length();
            int depth = 1;
            for (int i = from; i < solution.length(); i++) {
                char c = solution.charAt(i);
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth == 0) {
                    return Optional.of(solution.substring(from, i));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Tests whether two answers are the same: equal as numbers if both are numbers, otherwise equal except for spaces, {@code $}, thousands
     * separators, a final period and LaTeX that only sets spacing or size.
     *
     * @param one an answer
     * @param other another
     * @return true when they agree
     */
    public static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        String a = normalized(one);
        String b = normalized(other);
        if (a.equals(b)) {
            return true;
        }
        Optional<BigDecimal> x = number(a);
        Optional<BigDecimal> y = number(b);
        return x.isPresent() && y.isPresent() && x.get().compareTo(y.get()) == 0;
    }

    private static String normalized(String answer) {
        return answer.replaceAll("\\\\(?:left|right|!|,|;|:|\\$)", "")
                .replaceAll("[$\\s]", "")
                .replaceAll("(?<=\\d),(?=\\d{3})", "")
                .replaceAll("\\.+\\z", "")
                .replace("\\dfrac", "\\frac")
                .replace("\\tfrac", "\\frac");
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> last(Pattern pattern, int group, String text) {
        Matcher matcher = pattern.matcher(text);
        String found = null;
        while (matcher.find()) {
            found = matcher.group(group).strip();
        }
        return Optional.ofNullable(found);
    }
}
