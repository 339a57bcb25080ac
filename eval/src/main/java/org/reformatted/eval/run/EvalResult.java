package org.reformatted.eval.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reformatted.eval.metric.Breakdown;
import org.reformatted.eval.metric.Score;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * A model's scores on one task: {@code result.json}. The verdicts of single samples are in {@code scored.jsonl} in the same folder.
 *
 * @param task the task's name
 * @param version the version of the task and its scorers; scores of two versions are not comparable
 * @param model the model's identity
 * @param config the config of the evaluation
 * @param n number of samples
 * @param truncated number of answers that were cut at the limit of new tokens
 * @param truncatedShare {@code truncated} as a share of {@code n}; {@code NaN} when there are no samples
 * @param defaultPolicy the policy whose score represents the task; empty when only a judge can score it
 * @param policies the score by each policy
 * @param breakdowns by policy, the score of each subject or subtask; empty for benchmarks without any
 * @param examples the verdicts of each sample
 */
@JsonIgnoreProperties("examples")
public record EvalResult(
        String task,
        int version,
        String model,
        EvalConfig config,
        long n,
        long truncated,
        double truncatedShare,
        String defaultPolicy,
        Map<String, Score> policies,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Breakdown> breakdowns,
        List<ScoredExample> examples) {
    /** The file's name in an evaluation's folder. */
    public static final String FILE = "result.json";

    /** The name of the file of verdicts in the same folder. */
    public static final String SCORED_FILE = "scored.jsonl";

    /** Copies the maps and the list. */
    public EvalResult {
        policies = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(policies));
        breakdowns = breakdowns == null
                ? Map.of()
                : java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(breakdowns));
        examples = examples == null ? List.of() : List.copyOf(examples);
    }

    /**
     * Returns the score by one policy.
     *
     * @param policy its name
     * @return the score
     * @throws InputException when the task has no such policy
     */
    public Score score(String policy) {
        Score score = policies.get(policy);
        if (score == null) {
            throw InputException.at(
                    task, "no policy " + policy, "one of " + String.join(", ", policies.keySet()), "name one of these");
        }
        return score;
    }

    /**
     * Writes both files, {@code result.json} last.
     *
     * @param folder the evaluation's folder
     */
    public void write(Path folder) {
        JsonLines.write(folder.resolve(SCORED_FILE), examples.stream());
        TextFiles.writeAtomically(folder.resolve(FILE), Json.pretty(this));
    }

    /**
     * Reads both files.
     *
     * @param folder an evaluation's folder
     * @return the result with its examples
     */
    public static EvalResult read(Path folder) {
        EvalResult result = Json.read(folder.resolve(FILE), EvalResult.class);
        try (Stream<ScoredExample> examples = JsonLines.read(folder.resolve(SCORED_FILE), ScoredExample.class)) {
            return new EvalResult(
                    result.task,
                    result.version,
                    result.model,
                    result.config,
                    result.n,
                    result.truncated,
                    result.truncatedShare,
                    result.defaultPolicy,
                    result.policies,
                    result.breakdowns,
                    examples.toList());
        }
    }
}
