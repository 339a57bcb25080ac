package org.reformatted.finetune.batch;

import java.util.List;

/**
 * The examples of one optimizer step.
 *
 * @param epoch number of its epoch, from 0
 * @param batches the batches whose gradients are accumulated, in order
 */
public record BatchStep(int epoch, List<Rows> batches) {
    /** Copies the batches. */
    public BatchStep {
        batches = List.copyOf(batches);
    }

    /**
     * The rows of a batch.
     *
     * @param rows for each row, the indices of its examples, in order
     */
    public record Rows(List<List<Integer>> rows) {
        /** Copies the rows. */
        public Rows {
            rows = rows.stream().map(List::copyOf).toList();
        }

        /** The number of the examples' tokens, without padding. */
        long tokens(int[] lengths) {
            return rows.stream()
                    .flatMap(List::stream)
                    .mapToLong(i -> lengths[i])
                    .sum();
        }

        /** The number of tokens, including the padding of every row to the length of the longest. */
        long paddedTokens(int[] lengths) {
            int longest = rows.stream()
                    .mapToInt(row -> row.stream().mapToInt(i -> lengths[i]).sum())
                    .max()
                    .orElse(0);
            return (long) longest * rows.size();
        }
    }

    /**
     * All examples of the step.
     *
     * @return their indices, in order
     */
    public List<Integer> examples() {
        return batches.stream()
                .flatMap(batch -> batch.rows().stream())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The fraction of padding among the tokens of some steps.
     *
     * @param steps the steps
     * @param lengths of all examples, in tokens
     * @return in [0, 1); NaN without steps
     */
    public static double paddingShare(List<BatchStep> steps, int[] lengths) {
        long tokens = 0;
        long padded = 0;
        for (BatchStep step : steps) {
            for (Rows batch : step.batches) {
                tokens += batch.tokens(lengths);
                padded += batch.paddedTokens(lengths);
            }
        }
        return padded == 0 ? Double.NaN : 1 - (double) tokens / padded;
    }
}
