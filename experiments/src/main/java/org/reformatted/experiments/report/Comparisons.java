package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/**
 * Paired comparisons of a run's arms. Each is computed once, whether tables, findings or expectations ask for it, and all of them are stored
 * beside the report.
 */
final class Comparisons {
    /** The name of the file of comparisons in a report's folder, one a line. */
    static final String FILE = "comparisons.jsonl";

    private final Map<ComparisonKey, PairedComparison> computed = new LinkedHashMap<>();

    /** Which two arms of one seed, on which task of the experiment, by which policy. */
    private record ComparisonKey(
            String baseline, String arm, Optional<Long> baselineSeed, Optional<Long> seed, String task, String policy) {
        Optional<Long> shownSeed() {
            return seed.or(() -> baselineSeed);
        }
    }

    /**
     * One line of the file.
     *
     * @param baseline the arm that is compared with
     * @param arm the arm
     * @param seed of both, or of the one that is trained here; absent where neither is
     * @param task by its name in the experiment
     * @param comparison what came out
     */
    record ComparisonRow(String baseline, String arm, Optional<Long> seed, String task, PairedComparison comparison) {}

    /** Two arms on a task by a policy. */
    PairedComparison of(TrainedArm baseline, TrainedArm arm, String task, String policy) {
        return computed.computeIfAbsent(
                new ComparisonKey(baseline.arm(), arm.arm(), baseline.seed(), arm.seed(), task, policy),
                key -> PairedComparison.of(
                        evaluation(baseline, task).result(),
                        evaluation(arm, task).result(),
                        policy));
    }

    /** An arm's evaluation on a task that an expectation names. */
    static Evaluation evaluation(TrainedArm arm, String task) {
        Evaluation evaluation = arm.evaluations().get(task);
        if (evaluation == null) {
            throw InputException.at(
                    "report.expect",
                    "task " + task,
                    "one of " + String.join(", ", arm.evaluations().keySet()),
                    "name one of these");
        }
        return evaluation;
    }

    /** Those computed so far, in the order in which they were asked for. */
    List<ComparisonRow> rows() {
        return computed.entrySet().stream()
                .map(entry -> new ComparisonRow(
                        entry.getKey().baseline,
                        entry.getKey().arm,
                        entry.getKey().shownSeed(),
                        entry.getKey().task,
                        entry.getValue()))
                .toList();
    }

    /** Writes them into a report's folder. */
    void write(Path folder) {
        JsonLines.write(folder.resolve(FILE), rows().stream());
    }
}
