package org.reformatted.realign.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.reformatted.realign.base.InputException;

/**
 * Trains a {@link TfidfClassifier}. All settings are chosen by five-fold cross-validation on the training queries: the lambda of the ridge regression
 * by accuracy, the head and its number of steps by log loss, and the threshold by the number of correct minus wrong classifications where the
 * classifier does not abstain.
 */
public final class ClassifierTrainer {
    /** Increment when the same queries would give another classifier. */
    public static final int VERSION = 2; // equal queries share a fold

    private static final int FOLDS = 5;
    private static final double[] LAMBDAS = {1.0, 3.0, 10.0};
    private static final int[] LAYER_STEPS = {2, 5, 10, 20, 40};

    private ClassifierTrainer() {}

    /**
     * A classifier and its results in cross-validation.
     *
     * @param classifier the classifier
     * @param lambda the regularization weight of the ridge regression
     * @param accuracy the share of held-out training queries that were classified correctly
     * @param temperatureLogLoss the held-out log loss of a temperature
     * @param layerLogLoss the held-out log loss of the DL4J layer at its best number of steps; the layer is used when this is lower than
     * {@code temperatureLogLoss}
     * @param layerSteps that number of steps
     * @param threshold the confidence below which the classifier abstains
     * @param coverage the share of held-out training queries for which it does not abstain
     */
    public record Trained(
            TfidfClassifier classifier,
            double lambda,
            double accuracy,
            double temperatureLogLoss,
            double layerLogLoss,
            int layerSteps,
            double threshold,
            double coverage) {}

    /**
     * Trains a classifier.
     *
     * @param queries at least 5 of each category
     * @param fallback the category when the classifier abstains
     * @param seed the random seed of the folds
     * @return the classifier
     * @throws InputException when there are too few queries
     */
    public static Trained train(List<LabelledQuery> queries, String fallback, long seed) {
        List<String> categories = queries.stream()
                .map(LabelledQuery::category)
                .distinct()
                .sorted()
                .toList();
        requireEnough(queries, categories);
        int[] labels =
                queries.stream().mapToInt(q -> categories.indexOf(q.category())).toArray();
        TfidfFeatures features =
                TfidfFeatures.fit(queries.stream().map(LabelledQuery::query).toList());
        List<TfidfFeatures.Vector> vectors =
                queries.stream().map(q -> features.vector(q.query())).toList();
        INDArray gram = KernelRidge.gram(vectors, features.weights().length);
        int[] folds = Folds.assign(queries, labels, categories.size(), FOLDS, seed);

        double lambda = 0;
        double accuracy = -1;
        INDArray heldOut = Nd4j.empty(DataType.FLOAT);
        for (double candidate : LAMBDAS) {
            INDArray scores = heldOutScores(gram, labels, categories.size(), folds, candidate);
            double own = accuracy(scores, labels);
            if (own > accuracy) {
                accuracy = own;
                lambda = candidate;
                heldOut = scores;
            }
        }
        Calibrated calibrated = calibrate(heldOut, labels, folds, seed);
        INDArray dual = KernelRidge.solve(gram, KernelRidge.targets(labels, categories.size()), lambda);
        TfidfClassifier classifier = new TfidfClassifier(
                features,
                categories,
                primal(vectors, dual, features.weights().length),
                calibrated.head,
                calibrated.temperature,
                calibrated.threshold,
                fallback);
        return new Trained(
                classifier,
                lambda,
                accuracy,
                calibrated.temperatureLoss,
                calibrated.layerLoss,
                calibrated.layerSteps,
                calibrated.threshold,
                calibrated.coverage);
    }

    private static void requireEnough(List<LabelledQuery> queries, List<String> categories) {
        if (categories.size() < 2) {
            throw new InputException(queries.size() + " labelled queries of " + categories.size()
                    + " categories are too few to train a classifier; give at least " + FOLDS
                    + " of each of two or more");
        }
        for (String category : categories) {
            long own = queries.stream()
                    .filter(query -> query.category().equals(category))
                    .count();
            if (own < FOLDS) {
                throw new InputException(own + " labelled queries of category " + category
                        + " are too few to train a classifier; give at least " + FOLDS + ", or none");
            }
        }
    }

