package org.reformatted.realign.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Converts queries to sparse vectors: {@code (1 + ln tf) x (1 + ln((1+n)/(1+df)))} for each term, with each block of {@link QueryTerms} scaled to
 * length {@code 1/sqrt(blocks)}, so that the product of two queries is in [0, 1]. Terms in fewer than two training queries are left out.
 */
final class TfidfFeatures {
    private static final int FEWEST_QUERIES = 2;

    private final List<Map<String, Integer>> columns;
    private final float[] weights;

    /** Creates features from each block's terms and their columns, and the inverse document frequency of each column. */
    TfidfFeatures(List<Map<String, Integer>> columns, float[] weights) {
        this.columns = List.copyOf(columns);
        this.weights = weights;
    }

    List<Map<String, Integer>> columns() {
        return columns;
    }

    float[] weights() {
        return weights;
    }

    /** A sparse vector: a query's columns in ascending order, and their values. */
    static final class Vector {
        private final int[] columns;
        private final float[] values;

        Vector(int[] columns, float[] values) {
            this.columns = columns;
            this.values = values;
        }

        int[] columns() {
            return columns;
        }

        float[] values() {
            return values;
        }
    }

    static TfidfFeatures fit(List<String> queries) {
        List<Map<String, Integer>> columns = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        for (int block = 0; block < QueryTerms.BLOCKS; block++) {
            Map<String, Integer> frequency = new TreeMap<>();
            for (String query : queries) {
                QueryTerms.of(query, block).keySet().forEach(term -> frequency.merge(term, 1, Integer::sum));
            }
            Map<String, Integer> kept = new HashMap<>();
            frequency.forEach((term, count) -> {
                if (count >= FEWEST_QUERIES) {
                    kept.put(term, weights.size());
                    weights.add((float) (1 + Math.log((1.0 + queries.size()) / (1.0 + count))));
                }
            });
            columns.add(kept);
        }
        float[] array = new float[weights.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = weights.get(i);
        }
        return new TfidfFeatures(columns, array);
    }

    Vector vector(String query) {
        TreeMap<Integer, Float> values = new TreeMap<>();
        for (int block = 0; block < columns.size(); block++) {
            Map<String, Integer> known = columns.get(block);
            TreeMap<Integer, Float> own = new TreeMap<>();
            QueryTerms.of(query, block).forEach((term, count) -> {
                Integer column = known.get(term);
                if (column != null) {
                    own.put(column, (float) (1 + Math.log(count)) * weights[column]);
                }
            });
            double squares =
                    own.values().stream().mapToDouble(v -> (double) v * v).sum();
            float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares * columns.size()));
            own.forEach((column, value) -> values.put(column, value * scale));
        }
        int[] indices = values.keySet().stream().mapToInt(Integer::intValue).toArray();
        float[] array = new float[indices.length];
        int i = 0;
        for (float value : values.values()) {
            array[i++] = value;
        }
        return new Vector(indices, array);
    }
}
