package org.reformatted.eval.judge;

import java.util.function.Function;

/** In which form a judge is asked for its verdict, and so how its reply is read. */
public enum VerdictForm {
    /** {@code Rating: [[7]]}, as our prompts ask: the last one outside the thinking, from 1 to 10. */
    RATING("rating", false, reply -> RatingText.read(reply).within(1, 10), "Rating: [[6]]"),

    /** FastChat's rule for {@code [[rating]]}: the first number in double brackets, else the first in single ones. */
    FASTCHAT_RATING(
            "fastchat-rating",
            false,
            reply -> Verdicts.reading(Verdicts.firstRating(reply)).within(1, 10),
            "[[6]]"),

    /** Auto-J's rule: the last number in double brackets, from 1 to 10. */
    AUTO_J_RATING(
            "auto-j-rating",
            false,
            reply -> Verdicts.reading(Verdicts.lastRating(reply)).within(1, 10),
            "Rating: [[6]]"),

    /** {@code [[A]]}, {@code [[B]]} or {@code [[C]]} for a tie: the last one outside the thinking. */
    LETTER("letter", true, LetterText::read, "[[A]], [[B]] or [[C]]"),

    /** The same where one of two answers must be chosen. */
    CHOICE("choice", true, reply -> LetterText.chosen(LetterText.read(reply)), "[[A]] or [[B]]"),

    /** FastChat's rule for {@code [[A]]}: A where {@code [[A]]} stands anywhere, else B, else C. */
    FASTCHAT_LETTER("fastchat-letter", true, Verdicts::fastChatLetter, "[[A]], [[B]] or [[C]]"),

    /** Two ratings from 1 to 10 on the first line outside the thinking. */
    TWO_RATINGS("two-ratings", true, reply -> RatingText.two(reply).within(1, 10), "8 7"),

    /** A JSON list of both answers with their ranks. */
    RANKING("ranking", true, Verdicts::rankingOf, "[{\"model\": \"A\", \"rank\": 1}, {\"model\": \"B\", \"rank\": 2}]");

    private final String label;
    private final boolean compares;
    private final Function<String, VerdictReading> reader;
    private final String example;

    VerdictForm(String label, boolean compares, Function<String, VerdictReading> reader, String example) {
        this.label = label;
        this.compares = compares;
        this.reader = reader;
        this.example = example;
    }

    /**
     * Its name in protocol files.
     *
     * @return such as {@code fastchat-rating}
     */
    public String label() {
        return label;
    }

    /**
     * Whether it compares two answers.
     *
     * @return false where one answer is rated
     */
    public boolean compares() {
        return compares;
    }

    /** What a reply should have closed with, for the reminder of a judge that is asked again. */
    String example() {
        return example;
    }

    /** Reads a reply; never fails, a reply without a verdict has a cause. */
    VerdictReading read(String reply) {
        if (reply.isBlank()) {
            return VerdictReading.none(VerdictReading.NO_TEXT);
        }
        return reader.apply(reply);
    }
}
