package org.reformatted.finetune.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code tojson} of transformers: Python's {@code json.dumps} with its spaces, without escapes of non-ASCII characters, and with
 * {@code indent}.
 */
final class PythonJson implements AdvancedFilter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public String getName() {
        return "tojson";
    }

    @Override
    public Object filter(
            @Nullable Object value, JinjavaInterpreter interpreter, Object[] given, Map<String, Object> named) {
        Object indent = given.length > 1 ? given[1] : named.get("indent"); // the first argument is ensure_ascii
        try {
            return writer(indent instanceof Number number ? number.intValue() : -1)
                    .writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("tojson: the value cannot be written as JSON", e);
        }
    }

    private static ObjectWriter writer(int indent) {
        return MAPPER.writer(indent < 0 ? new OneLine() : new Indented(indent));
    }

    /** One line, with a space after commas and colons. */
    private static final class OneLine extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }
    }

    /** One line for each element. */
    private static final class Indented extends DefaultPrettyPrinter {
        private static final long serialVersionUID = 1;
        private final int width;

        Indented(int width) {
            this.width = width;
            DefaultIndenter lines = new DefaultIndenter(" ".repeat(width), "\n");
            indentArraysWith(lines);
            indentObjectsWith(lines);
        }

        @Override
        public DefaultPrettyPrinter createInstance() {
            return new Indented(width);
        }

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeEndObject(JsonGenerator out, int entries) throws IOException {
            if (entries == 0) {
                _nesting--;
                out.writeRaw('}');
            } else {
                super.writeEndObject(out, entries);
            }
        }

        @Override
        public void writeEndArray(JsonGenerator out, int values) throws IOException {
            if (values == 0) {
                _nesting--;
                out.writeRaw(']');
            } else {
                super.writeEndArray(out, values);
            }
        }
    }
}
