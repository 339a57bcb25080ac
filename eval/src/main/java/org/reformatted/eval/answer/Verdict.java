package org.reformatted.eval.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * What one policy made of one output.
 *
 * @param extracted the answer it found; null when it found none, which is counted apart from a wrong one
 * @param score 1 right, 0 wrong, or a share between; of a measure its value
 * @param parts how many answers the score is a share of, each of which counts once in the policy's score; null of one
 */
public record Verdict(
        @Nullable String extracted,
        double score,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer parts) {
    /** Nothing was found. */
    public static final Verdict UNPARSED = new Verdict(null, 0);

    /** Checks that the score is a number. */
    public Verdict {
        Check.argument(Double.isFinite(score), "score (%s) must be a finite number", score);
        int answers = parts == null ? 1 : parts;
        Check.argument(answers > 0, "parts (%s) must be positive", answers);
    }

    /**
     * What a policy made of an output with one answer.
     *
     * @param extracted the answer it found, if any
     * @param score 1 right, 0 wrong, or a share between; of a measure its value
     */
    public Verdict(@Nullable String extracted, double score) {
        this(extracted, score, null);
    }

    /**
     * A right or a wrong answer.
     *
     * @param extracted what was found
     * @param right whether it is the reference
     * @return the verdict
     */
    public static Verdict of(String extracted, boolean right) {
        return new Verdict(extracted, right ? 1 : 0);
    }

    /**
     * Judges what an extractor found.
     *
     * @param extracted what was found, if anything
     * @param right whether a text is the reference
     * @return the verdict
     */
    public static Verdict of(Optional<String> extracted, java.util.function.Predicate<String> right) {
        return extracted.map(text -> of(text, right.test(text))).orElse(UNPARSED);
    }

    /**
     * Whether an answer was found at all.
     *
     * @return true when something was extracted
     */
    public boolean parsed() {
        return extracted != null;
    }
}
