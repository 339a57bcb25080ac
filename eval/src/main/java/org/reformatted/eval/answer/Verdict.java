package org.reformatted.eval.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * The verdict of one policy on one output.
 *
 * @param extracted the answer that it found; null when it found none, which is counted separately from a wrong answer
 * @param score 1 for right, 0 for wrong, or a share between; for a measure its value
 * @param parts the number of answers that the score is a share of, each of which counts once in the policy's score; null for one answer
 */
public record Verdict(
        @Nullable String extracted,
        double score,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer parts) {
    /** No answer was found. */
    public static final Verdict UNPARSED = new Verdict(null, 0);

    /** Checks that the score is a number. */
    public Verdict {
        Check.argument(Double.isFinite(score), "score (%s) must be a finite number", score);
        int answers = parts == null ? 1 : parts;
        Check.argument(answers > 0, "parts (%s) must be positive", answers);
    }

    /**
     * Creates the verdict on an output with one answer.
     *
     * @param extracted the answer that the policy found, if any
     * @param score 1 for right, 0 for wrong, or a share between; for a measure its value
     */
    public Verdict(@Nullable String extracted, double score) {
        this(extracted, score, null);
    }

    /**
     * Creates the verdict on a right or wrong answer.
     *
     * @param extracted the answer that was found
     * @param right whether it equals the reference
     * @return the verdict
     */
    public static Verdict of(String extracted, boolean right) {
        return new Verdict(extracted, right ? 1 : 0);
    }

    /**
     * Creates the verdict on an extracted answer.
     *
     * @param extracted the answer that was found, if any
     * @param right decides whether a text equals the reference
     * @return the verdict
     */
    public static Verdict of(Optional<String> extracted, java.util.function.Predicate<String> right) {
        return extracted.map(text -> of(text, right.test(text))).orElse(UNPARSED);
    }

    /**
     * Returns whether an answer was found.
     *
     * @return true when an answer was extracted
     */
    public boolean parsed() {
        return extracted != null;
    }
}
