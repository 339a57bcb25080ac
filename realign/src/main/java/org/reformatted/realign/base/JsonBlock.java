package org.reformatted.realign.base;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Rows of a JSON Lines file made apart from it, so that many threads make the rows of one file and one thread puts them there in order. */
public final class JsonBlock {
    private static final ObjectWriter LINES = Json.MAPPER
            .writer()
            .with(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .withRootValueSeparator("");

    private final Bytes bytes = new Bytes();
    private final List<?> values;
    private final int[] ends;

    private JsonBlock(List<?> values) {
        this.values = values;
        this.ends = new int[values.size()];
    }

    private static final class Bytes extends ByteArrayOutputStream {
        private Bytes() {
            super(1 << 16);
        }

        private void copy(Bytes from, int start, int end) {
            write(from.buf, start, end - start);
        }
    }

    /**
     * Makes rows.
     *
     * @param type the kind of all values
     * @param values records, maps, lists or scalars
     * @param <T> the kind of all values
     * @return their lines
     */
    public static <T> JsonBlock of(Class<T> type, List<? extends T> values) {
        return changed(new JsonBlock(List.of()), type, values);
    }

    /**
     * Makes rows most of which another block has too: a value that is the same object at the same place is copied from there.
     *
     * @param other the other block
     * @param type the kind of all values
     * @param values records, maps, lists or scalars
     * @param <T> the kind of all values
     * @return their lines
     */
    public static <T> JsonBlock changed(JsonBlock other, Class<T> type, List<? extends T> values) {
        JsonBlock block = new JsonBlock(values);
        ObjectWriter writer = LINES.forType(type);
        try (JsonGenerator generator = writer.createGenerator((OutputStream) block.bytes)) {
            for (int i = 0; i < values.size(); i++) {
                if (i < other.values.size() && other.values.get(i) == values.get(i)) {
                    block.bytes.copy(other.bytes, i == 0 ? 0 : other.ends[i - 1], other.ends[i]);
                } else {
                    writer.writeValue(generator, values.get(i));
                    generator.flush();
                    block.bytes.write('\n');
                }
                block.ends[i] = block.bytes.size();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON form for a row", e);
        }
        return block;
    }

    void writeTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
    }
}
