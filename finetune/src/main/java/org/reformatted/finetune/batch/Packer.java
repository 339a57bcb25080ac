package org.reformatted.finetune.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * First-fit-decreasing bin packing: examples are sorted by length, longest first, and each is put into the first row with enough space (Johnson 1973;
 * OpenChat packs the batches of a step in the same way).
 */
final class Packer {
    private Packer() {}

    /**
     * Finds the longest part of an order that fits into a number of rows.
     *
     * @return the number of examples from {@code start} on, at least 1 if one is left
     */
    static int fitting(int[] order, int start, int[] lengths, int capacity, int rows) {
        int low = start + 1;
        int high = start;
        long room = (long) capacity * rows;
        while (high < order.length && (room -= lengths[order[high]]) >= 0) {
            high++;
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pack(order, start, middle, lengths, capacity, rows) != null) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Math.min(low, order.length) - start;
    }

    /** Packs the examples of an order from {@code start} to {@code end}; null if they do not fit. */
    static @Nullable List<List<Integer>> pack(int[] order, int start, int end, int[] lengths, int capacity, int rows) {
        List<Integer> longestFirst = IntStream.range(start, end)
                .map(i -> order[i])
                .boxed()
                .sorted(Comparator.comparingInt((Integer example) -> -lengths[example]))
                .toList();
        List<List<Integer>> packed = new ArrayList<>();
        int[] free = new int[rows];
        for (int example : longestFirst) {
            int row = 0;
            while (row < packed.size() && free[row] < lengths[example]) {
                row++;
            }
            if (row == packed.size()) {
                if (row == rows) {
                    return null;
                }
                packed.add(new ArrayList<>());
                free[row] = capacity;
            }
            packed.get(row).add(example);
            free[row] -= lengths[example];
        }
        return packed;
    }
}
