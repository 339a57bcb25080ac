package org.reformatted.realign.text;

import java.util.Arrays;

/** A binary heap of longs, smallest first: the pending merges, ordered by rank and then by position in the text. */
final class MergeQueue {
    private long[] heap;
    private int size;

    MergeQueue(int expected) {
        heap = new long[Math.max(16, expected)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long key) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int at = size++;
        while (at > 0 && heap[(at - 1) >>> 1] > key) {
            heap[at] = heap[(at - 1) >>> 1];
            at = (at - 1) >>> 1;
        }
        heap[at] = key;
    }

    long remove() {
        long first = heap[0];
        long last = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }
}
