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
 * Paired comparisons of a run's arms. Each is computed once, even if tables, findings and expectations need it, and all of them are stored in the
 * report's folder.
 */
final class Comparisons {
    /** The name of the file of comparisons in a report's folder, one comparison per line. */
    static final String FILE = "comparisons.jsonl";

    private final Map<ComparisonKey, PairedComparison> computed = new LinkedHashMap<>();

    /** Two arms with the same seed, a task of the experiment and a policy. */
    private record ComparisonKey(
            String baseline, String arm, Optional<Long> baselineSeed, Optional<Long> seed, String task, String policy) {
        Optional<Long> shownSeed() {
            return seed.or(() -> baselineSeed);
        }
    }

    /**
     * One line of the file.
     *
     * @param baseline the arm to compare with
     * @param arm the arm
     * @param seed the seed of both, or of the one that is trained here; absent if neither is trained here
     * @param task the task, by its name in the experiment
     * @param comparison the result
     */
    record ComparisonRow(String baseline, String arm, Optional<Long> seed, String task, PairedComparison comparison) {}

    /** The comparison of two arms on a task with a policy. */
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

    /** The comparisons computed so far, in the order of the requests. */
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

    /** Writes the comparisons into a report's folder. */
    void write(Path folder) {
        JsonLines.write(folder.resolve(FILE), rows().stream());
    }
}
