package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/** Reads Parquet files as JSON rows, including lists and nested groups; one row group at a time is in memory. */
final class ParquetRows {
    private static final Set<CompressionCodecName> CODECS =
            Set.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY, CompressionCodecName.ZSTD);

    private ParquetRows() {}

    static Stream<JsonLines.Row> read(Path file) {
        if (!Files.exists(file)) {
            throw new InputException(file + ": there is no such file; check the path");
        }
        RowIterator rows = new RowIterator(file);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .onClose(rows::close);
    }

    private static final class RowIterator implements Iterator<JsonLines.Row> {
        private final Path file;
        private final ParquetFileReader reader;
        private final MessageType schema;
        private final MessageColumnIO columns;
        private @Nullable RecordReader<Group> group;
        private long leftInGroup;
        private long row;

        RowIterator(Path file) {
            this.file = file;
            try {
                reader = ParquetFileReader.open(new LocalInputFile(file));
            } catch (IOException | RuntimeException e) {
                throw unreadable(e);
            }
            checkCodecs();
            schema = reader.getFileMetaData().getSchema();
            columns = new ColumnIOFactory().getColumnIO(schema);
        }

        @Override
        public boolean hasNext() {
            try {
                while (leftInGroup == 0) {
                    PageReadStore pages = reader.readNextRowGroup();
                    if (pages == null) {
                        return false;
                    }
                    leftInGroup = pages.getRowCount();
                    group = columns.getRecordReader(pages, new GroupRecordConverter(schema));
                }
                return true;
            } catch (IOException | RuntimeException e) {
                throw unreadable(e);
            } catch (OutOfMemoryError e) {
                throw tooLarge(e);
            }
        }

        @Override
        public JsonLines.Row next() {
            if (!hasNext() || group == null) {
                throw new NoSuchElementException();
            }
            leftInGroup--;
            row++;
            try {
                return new JsonLines.Row(file + ":row " + row, object(file + ":row " + row, group.read()));
            } catch (InputException e) {
                throw e;
            } catch (RuntimeException e) {
                throw unreadable(e);
            } catch (OutOfMemoryError e) {
                throw tooLarge(e);
            }
        }

        /**
         * The error for a page that needs too much memory: a damaged page may state any size, and the library allocates that memory before it checks
         * the page.
         */
        private InputException tooLarge(OutOfMemoryError e) {
            return new InputException(
                    file + ": a page after row " + row + " needs more memory than there is (" + e.getMessage()
                            + "); fetch the file again, or give Java more, such as HARNESS_JAVA_OPTS=-Xmx8g",
                    e);
        }

        void close() {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Rejects other codecs: the reader without Hadoop does not support them and would fail with a missing method. */
        private void checkCodecs() {
            reader.getFooter().getBlocks().stream()
                    .flatMap(block -> block.getColumns().stream())
                    .map(ColumnChunkMetaData::getCodec)
                    .filter(codec -> !CODECS.contains(codec))
                    .findFirst()
                    .ifPresent(codec -> {
                        throw InputException.at(
                                file,
                                "columns compressed with " + codec,
                                "snappy, zstd or none",
                                "write the file with one of those");
                    });
        }

        private InputException unreadable(Exception e) {
            return new InputException(
                    file + ": not a valid Parquet file after row " + row + " (" + e.getMessage() + "); fetch it again",
                    e);
        }
    }

    private static ObjectNode object(String place, Group group) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        GroupType type = group.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            Type fieldType = type.getType(field);
            if (fieldType.isRepetition(Type.Repetition.REPEATED)) {
                ArrayNode array = object.putArray(fieldType.getName());
                for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
                    array.add(value(place, group, field, i));
                }
            } else if (group.getFieldRepetitionCount(field) > 0) {
                object.set(fieldType.getName(), value(place, group, field, 0));
            }
        }
        return object;
    }

    private static JsonNode value(String place, Group group, int field, int index) {
        Type type = group.getType().getType(field);
        if (type.isPrimitive()) {
            return ParquetValues.of(place, type.asPrimitiveType(), group, field, index);
        }
        Group child = group.getGroup(field, index);
        if (type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
            return list(place, child);
        }
        return type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
                ? map(place, child)
                : object(place, child);
    }

    /** Reads a map: a group that contains one repeated group of a key and a value. */
    private static ObjectNode map(String place, Group map) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group entry = map.getGroup(0, i);
            String key = value(place, entry, 0, 0).asText();
            boolean empty = entry.getType().getFieldCount() < 2 || entry.getFieldRepetitionCount(1) == 0;
            object.set(key, empty ? object.nullNode() : value(place, entry, 1, 0));
        }
        return object;
    }

    /** Reads a list: a group that contains one repeated field, which is the element itself or a group that contains it. */
    private static ArrayNode list(String place, Group list) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        Type repeated = list.getType().getType(0);
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            boolean wrapped = !repeated.isPrimitive()
                    && repeated.asGroupType().getFieldCount() == 1
                    && !repeated.getName().equals("array");
            if (!wrapped) {
                array.add(value(place, list, 0, i));
            } else if (list.getGroup(0, i).getFieldRepetitionCount(0) > 0) {
                array.add(value(place, list.getGroup(0, i), 0, 0));
            } else {
                array.addNull();
            }
        }
        return array;
    }
}
