package org.reformatted.realign.retrieve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.reformatted.realign.data.Passage;

/**
 * Re-ranks candidates by the similarity of a passage's pairs of neighbouring terms to the query's, which BM25 ignores:
 * {@code score = bm25 / best bm25 + 0.25 x cosine}. In the cosine, pairs that are in fewer candidates have a higher weight.
 */
final class CosineReranker {
    private static final double WEIGHT = 0.25;

    private CosineReranker() {}

    static List<Passage> rerank(PassageAnalyzer analyzer, String query, List<Passage> candidates) {
        if (candidates.size() < 2) {
            return candidates;
        }
        List<List<String>> pairs = new ArrayList<>();
        candidates.forEach(passage -> pairs.add(pairs(analyzer.terms(passage.text()))));
        INDArray cosines = cosines(pairs(analyzer.terms(query)), pairs);
        double best = candidates.get(0).score();
        List<Passage> scored = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Passage passage = candidates.get(i);
            double score = passage.score() / best + WEIGHT * cosines.getDouble(i);
            scored.add(new Passage(passage.text(), passage.source(), score));
        }
        scored.sort(Comparator.comparingDouble(Passage::score).reversed());
        return scored;
    }

    /** Computes the cosine of the query with each passage; 0 for a passage without any of the query's pairs. */
    private static INDArray cosines(List<String> query, List<List<String>> passages) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        new TreeSet<>(query).forEach(pair -> columns.put(pair, columns.size()));
        INDArray result = Nd4j.zeros(DataType.DOUBLE, passages.size());
        if (columns.isEmpty()) {
            return result;
        }
        INDArray counts = Nd4j.zeros(DataType.DOUBLE, passages.size(), columns.size()); // (P, C)
        for (int row = 0; row < passages.size(); row++) {
            for (String pair : passages.get(row)) {
                Integer column = columns.get(pair);
                if (column != null) {
                    counts.putScalar(row, column, 1);
                }
            }
        }
        INDArray holding = counts.sum(0); // (C)
        INDArray weights = Nd4j.zeros(DataType.DOUBLE, columns.size(), 1); // (C, 1)
        for (int column = 0; column < columns.size(); column++) {
            weights.putScalar(column, 0, Math.log(1 + passages.size() / (1 + holding.getDouble(column))));
        }
        double norm = weights.norm2Number().doubleValue();
        INDArray overlap = counts.mmul(weights.mul(weights)); // (P, 1)
        for (int row = 0; row < passages.size(); row++) {
            double own = Math.sqrt(overlap.getDouble(row, 0));
            result.putScalar(row, own == 0 ? 0 : overlap.getDouble(row, 0) / (own * norm));
        }
        return result;
    }

    private static List<String> pairs(List<String> terms) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < terms.size(); i++) {
            pairs.add(terms.get(i) + " " + terms.get(i + 1));
        }
        return pairs;
    }
}