    /** Computes the scores of each row by a ridge regression that was not trained on its fold. (N, C) */
    private static INDArray heldOutScores(INDArray gram, int[] labels, int categories, int[] folds, double lambda) {
        INDArray scores = Nd4j.zeros(DataType.FLOAT, labels.length, categories);
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] seen = Folds.rows(folds, fold, false);
            int[] unseen = Folds.rows(folds, fold, true);
            INDArray own = part(gram, seen, seen);
            int[] seenLabels = IntStream.of(seen).map(i -> labels[i]).toArray();
            INDArray dual = KernelRidge.solve(own, KernelRidge.targets(seenLabels, categories), lambda);
            INDArray predicted = part(gram, unseen, seen).mmul(dual);
            put(scores, unseen, predicted);
        }
        return scores;
    }

    private static INDArray part(INDArray gram, int[] rows, int[] columns) {
        return rows(gram, rows)
                .get(NDArrayIndex.all(), NDArrayIndex.indices(longs(columns)))
                .dup('c');
    }

    private static long[] longs(int[] values) {
        return IntStream.of(values).asLongStream().toArray();
    }

    private static double accuracy(INDArray scores, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += scores.getRow(i).argMax().getInt(0) == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    private record Calibrated(
            ScoreHead head,
            double temperature,
            double temperatureLoss,
            double layerLoss,
            int layerSteps,
            double threshold,
            double coverage) {}

    /**
     * Compares a temperature with layers of increasing numbers of steps, each fitted without the fold on which it is tested, and uses the
     * probabilities of the best one for the threshold.
     */
    private static Calibrated calibrate(INDArray scores, int[] labels, int[] folds, long seed) {
        INDArray byTemperature = Nd4j.zeros(DataType.FLOAT, scores.shape());
        List<INDArray> byLayer = IntStream.of(LAYER_STEPS)
                .mapToObj(steps -> Nd4j.zeros(DataType.FLOAT, scores.shape()))
                .toList();
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] seen = Folds.rows(folds, fold, false);
            int[] unseen = Folds.rows(folds, fold, true);
            int[] seenLabels = IntStream.of(seen).map(i -> labels[i]).toArray();
            INDArray fitted = rows(scores, seen);
            INDArray tried = rows(scores, unseen);
            ScoreHead.Temperature temperature = ScoreHead.Temperature.fit(fitted, seenLabels);
            put(byTemperature, unseen, temperature.probabilities(tried));
            ScoreHead.Layer.fit(
                    temperature,
                    fitted,
                    seenLabels,
                    seed,
                    LAYER_STEPS,
                    (i, layer) -> put(byLayer.get(i), unseen, layer.probabilities(tried)));
        }
        double temperatureLoss = ScoreHead.logLoss(byTemperature, labels);
        double[] layerLosses = byLayer.stream()
                .mapToDouble(predicted -> ScoreHead.logLoss(predicted, labels))
                .toArray();
        int best = IntStream.range(0, LAYER_STEPS.length)
                .reduce((x, y) -> layerLosses[y] < layerLosses[x] ? y : x)
                .orElseThrow();
        boolean layered = layerLosses[best] < temperatureLoss;
        ScoreHead.Temperature temperature = ScoreHead.Temperature.fit(scores, labels);
        List<ScoreHead> heads = new ArrayList<>(List.of(temperature));
        if (layered) {
            ScoreHead.Layer.fit(
                    temperature, scores, labels, seed, new int[] {LAYER_STEPS[best]}, (i, layer) -> heads.add(layer));
        }
        double[] chosen = threshold(layered ? byLayer.get(best) : byTemperature, labels);
        return new Calibrated(
                heads.get(heads.size() - 1),
                temperature.temperature(),
                temperatureLoss,
                layerLosses[best],
                LAYER_STEPS[best],
                chosen[0],
                chosen[1]);
    }

    private static INDArray rows(INDArray matrix, int[] rows) {
        return matrix.get(NDArrayIndex.indices(longs(rows)), NDArrayIndex.all()).dup('c');
    }

    private static void put(INDArray matrix, int[] rows, INDArray values) {
        for (int i = 0; i < rows.length; i++) {
            matrix.putRow(rows[i], values.getRow(i));
        }
    }

    /** Returns the threshold with the most correct minus wrong classifications above it, or the lowest of several, and its coverage. */
    private static double[] threshold(INDArray probabilities, int[] labels) {
        double best = 0;
        double coverage = 1;
        int most = Integer.MIN_VALUE;
        for (int percent = 0; percent < 100; percent++) {
            int surplus = 0;
            int given = 0;
            for (int i = 0; i < labels.length; i++) {
                INDArray row = probabilities.getRow(i);
                int predicted = row.argMax().getInt(0);
                if (row.getDouble(predicted) >= percent / 100.0) {
                    given++;
                    surplus += predicted == labels[i] ? 1 : -1;
                }
            }
            if (surplus > most) {
                most = surplus;
                best = percent / 100.0;
                coverage = (double) given / labels.length;
            }
        }
        return new double[] {best, coverage};
    }

    /** Computes {@code X^T A}: the weight of each column for each category, in row-major order. */
    private static float[] primal(List<TfidfFeatures.Vector> vectors, INDArray dual, int columns) {
        int categories = (int) dual.size(1);
        float[] weights = new float[columns * categories];
        for (int i = 0; i < vectors.size(); i++) {
            float[] own = dual.getRow(i).toFloatVector();
            TfidfFeatures.Vector vector = vectors.get(i);
            for (int t = 0; t < vector.columns().length; t++) {
                int from = vector.columns()[t] * categories;
                for (int c = 0; c < categories; c++) {
                    weights[from + c] += vector.values()[t] * own[c];
                }
            }
        }
        return weights;
    }
}
