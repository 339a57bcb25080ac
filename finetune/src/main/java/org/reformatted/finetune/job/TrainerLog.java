package org.reformatted.finetune.job;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.reformatted.finetune.train.metrics.StepMetrics;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/** Reads the log of a trainer, with one line for each step, and compares it with the plan. */
final class TrainerLog {
    private static final String REMEDY = "run the unchanged job again";

    private TrainerLog() {}

    /**
     * Reads a log.
     *
     * @param file the log, with one line for each step
     * @param supervised number of tokens that each step learns according to the plan
     * @param rates the learning rate of each step according to the plan
     * @return the steps
     * @throws InputException when steps, tokens or rates differ from the plan, or a number is not finite
     */
    static List<StepMetrics> read(Path file, List<Long> supervised, List<Double> rates) {
        List<StepMetrics> lines;
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            lines = rows.map(row -> row.as(StepMetrics.class)).toList();
        }
        if (lines.size() != supervised.size()) {
            throw InputException.at(file, lines.size() + " steps", supervised.size() + ", as planned", REMEDY);
        }
        for (int i = 0; i < lines.size(); i++) {
            StepMetrics line = lines.get(i);
            String place = file + ":" + (i + 1);
            require(place, "step", line.step(), i);
            require(place, "supervisedTokens", line.supervisedTokens(), supervised.get(i));
            if (!Double.isFinite(line.loss()) || !Double.isFinite(line.gradNorm())) {
                throw InputException.at(
                        place,
                        "a loss of " + line.loss() + " and a gradient norm of " + line.gradNorm(),
                        "finite numbers",
                        "lower optimizer.learningRate and prepare the job again");
            }
            if (Math.abs(line.learningRate() - rates.get(i)) > 1e-9 * rates.get(i)) {
                throw InputException.at(
                        place, "a learning rate of " + line.learningRate(), String.valueOf(rates.get(i)), REMEDY);
            }
        }
        return lines;
    }

    private static void require(String place, String field, long found, long expected) {
        if (found != expected) {
            throw InputException.at(place, field + " " + found, expected + ", as planned", REMEDY);
        }
    }
}
