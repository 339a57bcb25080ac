package org.reformatted.experiments.spark;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * The target part of a row, and its order there.
 *
 * @param part the target part
 * @param index its number in the input
 */
record RowKey(int part, long index) implements Comparable<RowKey>, Serializable {
    @Override
    public int compareTo(RowKey other) {
        return Comparator.comparingInt(RowKey::part)
                .thenComparingLong(RowKey::index)
                .compare(this, other);
    }

    /** Sends each row to its part. */
    static final class ToParts extends Partitioner {
        private static final long serialVersionUID = 1;

        private final int parts;

        ToParts(int parts) {
            this.parts = parts;
        }

        @Override
        public int numPartitions() {
            return parts;
        }

        @Override
        public int getPartition(Object key) {
            return ((RowKey) key).part;
        }
    }
}
