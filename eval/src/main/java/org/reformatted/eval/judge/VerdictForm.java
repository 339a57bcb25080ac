package org.reformatted.eval.judge;

/** In which form a judge is asked for its verdict, and so how its reply is read. */
public enum VerdictForm {
    /** {@code Rating: [[7]]}, as our prompts ask: the last one outside the thinking, from 1 to 10. */
    RATING("rating", false, "Rating: [[6]]"),

    /** FastChat's rule for {@code [[rating]]}: the first number in double brackets, else the first in single ones. */
    FASTCHAT_RATING("fastchat-rating", false, "[[6]]"),

    /** Auto-J's rule: the last number in double brackets, from 1 to 10. */
    AUTO_J_RATING("auto-j-rating", false, "Rating: [[6]]"),

    /** {@code [[A]]}, {@code [[B]]} or {@code [[C]]} for a tie: the last one outside the thinking. */
    LETTER("letter", true, "[[A]], [[B]] or [[C]]"),

    /** The same where one of two answers must be chosen. */
    CHOICE("choice", true, "[[A]] or [[B]]"),

    /** FastChat's rule for {@code [[A]]}: A where {@code [[A]]} stands anywhere, else B, else C. */
    FASTCHAT_LETTER("fastchat-letter", true, "[[A]], [[B]] or [[C]]"),

    /** Two ratings from 1 to 10 on the first line outside the thinking. */
    TWO_RATINGS("two-ratings", true, "8 7"),

    /** A JSON list of both answers with their ranks. */
    RANKING("ranking", true, "[{\"model\": \"A\", \"rank\": 1}, {\"model\": \"B\", \"rank\": 2}]");

    private final String label;
    private final boolean compares;
    private final String example;

    VerdictForm(String label, boolean compares, String example) {
        this.label = label;
        this.compares = compares;
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
        return switch (this) {
            case RATING -> RatingText.read(reply).within(1, 10);
            case FASTCHAT_RATING ->
                Verdicts.reading(Verdicts.firstRating(reply)).within(1, 10);
            case AUTO_J_RATING -> Verdicts.reading(Verdicts.lastRating(reply)).within(1, 10);
            case LETTER -> LetterText.read(reply);
            case CHOICE -> LetterText.chosen(LetterText.read(reply));
            case FASTCHAT_LETTER -> Verdicts.fastChatLetter(reply);
            case TWO_RATINGS -> RatingText.two(reply).within(1, 10);
            case RANKING -> Verdicts.rankingOf(reply);
        };
    }
}
