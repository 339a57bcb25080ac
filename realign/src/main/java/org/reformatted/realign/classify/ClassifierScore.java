package org.reformatted.realign.classify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The accuracy of a classifier on labelled queries. The most likely category counts, even when the classifier abstains.
 *
 * @param top1 the share of queries whose most likely category is correct
 * @param top3 the share of queries with the correct category among the three most likely ones; 0 of 0 when the classifier gives only one category
 * @param surestHalf the share of correct ones in the half with the highest confidence; 0 of 0 when the classifier gives no confidence
 * @param given the share of correct ones among the queries for which it does not abstain
 * @param reliability ten bins of confidence; empty when the classifier gives none
 */
public record ClassifierScore(Share top1, Share top3, Share surestHalf, Share given, List<Bin> reliability) {
    private static final int BINS = 10;

    /** Copies the bins. */
    public ClassifierScore {
        reliability = List.copyOf(reliability);
    }

    /**
     * A share as a count and a total.
     *
     * @param right the number of correct ones
     * @param n the total
     */
    public record Share(long right, long n) {
        /**
         * Returns the share.
         *
         * @return a value in [0, 1]; NaN for a total of 0
         */
        public double value() {
            return n == 0 ? Double.NaN : (double) right / n;
        }
    }

    /**
     * Queries of similar confidence.
     *
     * @param from the bin's lower end
     * @param confidence their mean confidence; NaN for an empty bin
     * @param right the share of correct ones
     */
    public record Bin(double from, double confidence, Share right) {}

    /**
     * Scores a classifier.
     *
     * @param classifier the classifier
     * @param queries the queries
     * @return the score
     */
    public static ClassifierScore of(TaskClassifier classifier, List<LabelledQuery> queries) {
        List<Classification> classified =
                classifier.classify(queries.stream().map(LabelledQuery::query).toList());
        List<Scored> all = new ArrayList<>();
        for (int i = 0; i < classified.size(); i++) {
            all.add(Scored.of(classified.get(i), queries.get(i).category()));
        }
        boolean ranks = classified.stream().anyMatch(t -> t.ranked().size() > 1);
        boolean confident = all.stream().noneMatch(t -> Double.isNaN(t.confidence));
        List<Scored> surest = all.stream()
                .sorted(Comparator.comparingDouble(Scored::confidence).reversed())
                .limit(confident ? (all.size() + 1) / 2 : 0)
                .toList();
        return new ClassifierScore(
                right(all),
                ranks ? new Share(all.stream().filter(Scored::amongThree).count(), all.size()) : new Share(0, 0),
                right(surest),
                right(all.stream().filter(Scored::given).toList()),
                confident
                        ? IntStream.range(0, BINS)
                                .mapToObj(bin -> bin(all, bin))
                                .toList()
                        : List.of());
    }

    private record Scored(double confidence, boolean right, boolean amongThree, boolean given) {
        static Scored of(Classification classified, String truth) {
            List<String> ranked = classified.ranked();
            return new Scored(
                    classified.confidence(),
                    ranked.get(0).equals(truth),
                    ranked.subList(0, Math.min(3, ranked.size())).contains(truth),
                    classified.category().equals(ranked.get(0)));
        }
    }

    private static Share right(List<Scored> classified) {
        return new Share(classified.stream().filter(Scored::right).count(), classified.size());
    }

    private static Bin bin(List<Scored> all, int bin) {
        List<Scored> own = all.stream()
                .filter(t -> Math.min(BINS - 1, (int) (t.confidence * BINS)) == bin)
                .toList();
        return new Bin(
                (double) bin / BINS,
                own.stream().mapToDouble(Scored::confidence).average().orElse(Double.NaN),
                right(own));
    }
}
