package org.reformatted.finetune.train.step;

import java.util.Arrays;
import org.reformatted.finetune.batch.TokenBatch;

/**
 * The supervised positions of a batch. The loss is computed only at these positions.
 *
 * @param positions indices of the predicting tokens in the concatenated padded rows
 * @param tokens the token to predict at each position
 * @param weights the weight of each prediction
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are primitive and are never changed
record SupervisedPositions(long[] positions, long[] tokens, float[] weights) {
    /**
     * Finds the supervised positions: the token at i is predicted at position i - 1 of its row.
     *
     * @param batch the rows
     * @param length the length that rows are padded to
     * @return the positions in order
     */
    static SupervisedPositions of(TokenBatch batch, int length) {
        int most = Arrays.stream(batch.ids()).mapToInt(row -> row.length).sum();
        long[] positions = new long[most];
        long[] tokens = new long[most];
        float[] weights = new float[most];
        int count = 0;
        for (int row = 0; row < batch.ids().length; row++) {
            for (int i = 1; i < batch.ids()[row].length; i++) {
                if (batch.lossWeights()[row][i] > 0) {
                    positions[count] = (long) row * length + i - 1;
                    tokens[count] = batch.ids()[row][i];
                    weights[count++] = batch.lossWeights()[row][i];
                }
            }
        }
        return new SupervisedPositions(
                Arrays.copyOf(positions, count), Arrays.copyOf(tokens, count), Arrays.copyOf(weights, count));
    }

    int count() {
        return positions.length;
    }

    long[] where(int from, int to) {
        return Arrays.copyOfRange(positions, from, to);
    }

    long[] targets(int from, int to) {
        return Arrays.copyOfRange(tokens, from, to);
    }

    float[] factors(int from, int to, double weightSum) {
        float[] factors = new float[to - from];
        for (int i = from; i < to; i++) {
            factors[i - from] = (float) (weights[i] / weightSum);
        }
        return factors;
    }
}
