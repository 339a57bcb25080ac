package org.reformatted.experiments.miniature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Byte-pair encoding (Sennrich et al. 2016) over a fixed list of words, continued until each word is one piece. The most frequent pair of neighbours
 * is merged first; among equally frequent pairs the alphabetically first one.
 */
final class BytePairTrainer {
    private BytePairTrainer() {}

    /**
     * Learns the merges.
     *
     * @param counts the number of occurrences of each word in the text; words have a leading {@code ▁}
     * @return the pieces of two and more characters, in the order in which they were created
     */
    static List<String> train(Map<String, Long> counts) {
        Map<String, List<String>> split = new HashMap<>();
        counts.keySet().forEach(word -> split.put(word, characters(word)));
        Set<String> pieces = new LinkedHashSet<>();
        for (Optional<String> best = best(split, counts); best.isPresent(); best = best(split, counts)) {
            String piece = best.get();
            pieces.add(piece);
            split.values().forEach(parts -> merge(parts, piece));
        }
        return List.copyOf(pieces);
    }

    private static List<String> characters(String word) {
        return new ArrayList<>(word.codePoints().mapToObj(Character::toString).toList());
    }

    private static Optional<String> best(Map<String, List<String>> split, Map<String, Long> counts) {
        Map<String, Long> pairs = new HashMap<>();
        split.forEach((word, parts) -> {
            for (int i = 0; i + 1 < parts.size(); i++) {
                pairs.merge(parts.get(i) + parts.get(i + 1), counts.get(word), Long::sum);
            }
        });
        return pairs.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    private static void merge(List<String> parts, String piece) {
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (piece.equals(parts.get(i) + parts.get(i + 1))) {
                parts.set(i, piece);
                parts.remove(i + 1);
            }
        }
    }
}
