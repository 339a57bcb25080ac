package org.reformatted.eval.score;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;

/**
 * What {@code harness score --json} prints: the default policy's score, and each policy's.
 *
 * @param task what was scored
 * @param version of the scorer
 * @param policy whose score {@code value} is
 * @param value the default policy's, in its unit
 * @param unit {@code percent} or {@code rating}
 * @param n how many rows
 * @param correct how many were right, where each is right or wrong
 * @param standardError of the value
 * @param low lower end of the 95% interval
 * @param high upper end
 * @param unparsed how many outputs gave no answer
 * @param policies every policy's score
 * @param faults rows that could not be scored as they should, one sentence each, which says what became of them; at most {@link #SHOWN_FAULTS} are listed
 * @param faultCount how many there were
 * @param notes what a reader of a score must know, a sentence each
 */
public record ScoreReport(
        String task,
        int version,
        String policy,
        double value,
        String unit,
        long n,
        @Nullable Long correct,
        double standardError,
        double low,
        double high,
        long unparsed,
        Map<String, Score> policies,
        List<String> faults,
        long faultCount,
        List<String> notes) {
    /** How many faults are listed; the rest is counted. */
    public static final int SHOWN_FAULTS = 20;

    /** Takes the default's fields from the policies. */
    static ScoreReport of(
            String task,
            int version,
            String policy,
            Map<String, Score> policies,
            List<String> faults,
            long faultCount) {
        Score score = policies.get(policy);
        if (score == null) {
            throw new IllegalStateException(task + " has no policy " + policy);
        }
        return new ScoreReport(
                task,
                version,
                policy,
                score.value(),
                score.unit(),
                score.n(),
                score.correct(),
                score.standardError(),
                score.low(),
                score.high(),
                score.unparsed(),
                policies,
                faults,
                faultCount,
                List.of());
    }

    /** The same with notes. */
    ScoreReport with(List<String> sentences) {
        return new ScoreReport(
                task,
                version,
                policy,
                value,
                unit,
                n,
                correct,
                standardError,
                low,
                high,
                unparsed,
                policies,
                faults,
                faultCount,
                sentences);
    }
}
