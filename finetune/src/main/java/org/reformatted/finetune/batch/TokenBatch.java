package org.reformatted.finetune.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of a batch as rows of different lengths. A row contains one or more examples, one after the other.
 *
 * @param ids tokens of each row
 * @param positions of each token in its example, from 0
 * @param segments number of each token's example in its row, from 0
 * @param lossWeights of each token
 * @param exampleIds the examples' names, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // the arrays are primitive and are never changed
public record TokenBatch(
        int[][] ids, int[][] positions, int[][] segments, float[][] lossWeights, List<String> exampleIds) {
    /**
     * Creates a batch.
     *
     * @param rows the indices of each row's examples
     * @param examples all examples
     * @return the batch
     */
    public static TokenBatch of(BatchStep.Rows rows, List<TokenizedExample> examples) {
        int count = rows.rows().size();
        TokenBatch batch = new TokenBatch(
                new int[count][], new int[count][], new int[count][], new float[count][], new ArrayList<>());
        for (int row = 0; row < count; row++) {
            List<TokenizedExample> members =
                    rows.rows().get(row).stream().map(examples::get).toList();
            batch.fill(row, members);
        }
        return batch;
    }

    private void fill(int row, List<TokenizedExample> members) {
        int length = members.stream().mapToInt(TokenizedExample::length).sum();
        ids[row] = members.stream().flatMapToInt(e -> Arrays.stream(e.ids())).toArray();
        positions[row] = members.stream()
                .flatMapToInt(e -> IntStream.range(0, e.length()))
                .toArray();
        segments[row] = new int[length];
        lossWeights[row] = new float[length];
        int at = 0;
        for (int segment = 0; segment < members.size(); segment++) {
            TokenizedExample member = members.get(segment);
            Arrays.fill(segments[row], at, at + member.length(), segment);
            System.arraycopy(member.lossWeights(), 0, lossWeights[row], at, member.length());
            at += member.length();
            exampleIds.add(member.id());
        }
    }

    /**
     * Whether a row contains more than one example.
     *
     * @return true when attention must be limited to segments
     */
    public boolean packed() {
        return Arrays.stream(segments).anyMatch(row -> row.length > 0 && row[row.length - 1] > 0);
    }

    /**
     * The sum of the loss weights, by which the loss is divided.
     *
     * @return the sum
     */
    public double lossWeight() {
        double sum = 0;
        for (float[] row : lossWeights) {
            for (float weight : row) {
                sum += weight;
            }
        }
        return sum;
    }
}
