package org.reformatted.realign.classify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;

/**
 * Classifies without a language model: by ridge regression on {@link TfidfFeatures}, whose scores a {@link ScoreHead} converts to probabilities.
 * Below its threshold it abstains and returns the fallback. It is created by {@link ClassifierTrainer}.
 */
public final class TfidfClassifier implements TaskClassifier {
    private final TfidfFeatures features;
    private final List<String> categories;
    private final float[] weights; // (columns, C), row-major
    private final ScoreHead head;
    private final double temperature;
    private final double threshold;
    private final String fallback;

    TfidfClassifier(
            TfidfFeatures features,
            List<String> categories,
            float[] weights,
            ScoreHead head,
            double temperature,
            double threshold,
            String fallback) {
        this.features = features;
        this.categories = List.copyOf(categories);
        this.weights = weights;
        this.head = head;
        this.temperature = temperature;
        this.threshold = threshold;
        this.fallback = fallback;
    }

    @Override
    public String identity() {
        return "tfidf v" + QueryTerms.VERSION + " "
                + Sha256.of(Arrays.hashCode(weights) + " " + temperature + " " + threshold)
                        .substring(0, 8);
    }

    /**
     * Returns the confidence below which the classifier abstains.
     *
     * @return the threshold
     */
    public double threshold() {
        return threshold;
    }

    @Override
    public List<Classification> classify(List<String> queries) {
        if (queries.isEmpty()) {
            return List.of();
        }
        int count = categories.size();
        INDArray scores = Nd4j.create(scores(queries), new long[] {queries.size(), count}, 'c');
        INDArray probabilities = head.probabilities(scores);
        List<Classification> predicted = new ArrayList<>();
        for (int row = 0; row < queries.size(); row++) {
            double[] own = probabilities.getRow(row).toDoubleVector();
            List<String> ranked = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer c) -> -own[c]))
                    .map(categories::get)
                    .toList();
            double best = own[categories.indexOf(ranked.get(0))];
            predicted.add(new Classification(best >= threshold ? ranked.get(0) : fallback, best, ranked));
        }
        return predicted;
    }

    /** Computes the scores of the ridge regression in row-major order. */
    private float[] scores(List<String> queries) {
        int count = categories.size();
        float[] scores = new float[queries.size() * count];
        for (int row = 0; row < queries.size(); row++) {
            TfidfFeatures.Vector vector = features.vector(queries.get(row));
            for (int t = 0; t < vector.columns().length; t++) {
                int from = vector.columns()[t] * count;
                for (int c = 0; c < count; c++) {
                    scores[row * count + c] += vector.values()[t] * weights[from + c];
                }
            }
        }
        return scores;
    }

    /**
     * The contribution of a part of a query to a category's score.
     *
     * @param text a word, two words, or a run of characters
     * @param isWords whether the text consists of words
     * @param share the contribution; the shares of all parts sum to the score
     */
    public record Part(String text, boolean isWords, double share) {}

    /**
     * Returns the parts of a query that are evidence for and against a category.
     *
     * @param query the query
     * @param category one of the classifier's categories
     * @return the parts that the classifier knows, the largest contribution first
     * @throws InputException when the category is not known
     */
    public List<Part> explain(String query, String category) {
        int wanted = categories.indexOf(category);
        if (wanted < 0) {
            throw new InputException("category " + category + " is not known to this classifier; it knows "
                    + String.join(", ", categories));
        }
        TfidfFeatures.Vector vector = features.vector(query);
        Map<Integer, Double> shares = new HashMap<>();
        for (int t = 0; t < vector.columns().length; t++) {
            int column = vector.columns()[t];
            shares.put(column, (double) vector.values()[t] * weights[column * categories.size() + wanted]);
        }
        Map<String, Double> words = new TreeMap<>();
        Map<String, Double> runs = new TreeMap<>();
        for (int block = 0; block < QueryTerms.BLOCKS; block++) {
            Map<String, Double> own = QueryTerms.isWords(block) ? words : runs;
            features.columns().get(block).forEach((term, column) -> {
                Double share = shares.get(column);
                if (share != null) {
                    own.merge(term, share, Double::sum);
                }
            });
        }
        List<Part> parts = new ArrayList<>();
        words.forEach((term, share) -> parts.add(new Part(term, true, share)));
        runs.forEach((term, share) -> parts.add(new Part(term, false, share)));
        parts.sort(Comparator.comparingDouble(Part::share).reversed());
        return parts;
    }

    /**
     * Saves the classifier with its vocabulary and version.
     *
     * @param file the file, replaced when it exists
     */
    public void save(Path file) {
        ClassifierFile.write(
                file,
                new ClassifierFile.Content(
                        fallback,
                        temperature,
                        threshold,
                        categories,
                        features.columns(),
                        new ClassifierFile.Numbers(features.weights()),
                        new ClassifierFile.Numbers(weights),
                        new ClassifierFile.Numbers(head.numbers())));
    }

    /**
     * Loads a classifier.
     *
     * @param file a file that {@link #save} wrote
     * @return the classifier
     * @throws InputException when the file is not a classifier or has another version
     */
    public static TfidfClassifier load(Path file) {
        ClassifierFile.Content content = ClassifierFile.read(file);
        ScoreHead.Temperature plain = new ScoreHead.Temperature(content.temperature());
        float[] layer = content.head().values();
        return new TfidfClassifier(
                new TfidfFeatures(content.columns(), content.frequencies().values()),
                content.categories(),
                content.weights().values(),
                layer.length == 0
                        ? plain
                        : ScoreHead.Layer.of(plain, content.categories().size(), layer),
                content.temperature(),
                content.threshold(),
                content.fallback());
    }
}
