package org.reformatted.finetune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reformatted.finetune.kernel.HostTransfer;

/**
 * Rows of tokens on the device. A row contains one example, or several packed examples that {@code segments} separates.
 *
 * @param ids tokens, int64, (B, T); shorter rows end in padding, which no earlier token attends to
 * @param positions the position of each token in its example, int64, (B, T), or (1, T) when all rows are equal
 * @param segments the number of each token's example within its row, int64, (B, T); absent when each row is one example
 * @param starts positions in the concatenated rows where examples and paddings start, followed by B * T; in the processor's memory
 */
@SuppressWarnings("ArrayRecordComponent") // the array is primitive and is never changed
public record TokenRows(NDArray ids, NDArray positions, Optional<NDArray> segments, int[] starts) {
    /** The padding token; its loss weight is 0 and no token of an example attends to it. */
    private static final int PADDING = 0;

    /**
     * Creates rows of one example each.
     *
     * @param manager owns the tensors
     * @param rows token ids, at least one row
     * @return the rows, padded to the longest
     */
    public static TokenRows of(NDManager manager, int[][] rows) {
        int length = Arrays.stream(rows).mapToInt(row -> row.length).max().orElseThrow();
        NDArray positions = manager.arange(0, length, 1, DataType.INT64).reshape(1, length);
        int[] starts =
                IntStream.rangeClosed(0, rows.length).map(row -> row * length).toArray();
        return new TokenRows(table(manager, rows, length, PADDING), positions, Optional.empty(), starts);
    }

    /**
     * Creates rows of several examples each.
     *
     * @param manager owns the tensors
     * @param rows token ids, at least one row
     * @param positions of each token in its example, in the shape of the rows
     * @param segments number of each token's example within its row, from 0, in the shape of the rows
     * @return the rows, padded to the longest; the padding has its own segment
     */
    public static TokenRows packed(NDManager manager, int[][] rows, int[][] positions, int[][] segments) {
        int length = Arrays.stream(rows).mapToInt(row -> row.length).max().orElseThrow();
        return new TokenRows(
                table(manager, rows, length, PADDING),
                table(manager, positions, length, 0),
                Optional.of(table(manager, segments, length, -1)),
                starts(segments, length));
    }

    private static int[] starts(int[][] segments, int length) {
        IntStream.Builder starts = IntStream.builder();
        for (int row = 0; row < segments.length; row++) {
            int[] own = segments[row];
            for (int i = 0; i < own.length; i++) {
                if (i == 0 || own[i] != own[i - 1]) {
                    starts.add(row * length + i);
                }
            }
            if (own.length < length) {
                starts.add(row * length + own.length);
            }
        }
        return starts.add(segments.length * length).build().toArray();
    }

    private static NDArray table(NDManager manager, int[][] rows, int length, int padding) {
        long[] table = new long[rows.length * length];
        Arrays.fill(table, padding);
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < rows[row].length; i++) {
                table[row * length + i] = rows[row][i];
            }
        }
        return HostTransfer.send(manager, table, new Shape(rows.length, length));
    }

    /**
     * The length of the rows.
     *
     * @return T
     */
    public int length() {
        return (int) ids.getShape().get(1);
    }

    /**
     * The number of tokens of the longest example.
     *
     * @return the largest difference between successive elements of {@link #starts}
     */
    public int longest() {
        return IntStream.range(1, starts.length)
                .map(i -> starts[i] - starts[i - 1])
                .max()
                .orElseThrow();
    }
}
