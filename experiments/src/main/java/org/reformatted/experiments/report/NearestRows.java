package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the training rows whose questions are most similar to a text, by the cosine of word counts weighted with 1 + ln tf and ln (1 + N / df) (G.
 * Salton and C. Buckley, Inf. Process. Manag. 24, 1988). Words that occur in more than a tenth of the rows are ignored if there are many rows.
 */
final class NearestRows {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    /** The maximum number of rows for which no word is ignored. */
    private static final int FEW = 200;

    private final int rows;
    private final Map<String, List<Posting>> postings = new HashMap<>();
    private final double[] lengths;

    private record Posting(int row, double weight) {}

    /**
     * A found row.
     *
     * @param row its index
     * @param similarity the cosine, from 0 to 1
     */
    record Near(int row, double similarity) {}

    NearestRows(List<String> questions) {
        rows = questions.size();
        lengths = new double[rows];
        for (int row = 0; row < rows; row++) {
            int number = row;
            counts(questions.get(row))
                    .forEach((word, count) -> postings.computeIfAbsent(word, w -> new ArrayList<>())
                            .add(new Posting(number, 1 + Math.log(count))));
        }
        postings.values().removeIf(found -> rows > FEW && found.size() > rows / 10);
        postings.forEach((word, found) ->
                found.forEach(posting -> lengths[posting.row] += square(posting.weight * rarity(found.size()))));
    }

    private static Map<String, Long> counts(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    }

    private double rarity(int found) {
        return Math.log(1 + (double) rows / found);
    }

    private static double square(double x) {
        return x * x;
    }

    /** The rows most similar to a text, the most similar first; fewer than {@code most} if fewer rows share a word with it. */
    List<Near> to(String text, int most) {
        double[] products = new double[rows];
        double squares = 0;
        for (Map.Entry<String, Long> word : counts(text).entrySet()) {
            List<Posting> found = postings.get(word.getKey());
            if (found != null) {
                double rarity = rarity(found.size());
                double weight = (1 + Math.log(word.getValue())) * rarity;
                squares += square(weight);
                found.forEach(posting -> products[posting.row] += weight * posting.weight * rarity);
            }
        }
        double length = Math.sqrt(squares);
        return IntStream.range(0, rows)
                .filter(row -> products[row] > 0)
                .mapToObj(row -> new Near(row, products[row] / (length * Math.sqrt(lengths[row]))))
                .sorted(Comparator.comparingDouble(Near::similarity).reversed().thenComparingInt(Near::row))
                .limit(most)
                .toList();
    }
}
