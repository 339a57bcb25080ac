package org.reformatted.finetune.train.step;

import java.util.Arrays;
import org.reformatted.finetune.batch.TokenBatch;

/**
 * The positions of a batch that learn something: the loss is computed there and nowhere else.
 *
 * @param positions indices into the padded rows, laid end to end, of the tokens that predict
 * @param tokens what each is to predict
 * @param weights the weight of each prediction
 */
@SuppressWarnings("ArrayRecordComponent") // tokens stay primitive; they are never changed
record SupervisedPositions(long[] positions, long[] tokens, float[] weights) {
    /**
     * Finds them: the token at i is predicted from position i - 1 of its row.
     *
     * @param batch the rows
     * @param length what rows are padded to
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
