package org.reformatted.eval.judge;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the verdict in a judge's reply by the rules of published systems. */
public final class PublishedVerdicts {
    private static final Pattern DOUBLE = Pattern.compile("\\[\\[(\\d+\\.?\\d*)]]");
    private static final Pattern SINGLE = Pattern.compile("\\[(\\d+\\.?\\d*)]");

    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)");
    private static final String AUTO_J_RATING = "Rating: [[";
    private static final String AUTO_J_DECISION = "final decision is ";

    private static final Pattern RANK =
            Pattern.compile("[\"']model[\"']\\s*:\\s*[\"']([AB])[\"']\\s*,\\s*[\"']rank[\"']\\s*:\\s*[\"']?([12])");

    private PublishedVerdicts() {}

    /**
     * Reads AlpacaEval's ranking: a list of {@code {"model": "A", "rank": 1}}, on its own or as a function's arguments.
     *
     * @param reply the judge's reply
     * @return the answer with rank 1; empty when a rank is missing or both are the same
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
     * Reads MT-Bench's rating: the first number in double brackets, else the first in single ones (github.com/lm-sys/FastChat,
     * {@code llm_judge/common.py}).
     *
     * @param reply the judge's reply
     * @return the rating; empty when there is none
     */
    public static OptionalDouble firstRating(String reply) {
        OptionalDouble found = number(DOUBLE.matcher(reply));
        return found.isPresent() ? found : number(SINGLE.matcher(reply));
    }

    /** Reads Auto-J's rating: the content of the last {@code Rating: [[...]]} (github.com/GAIR-NLP/auto-j, {@code codes/usage/example.py}). */
    static VerdictReading autoJRating(String reply) {
        int start = reply.lastIndexOf(AUTO_J_RATING);
        int end = start < 0 ? -1 : reply.indexOf("]]", start);
        if (end < 0) {
            return VerdictReading.none(VerdictReading.NO_VERDICT);
        }
        String content = reply.substring(start + AUTO_J_RATING.length(), end).strip();
        return NUMBER.matcher(content).matches()
                ? VerdictReading.rating(Double.parseDouble(content))
                : VerdictReading.none(VerdictReading.NO_NUMBER, "[[" + content + "]]");
    }

    /** Reads Auto-J's decision between two answers: the text after the last {@code final decision is} (the same file). */
    static VerdictReading autoJDecision(String reply) {
        int start = reply.lastIndexOf(AUTO_J_DECISION);
        String rest = start < 0
                ? ""
                : reply.substring(start + AUTO_J_DECISION.length()).strip().toLowerCase(Locale.ROOT);
        if (rest.startsWith("response 1")) {
            return VerdictReading.of(Preference.FIRST);
        }
        if (rest.startsWith("response 2")) {
            return VerdictReading.of(Preference.SECOND);
        }
        return rest.startsWith("tie")
                ? VerdictReading.of(Preference.TIE)
                : VerdictReading.none(VerdictReading.NO_VERDICT);
    }

    private static OptionalDouble number(Matcher matcher) {
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    /** Converts a rating that a published rule found. */
    static VerdictReading reading(OptionalDouble rating) {
        return rating.isPresent()
                ? VerdictReading.rating(rating.getAsDouble())
                : VerdictReading.none(VerdictReading.NO_VERDICT);
    }

    /** Reads FastChat's winner of a comparison: A if {@code [[A]]} occurs, else B, else C ({@code llm_judge/common.py}). */
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
        return ranking(ThinkingText.removed(reply))
                .map(VerdictReading::of)
                .orElse(VerdictReading.none(VerdictReading.NO_VERDICT));
    }
}
