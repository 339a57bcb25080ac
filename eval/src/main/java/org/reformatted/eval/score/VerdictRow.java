package org.reformatted.eval.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.task.EvalTask;

/**
 * The verdicts on one answer, as {@code harness score TASK --samples FILE} writes them.
 *
 * @param id the answer's id
 * @param task its subtask, for benchmarks with subtasks; else empty
 * @param policies the verdicts by the policy's name
 */
public record VerdictRow(
        String id,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String task,
        Map<String, PolicyVerdict> policies) {
    /**
     * A policy's verdict.
     *
     * @param correct whether the answer is right; null for a measure
     * @param score 1 for right, 0 for wrong, a share between, or a measure's value
     * @param extracted the extracted answer; null when none was found
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record PolicyVerdict(
            @Nullable Boolean correct,
            double score,
            @Nullable String extracted) {}

    static VerdictRow of(String id, String group, Map<String, Verdict> verdicts, EvalTask task) {
        Map<String, PolicyVerdict> policies = new LinkedHashMap<>();
        for (AnswerPolicy policy : task.policies()) {
            Verdict verdict = verdicts.getOrDefault(policy.name(), Verdict.UNPARSED);
            Boolean correct = policy.unit().equals(Score.PERCENT) ? verdict.score() == 1 : null;
            policies.put(policy.name(), new PolicyVerdict(correct, verdict.score(), verdict.extracted()));
        }
        return new VerdictRow(id, group, policies);
    }
}
