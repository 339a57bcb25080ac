package org.reformatted.eval.judge;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the verdict in a judge's reply by the rules of published systems. */
public final class Verdicts {
    private static final Pattern DOUBLE = Pattern.compile("\\[\\[(\\d+\\.?\\d*)]]");
    private static final Pattern SINGLE = Pattern.compile("\\[(\\d+\\.?\\d*)]");

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

    /** A rating found by a published rule. */
    static VerdictReading reading(OptionalDouble rating) {
        return rating.isPresent()
                ? VerdictReading.rating(rating.getAsDouble())
                : VerdictReading.none(VerdictReading.NO_VERDICT);
    }

    /** FastChat's winner of a comparison: the first of the three letters that stands anywhere ({@code llm_judge/common.py}). */
    static VerdictReading fastChatLetter(String reply) {
        if (reply.contains("[[A]]")) {
            return VerdictReading.of(Preference.FIRST);
        }
        if (reply.contains("[[B]]")) {
            return VerdictReading.of(Preference.SECOND);
        }
        return reply.contains("[[C]]")
                ? VerdictReading.of(Preference.TIE)
                : VerdictReading.none(VerdictReading.NO_VERDICT);
    }

    static VerdictReading rankingOf(String reply) {
        return ranking(Thinking.removed(reply))
                .map(VerdictReading::of)
                .orElse(VerdictReading.none(VerdictReading.NO_VERDICT));
    }
}
