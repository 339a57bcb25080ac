package org.reformatted.eval.judge;

import java.util.OptionalDouble;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.TokenLogprob;

/** The form in which a verdict is requested, which decides how the reply is read. */
public enum VerdictForm implements VerdictParser {
    /** {@code Rating: [[7]]}, the form of this project's prompts: the last one outside the thinking, from 1 to 10. */
    RATING(false, "Rating: [[6]]"),

    /** FastChat's rule for {@code [[rating]]}: the first number in double brackets, else the first in single ones. */
    FASTCHAT_RATING(false, "[[6]]"),

    /** Auto-J's rule: the number in the last {@code Rating: [[...]]}, from 1 to 10. */
    AUTO_J_RATING(false, "Rating: [[6]]"),

    /** {@code [[A]]}, {@code [[B]]} or {@code [[C]]} for a tie: the last one outside the thinking. */
    LETTER(true, "[[A]], [[B]] or [[C]]"),

    /** As {@link #LETTER}, but without a tie: one of two answers must be chosen. */
    CHOICE(true, "[[A]] or [[B]]"),

    /** FastChat's rule for {@code [[A]]}: A where {@code [[A]]} occurs, else B, else C. */
    FASTCHAT_LETTER(true, "[[A]], [[B]] or [[C]]"),

    /** Auto-J's rule for two answers: the text after the last {@code final decision is}: Response 1, Response 2 or Tie. */
    AUTO_J_DECISION(true, "So, the final decision is Response 1 / Response 2 / Tie"),

    /** Two ratings from 1 to 10 on the first line outside the thinking. */
    TWO_RATINGS(true, "8 7"),

    /** A JSON list of both answers with their ranks. */
    RANKING(true, "[{\"model\": \"A\", \"rank\": 1}, {\"model\": \"B\", \"rank\": 2}]"),

    /** One letter: the verdict is the probabilities of {@code A} and {@code B} as the first token. */
    FIRST_TOKEN(true, "A or B");

    private final boolean compares;
    private final String example;

    VerdictForm(boolean compares, String example) {
        this.compares = compares;
        this.example = example;
    }

    @Override
    public boolean compares() {
        return compares;
    }

    @Override
    public String example() {
        return example;
    }

    @Override
    public VerdictReading read(Completion.Candidate reply) {
        return this == FIRST_TOKEN ? firstToken(reply) : read(reply.text());
    }

    /** Reads a reply's text; never fails. */
    VerdictReading read(String reply) {
        if (reply.isBlank()) {
            return VerdictReading.none(VerdictReading.NO_TEXT);
        }
        return switch (this) {
            case RATING -> RatingText.read(reply).within(1, 10);
            case FASTCHAT_RATING ->
                PublishedVerdicts.reading(PublishedVerdicts.firstRating(reply)).within(1, 10);
            case AUTO_J_RATING -> PublishedVerdicts.autoJRating(reply).within(1, 10);
            case LETTER -> LetterText.read(reply);
            case CHOICE -> LetterText.chosen(LetterText.read(reply));
            case FASTCHAT_LETTER -> PublishedVerdicts.fastChatLetter(reply);
            case AUTO_J_DECISION -> PublishedVerdicts.autoJDecision(reply);
            case TWO_RATINGS -> RatingText.two(reply).within(1, 10);
            case RANKING -> PublishedVerdicts.rankingOf(reply);
            case FIRST_TOKEN -> VerdictReading.none(VerdictReading.NEITHER_LETTER);
        };
    }

    private static VerdictReading firstToken(Completion.Candidate reply) {
        OptionalDouble share =
                reply.logprobs().stream().findFirst().map(VerdictForm::shareOfA).orElse(OptionalDouble.empty());
        return share.isPresent()
                ? VerdictReading.ratings(share.getAsDouble(), 1 - share.getAsDouble())
                : VerdictReading.none(VerdictReading.NEITHER_LETTER);
    }

    private static OptionalDouble shareOfA(TokenLogprob token) {
        double a = probability(token, "A");
        double b = probability(token, "B");
        return a + b > 0 ? OptionalDouble.of(a / (a + b)) : OptionalDouble.empty();
    }

    private static double probability(TokenLogprob token, String letter) {
        return token.top().entrySet().stream()
                .filter(entry -> entry.getKey().strip().equals(letter))
                .mapToDouble(entry -> Math.exp(entry.getValue()))
                .sum();
    }
}
