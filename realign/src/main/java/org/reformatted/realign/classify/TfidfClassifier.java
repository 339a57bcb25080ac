package org.reformatted.realign.classify;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/**
 * Tells categories with no model behind an address: ridge regression on {@link TfidfFeatures}, its scores made probabilities by a {@link
 * ScoreHead}. Below its threshold it abstains, and the fallback is told. Made by {@link ClassifierTrainer}.
 */
public final class TfidfClassifier implements TaskClassifier {
    private static final String MAGIC = "reformatted task classifier";
    /** 256 MiB, far beyond any classifier trained here: a damaged file must not take all memory. */
    private static final int MOST_FLOATS = 1 << 26;

    private final TfidfFeatures features;
    private final List<String> categories;
    private final float[] weights; // (columns, C), row by row
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
     * Below which confidence the classifier abstains.
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
        List<Classification> told = new ArrayList<>();
        for (int row = 0; row < queries.size(); row++) {
            double[] own = probabilities.getRow(row).toDoubleVector();
            List<String> ranked = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer c) -> -own[c]))
                    .map(categories::get)
                    .toList();
            double best = own[categories.indexOf(ranked.get(0))];
            told.add(new Classification(best >= threshold ? ranked.get(0) : fallback, best, ranked));
        }
        return told;
    }

    /** The ridge's scores, row by row. */
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
     * What a part of a query adds to a category's score.
     *
     * @param text a word, two words, or a run of characters
     * @param isWords whether it is words
     * @param share what it adds; the parts' shares sum up to the score
     */
    public record Part(String text, boolean isWords, double share) {}

    /**
     * The parts of a query that speak for and against a category.
     *
     * @param query the query
     * @param category one of the categories known
     * @return the parts known to the classifier, the one that adds most first
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeUTF(MAGIC);
            out.writeInt(QueryTerms.VERSION);
            out.writeUTF(fallback);
            out.writeDouble(temperature);
            out.writeDouble(threshold);
            out.writeInt(categories.size());
            for (String category : categories) {
                out.writeUTF(category);
            }
            for (Map<String, Integer> block : features.columns()) {
                out.writeInt(block.size());
                for (Map.Entry<String, Integer> term : new TreeMap<>(block).entrySet()) {
                    out.writeUTF(term.getKey());
                    out.writeInt(term.getValue());
                }
            }
            writeFloats(out, features.weights());
            writeFloats(out, weights);
            byte[] layer = head.bytes();
            out.writeInt(layer.length);
            out.write(layer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        publish(file, bytes.toByteArray());
    }

    private static void publish(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(temporary, bytes);
            TextFiles.move(temporary, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Loads a classifier.
     *
     * @param file what {@link #save} wrote
     * @return the classifier
     * @throws InputException when the file is none, or of another version
     */
    public static TfidfClassifier load(Path file) {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            if (!in.readUTF().equals(MAGIC)) {
                throw new IOException("another kind of file");
            }
            int version = in.readInt();
            if (version != QueryTerms.VERSION) {
                throw InputException.at(
                        file, "version " + version, "version " + QueryTerms.VERSION, "train the classifier anew");
            }
            return read(in);
        } catch (NoSuchFileException e) {
            throw TextFiles.unreadable(file, e);
        } catch (IOException e) {
            throw new InputException(file + ": not a whole task classifier (" + e.getMessage() + "); train it anew", e);
        }
    }

    private static TfidfClassifier read(DataInputStream in) throws IOException {
        String fallback = in.readUTF();
        double temperature = in.readDouble();
        double threshold = in.readDouble();
        List<String> categories = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            categories.add(in.readUTF());
        }
        List<Map<String, Integer>> columns = new ArrayList<>();
        for (int block = 0; block < QueryTerms.BLOCKS; block++) {
            Map<String, Integer> terms = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                terms.put(in.readUTF(), in.readInt());
            }
            columns.add(terms);
        }
        TfidfFeatures features = new TfidfFeatures(columns, readFloats(in));
        float[] weights = readFloats(in);
        byte[] layer = in.readNBytes(in.readInt());
        ScoreHead.Temperature plain = new ScoreHead.Temperature(temperature);
        ScoreHead head = layer.length == 0 ? plain : ScoreHead.Layer.read(plain, layer);
        return new TfidfClassifier(features, categories, weights, head, temperature, threshold, fallback);
    }

    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] readFloats(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_FLOATS) {
            throw new IOException("a table of " + length + " numbers");
        }
        float[] values = new float[length];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
