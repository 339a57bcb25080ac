package org.reformatted.finetune.train.step;

import org.reformatted.finetune.batch.TokenBatch;

/** Noise on the embeddings in training (Jain et al. 2023, NEFTune: Noisy Embeddings Improve Instruction Finetuning, algorithm 1). */
final class Neftune {
    private Neftune() {}

    /**
     * The largest absolute value of the noise on each token's embedding: alpha / sqrt(L d) for an example of L tokens and embeddings of width d, and
     * 0 for padding. L is the length of the example, so that padding and other examples in a row do not weaken the noise.
     *
     * @param alpha strength of the noise
     * @param width d
     * @param batch the rows
     * @param length the length that rows are padded to
     * @return one number for each token of the padded rows, row by row
     */
    static float[] reach(double alpha, int width, TokenBatch batch, int length) {
        float[] reach = new float[batch.segments().length * length];
        for (int row = 0; row < batch.segments().length; row++) {
            int[] segments = batch.segments()[row];
            int[] lengths = new int[segments.length];
            for (int segment : segments) {
                lengths[segment]++;
            }
            for (int i = 0; i < segments.length; i++) {
                reach[row * length + i] = (float) (alpha / Math.sqrt((double) lengths[segments[i]] * width));
            }
        }
        return reach;
    }
}
