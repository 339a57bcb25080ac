package org.reformatted.realign.text;

import java.util.Arrays;

/**
 * A map from two symbols to the symbol they merge to, with open addressing in primitive arrays, because it is used in the inner loop of tokenizing.
 */
final class PairTable {
    private static final long EMPTY = -1;
    private long[] keys;
    private int[] values;
    private int size;

    PairTable(int expected) {
        allocate(Integer.highestOneBit(Math.max(16, 2 * expected)) * 2);
    }

    void put(int left, int right, int merged) {
        if (2 * size >= keys.length) {
            grow();
        }
        insert((long) left << 32 | right, merged);
    }

    /** Returns the merged symbol, or -1 when the two don't merge. Negative symbols never merge. */
    int get(int left, int right) {
        if (left < 0 || right < 0) {
            return -1;
        }
        long key = (long) left << 32 | right;
        int slot = slot(key);
        while (keys[slot] != EMPTY) {
            if (keys[slot] == key) {
                return values[slot];
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return -1;
    }

    private void insert(long key, int merged) {
        int slot = slot(key);
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        size += keys[slot] == EMPTY ? 1 : 0;
        keys[slot] = key;
        values[slot] = merged;
    }

    private int slot(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & (keys.length - 1);
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        allocate(2 * oldKeys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                insert(oldKeys[i], oldValues[i]);
            }
        }
    }

    private void allocate(int capacity) {
        keys = new long[capacity];
        Arrays.fill(keys, EMPTY);
        values = new int[capacity];
        size = 0;
    }
}
