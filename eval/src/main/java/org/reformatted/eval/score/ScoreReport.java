package org.reformatted.eval.score;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;

/**
 * The output of {@code harness score --json}: the score by the default policy and by each policy.
 *
 * @param task the task that was scored
 * @param version the version of the scorer
 * @param policy the policy whose score {@code value} is
 * @param value the score by the default policy, in its unit
 * @param unit {@code percent} or {@code rating}
 * @param n number of rows
 * @param correct number of right rows, where each row is right or wrong
 * @param standardError standard error of the value
 * @param low lower end of the 95% interval
 * @param high upper end
 * @param unparsed number of outputs in which no answer was found
 * @param policies the score by each policy
 * @param faults rows with a fault: one sentence each, which states how the row was counted; at most {@link #SHOWN_FAULTS} are listed
 * @param faultCount total number of faults
 * @param notes information that is needed to interpret a score, one sentence each
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
    /** The maximum number of faults that are listed; further ones are only counted. */
    public static final int SHOWN_FAULTS = 20;

    /** Creates a report whose fields are those of the default policy's score. */
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

    /** Returns a copy with notes. */
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
