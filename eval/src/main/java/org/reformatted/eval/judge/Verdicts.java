package org.reformatted.eval.judge;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the verdict in a judge's reply. */
public final class Verdicts {
    private static final Pattern DOUBLE = Pattern.compile("\\[\\[(\\d+\\.?\\d*)]]");
    private static final Pattern SINGLE = Pattern.compile("\\[(\\d+\\.?\\d*)]");
    private static final Pattern LETTER = Pattern.compile("\\[\\[([ABC])]]");
    private static final Pattern TWO_SCORES =
            Pattern.compile("\\A\\s*(\\d+(?:\\.\\d+)?)(?:\\s*,\\s*|\\s+)(\\d+(?:\\.\\d+)?)\\s*(?:\\n|\\z)");

    private static final Pattern RANK =
            Pattern.compile("[\"']model[\"']\\s*:\\s*[\"']([AB])[\"']\\s*,\\s*[\"']rank[\"']\\s*:\\s*[\"']?([12])");

    private Verdicts() {}

    /**
     * AlpacaEval's ranking: a list of {@code {"model": "A", "rank": 1}}, bare or as a function's arguments.
     *
     * @param reply what the judge wrote
     * @return which answer has rank 1; nothing when a rank is missing or both are the same
     */
    public static Optional<Preference> ranking(String reply) {
        int[] ranks = new int[2];
        Matcher matcher = RANK.matcher(reply);
        while (matcher.find()) {
            ranks[matcher.group(1).charAt(0) - 'A'] = Integer.parseInt(matcher.group(2));
        }
        return ranks[0] + ranks[1] == 3 && ranks[0] != 0 && ranks[1] != 0
                ? Optional.of(ranks[0] == 1 ? Preference.FIRST : Preference.SECOND)
                : Optional.empty();
    }

    /**
     * MT-Bench's rating: the first number in double brackets, else the first in single ones (github.com/lm-sys/FastChat,
     * {@code llm_judge/common.py}).
     *
     * @param reply what the judge wrote
     * @return the rating, or nothing
     */
    public static OptionalDouble firstRating(String reply) {
        OptionalDouble found = number(DOUBLE.matcher(reply), false);
        return found.isPresent() ? found : number(SINGLE.matcher(reply), false);
    }

    /**
     * Auto-J's rating: the last number in double brackets (github.com/GAIR-NLP/auto-j, {@code codes/usage}).
     *
     * @param reply what the judge wrote
     * @return the rating, or nothing
     */
    public static OptionalDouble lastRating(String reply) {
        return number(DOUBLE.matcher(reply), true);
    }

    private static OptionalDouble number(Matcher matcher, boolean last) {
        OptionalDouble found = OptionalDouble.empty();
        while (matcher.find() && (last || found.isEmpty())) {
            found = OptionalDouble.of(Double.parseDouble(matcher.group(1)));
        }
        return found;
    }

    /**
     * A comparison's verdict: the last of {@code [[A]]}, {@code [[B]]} and {@code [[C]]}, which stands for a draw.
     *
     * @param reply what the judge wrote
     * @return the preference, or nothing
     */
    public static Optional<Preference> letter(String reply) {
        Matcher matcher = LETTER.matcher(reply);
        Optional<Preference> found = Optional.empty();
        while (matcher.find()) {
            found = Optional.of(
                    switch (matcher.group(1)) {
                        case "A" -> Preference.FIRST;
                        case "B" -> Preference.SECOND;
                        default -> Preference.TIE;
                    });
        }
        return found;
    }

    /**
     * Two ratings on the reply's first line, as Vicuna-Bench asks for them: {@code 9 8.5}.
     *
     * @param reply what the judge wrote
     * @return both ratings, or nothing
     */
    public static Optional<double[]> twoRatings(String reply) {
        Matcher matcher = TWO_SCORES.matcher(reply);
        return matcher.find()
                ? Optional.of(new double[] {Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))})
                : Optional.empty();
    }
}
