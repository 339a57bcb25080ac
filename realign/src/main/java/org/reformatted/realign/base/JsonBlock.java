package org.reformatted.realign.base;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Serialized rows of a JSON Lines file. Several threads can serialize the rows of one file while one thread writes them in order. */
public final class JsonBlock {
    private static final ObjectWriter LINES = Json.MAPPER
            .writer()
            .with(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .withRootValueSeparator("\n");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

    private JsonBlock() {}

    /**
     * Serializes rows.
     *
     * @param values records, maps, lists or scalars
     * @return the lines of these rows
     */
    public static JsonBlock of(Iterable<?> values) {
        JsonBlock block = new JsonBlock();
        try (SequenceWriter rows = LINES.writeValues((OutputStream) block.bytes)) {
            for (Object value : values) {
                rows.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON form for a row", e);
        }
        if (block.bytes.size() > 0) {
            block.bytes.write('\n');
        }
        return block;
    }

    void writeTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
    }
}
