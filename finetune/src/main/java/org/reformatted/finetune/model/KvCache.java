package org.reformatted.finetune.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.reformatted.realign.base.Check;

/**
 * Keys and values of the tokens processed so far, one row for each sequence. The rows in use are dense, from 0. Each row has its own length, so the
 * tokens that a row attends to never depend on the other rows. {@link CachedDecoder} fills it.
 */
public final class KvCache {
    private final List<NDArray> layers;
    private final int[] lengths;
    private final int capacity;
    private int rows;

    KvCache(List<NDArray> layers, int maxRows, int capacity) {
        this.layers = List.copyOf(layers);
        this.capacity = capacity;
        lengths = new int[maxRows];
    }

    /**
     * The number of sequences in the cache.
     *
     * @return rows in use
     */
    public int rows() {
        return rows;
    }

    /**
     * The maximum number of sequences.
     *
     * @return rows, used and free
     */
    public int maxRows() {
        return lengths.length;
    }

    /**
     * The longest sequence that fits into a row.
     *
     * @return tokens
     */
    public int capacity() {
        return capacity;
    }

    /**
     * The length of a sequence.
     *
     * @param row a row in use
     * @return tokens
     */
    public int length(int row) {
        return lengths[row];
    }

    /** Keys and values of each layer in one tensor, the format of the kernels. */
    List<NDArray> layers() {
        return layers;
    }

    int add(int[][] prompts) {
        int first = rows;
        Check.argument(
                prompts.length > 0 && first + prompts.length <= lengths.length,
                "prompts (%s) must fit into the %s free rows of the cache",
                prompts.length,
                lengths.length - first);
        for (int[] prompt : prompts) {
            Check.argument(
                    prompt.length > 0 && prompt.length <= capacity,
                    "prompt length (%s) must be between 1 and the cache's capacity (%s)",
                    prompt.length,
                    capacity);
        }
        for (int[] prompt : prompts) {
            lengths[rows++] = prompt.length;
        }
        return first;
    }

    long[] append(int tokens) {
        Check.argument(tokens == rows && rows > 0, "tokens (%s) must be one for each of the %s rows", tokens, rows);
        long[] positions = new long[rows];
        for (int row = 0; row < rows; row++) {
            Check.argument(lengths[row] < capacity, "row %s is full: its capacity is %s tokens", row, capacity);
            positions[row] = lengths[row];
        }
        for (int row = 0; row < rows; row++) {
            lengths[row]++;
        }
        return positions;
    }

    void remove(int row) {
        rows--;
        lengths[row] = lengths[rows];
    }
}
