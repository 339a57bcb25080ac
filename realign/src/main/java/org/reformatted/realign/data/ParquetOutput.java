package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;

/** Writes rows as a Parquet file. They are first written to a temporary file to find the columns. */
final class ParquetOutput {
    private ParquetOutput() {}

    static void write(Path file, Stream<? extends JsonNode> rows) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path passing = Files.createTempFile(folder, "." + file.getFileName(), ".jsonl");
            try {
                ParquetShape shape = new ParquetShape();
                JsonLines.write(passing, rows.peek(shape::add));
                write(file, passing, shape);
            } finally {
                Files.deleteIfExists(passing);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void write(Path file, Path passing, ParquetShape shape) throws IOException {
        MessageType schema = shape.schema();
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                        .withType(schema)
                        .withConf(new PlainParquetConfiguration())
                        .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                        .withCompressionCodec(CompressionCodecName.SNAPPY)
                        .build();
                Stream<JsonLines.Row> rows = JsonLines.read(passing)) {
            for (var i = rows.iterator(); i.hasNext(); ) {
                writer.write(group(schema, i.next().node(), shape));
            }
        }
    }

    private static Group group(GroupType type, JsonNode row, ParquetShape shape) {
        Group group = new SimpleGroup(type);
        row.properties().forEach(entry -> {
            ParquetShape field = shape.field(entry.getKey());
            if (field.isColumn() && !entry.getValue().isNull()) {
                put(group, entry.getKey(), entry.getValue(), field);
            }
        });
        return group;
    }

    private static void put(Group group, String name, JsonNode value, ParquetShape shape) {
        switch (shape.kind()) {
            case BOOLEAN -> group.append(name, value.booleanValue());
            case INTEGER -> group.append(name, value.longValue());
            case NUMBER -> group.append(name, value.doubleValue());
            case LIST -> {
                Group list = group.addGroup(name);
                value.forEach(element -> put(list.addGroup(0), "element", element, shape.element()));
            }
            case OBJECT -> {
                GroupType type = group.getType().getType(name).asGroupType();
                group.add(name, group(type, value, shape));
            }
            case TEXT, NONE -> group.append(name, value.isTextual() ? value.textValue() : Json.line(value));
        }
    }
}
