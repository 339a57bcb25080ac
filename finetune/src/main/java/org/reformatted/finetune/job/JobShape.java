package org.reformatted.finetune.job;

import java.util.ArrayList;
import java.util.List;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.TrainingPlan;
import org.reformatted.finetune.train.config.TrainerConfig;
import org.reformatted.realign.base.InputException;

/**
 * The steps of a plan for a trainer that visits rows in order: every step has the same number of rows, and a smaller step is filled with rows without
 * examples.
 *
 * @param rows for each row of the run, the indices of its examples
 * @param supervisedTokens number of tokens that each step learns
 * @param tokens number of tokens of each step's examples
 * @param rowsPerDevice rows of a batch on a device
 * @param accumulate batches of a step on a device
 * @param longestRow maximum number of tokens of a row
 * @param packed whether a row contains several examples
 */
record JobShape(
        List<List<Integer>> rows,
        List<Long> supervisedTokens,
        List<Long> tokens,
        int rowsPerDevice,
        int accumulate,
        int longestRow,
        boolean packed) {
    /**
     * Creates the steps of a plan.
     *
     * @param plan the run
     * @param trainer the trainer and its devices
     * @return the steps
     * @throws InputException when an example has a loss weight other than 0 and 1, which no trainer supports
     */
    static JobShape of(TrainingPlan plan, TrainerConfig trainer) {
        List<TokenizedExample> examples = plan.examples();
        examples.forEach(JobShape::requireMask);
        List<List<List<Integer>>> steps = new ArrayList<>();
        int[] largest = {1};
        plan.steps(step -> {
            steps.add(step.batches().stream().flatMap(b -> b.rows().stream()).toList());
            for (BatchStep.Rows batch : step.batches()) {
                largest[0] = Math.max(largest[0], batch.rows().size());
            }
        });
        int most = steps.stream().mapToInt(List::size).max().orElseThrow();
        int perDevice = trainer.rowsPerDevice().orElse(Math.max(1, largest[0] / trainer.processes()));
        int together = perDevice * trainer.processes();
        int accumulate = (most + together - 1) / together;
        List<List<Integer>> rows = new ArrayList<>();
        List<Long> supervised = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        int longest = 2;
        for (List<List<Integer>> step : steps) {
            long learned = 0;
            long all = 0;
            for (List<Integer> row : step) {
                rows.add(row);
                int length =
                        row.stream().mapToInt(i -> examples.get(i).length()).sum();
                longest = Math.max(longest, length);
                all += length;
                learned += row.stream()
                        .mapToLong(i -> examples.get(i).supervisedTokens())
                        .sum();
            }
            for (int filled = step.size(); filled < together * accumulate; filled++) {
                rows.add(List.of());
            }
            supervised.add(learned);
            tokens.add(all);
        }
        boolean packed = rows.stream().anyMatch(row -> row.size() > 1);
        return new JobShape(
                List.copyOf(rows),
                List.copyOf(supervised),
                List.copyOf(tokens),
                perDevice,
                accumulate,
                longest,
                packed);
    }

    private static void requireMask(TokenizedExample example) {
        for (float weight : example.lossWeights()) {
            if (weight != 0 && weight != 1) {
                throw InputException.at(
                        "example " + example.id(),
                        "a loss weight of " + weight,
                        "0 or 1, since external trainers support no other weights",
                        "change the weight, or leave finetune.trainer out");
            }
        }
    }
}
