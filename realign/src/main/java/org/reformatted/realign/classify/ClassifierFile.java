package org.reformatted.realign.classify;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.OpenedFiles;
import org.reformatted.realign.base.TextFiles;

/**
 * The file of a classifier, which contains only numbers and texts, big-endian: the line {@code reformatted task classifier 2}, the version of
 * {@link QueryTerms}, fallback, temperature, threshold, categories (C), the terms and columns of each block, the inverse document frequencies (one
 * per column), the weights of the ridge regression (columns x C), the numbers of the {@link ScoreHead} (none, or C x C weights and C biases). A text
 * or list is written as its length (int) and its elements. Reading executes no code from the file, and first compares each length with the rest of
 * the file.
 */
final class ClassifierFile {
    private static final String MAGIC = "reformatted task classifier 2\n";

    /** The maximum size in bytes, far above that of any classifier that is trained here. */
    private static final long LARGEST = 1L << 30;

    private static final int FEWEST_BYTES_OF_A_TEXT = Integer.BYTES;

    private final ByteBuffer in;

    private ClassifierFile(ByteBuffer in) {
        this.in = in;
    }

    /** The content of a file. */
    record Content(
            String fallback,
            double temperature,
            double threshold,
            List<String> categories,
            List<Map<String, Integer>> columns,
            Numbers frequencies,
            Numbers weights,
            Numbers head) {}

    /** A list of numbers. */
    static final class Numbers {
        private final float[] values;

        Numbers(float[] values) {
            this.values = values;
        }

        float[] values() {
            return values;
        }
    }

    static void write(Path file, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC.getBytes(StandardCharsets.UTF_8));
            out.writeInt(QueryTerms.VERSION);
            writeText(out, content.fallback);
            out.writeDouble(content.temperature);
            out.writeDouble(content.threshold);
            out.writeInt(content.categories.size());
            for (String category : content.categories) {
                writeText(out, category);
            }
            for (Map<String, Integer> block : content.columns) {
                out.writeInt(block.size());
                for (Map.Entry<String, Integer> term : new TreeMap<>(block).entrySet()) {
                    writeText(out, term.getKey());
                    out.writeInt(term.getValue());
                }
            }
            for (Numbers numbers : List.of(content.frequencies, content.weights, content.head)) {
                out.writeInt(numbers.values.length);
                for (float value : numbers.values) {
                    out.writeFloat(value);
                }
            }
            out.flush();
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
            Files.write(temporary, bytes.toByteArray());
            TextFiles.move(temporary, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads a file.
     *
     * @throws InputException when it is not a classifier, has another version, is truncated or is inconsistent
     */
    static Content read(Path file) {
        OpenedFiles.opened(file);
        try {
            if (Files.size(file) > LARGEST) {
                throw problem(file, "it is larger than " + LARGEST + " bytes");
            }
            return new ClassifierFile(ByteBuffer.wrap(Files.readAllBytes(file))).content(file);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private Content content(Path file) {
        byte[] magic = MAGIC.getBytes(StandardCharsets.UTF_8);
        byte[] first = new byte[Math.min(magic.length, in.remaining())];
        in.get(first);
        if (!Arrays.equals(first, magic)) {
            throw problem(
                    file,
                    "it does not start with \"" + MAGIC.strip() + "\": another kind of file, or of an earlier version");
        }
        try {
            int version = count(Integer.MAX_VALUE, 0);
            if (version != QueryTerms.VERSION) {
                throw new IllegalArgumentException(
                        "its version of terms is " + version + ", expected " + QueryTerms.VERSION);
            }
            Content content = new Content(
                    text(), in.getDouble(), in.getDouble(), categories(), blocks(), numbers(), numbers(), numbers());
            check(content);
            return content;
        } catch (IllegalArgumentException e) {
            throw problem(file, String.valueOf(e.getMessage()));
        } catch (BufferUnderflowException e) {
            throw problem(file, "it is truncated");
        }
    }

    private static InputException problem(Path file, String why) {
        return new InputException(file + ": not a valid task classifier (" + why + "); train the classifier again");
    }

    private List<String> categories() {
        List<String> categories = new ArrayList<>();
        for (int left = count(in.remaining(), FEWEST_BYTES_OF_A_TEXT); left > 0; left--) {
            categories.add(text());
        }
        return categories;
    }

    private List<Map<String, Integer>> blocks() {
        List<Map<String, Integer>> columns = new ArrayList<>();
        for (int block = 0; block < QueryTerms.BLOCKS; block++) {
            Map<String, Integer> terms = new HashMap<>();
            for (int left = count(in.remaining(), FEWEST_BYTES_OF_A_TEXT + Integer.BYTES); left > 0; left--) {
                terms.put(text(), in.getInt());
            }
            columns.add(terms);
        }
        return columns;
    }

    private Numbers numbers() {
        float[] values = new float[count(in.remaining(), Float.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getFloat();
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("it contains " + values[i] + " where a finite number is expected");
            }
        }
        return new Numbers(values);
    }

    private String text() {
        byte[] bytes = new byte[count(in.remaining(), 1)];
        in.get(bytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text in it is not UTF-8", e);
        }
    }

    /** Reads a count of elements and checks that elements of the given minimum size fit into the rest of the file. */
    private int count(int most, int bytesEach) {
        int count = in.getInt();
        if (count < 0 || (long) count * bytesEach > most) {
            throw new IllegalArgumentException("a count of " + count + " at byte " + (in.position() - Integer.BYTES)
                    + " is more than fits into the file");
        }
        return count;
    }

    private void check(Content content) {
        int categories = content.categories.size();
        int columns = content.frequencies.values.length;
        require(!in.hasRemaining(), in.remaining() + " bytes follow its end");
        require(categories > 0, "it names no category");
        require(new HashSet<>(content.categories).size() == categories, "it names a category twice");
        require(
                Double.isFinite(content.temperature) && content.temperature > 0,
                "its temperature is " + content.temperature);
        require(Double.isFinite(content.threshold), "its threshold is " + content.threshold);
        require(
                content.weights.values.length == (long) columns * categories,
                content.weights.values.length + " weights do not fit " + columns + " columns x " + categories
                        + " categories");
        int head = content.head.values.length;
        require(
                head == 0 || head == (long) categories * categories + categories,
                head + " numbers of the last layer do not fit " + categories + " categories");
        Set<Integer> taken = new HashSet<>();
        content.columns.forEach(block -> block.values()
                .forEach(column -> require(
                        column >= 0 && column < columns && taken.add(column),
                        "a term has the column " + column + " of " + columns)));
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
