package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

class ParquetValuesTest {
    @TempDir
    Path folder;

    @Test
    void decimalsUnsignedIntegersAndTimesAreWhatTheirLogicalTypeSays() throws IOException {
        Path file = write(
                "message row { optional int32 cents (DECIMAL(9,2)); optional binary big (DECIMAL(30,3));"
                        + " optional int32 u (INTEGER(32,false)); optional int64 v (INTEGER(64,false));"
                        + " optional int32 day (DATE); optional int64 at (TIMESTAMP(MILLIS,true)); optional float f; }",
                row -> {
                    row.append("cents", -1234);
                    row.append(
                            "big", Binary.fromConstantByteArray(new BigInteger("123456789012345678901").toByteArray()));
                    row.append("u", -1);
                    row.append("v", -1L);
                    row.append("day", 19_723);
                    row.append("at", 1_700_000_000_123L);
                    row.append("f", Float.NaN);
                });
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            JsonNode row = rows.findFirst().orElseThrow().node();
            assertThat(row.toString())
                    .isEqualTo(
                            "{\"cents\":-12.34,\"big\":123456789012345678.901,\"u\":4294967295,\"v\":18446744073709551615,"
                                    + "\"day\":\"2024-01-01\",\"at\":\"2023-11-14T22:13:20.123Z\",\"f\":null}");
        }
    }

    @Test
    void anEmptyCellThatADataFrameWroteAsNanIsEmpty() throws IOException {
        Path file = write(
                "message row { required binary instruction (STRING); required double input; required binary output"
                        + " (STRING); }",
                row -> {
                    row.append("instruction", "q");
                    row.append("input", Double.NaN);
                    row.append("output", "a");
                });
        assertThat(read(file)).extracting(Conversation::question).containsExactly("q");
    }

    @Test
    void bytesThatAreNoTextAreRefusedByTheirColumn() throws IOException {
        Path file = write(
                "message row { required binary text; }",
                row -> row.append("text", Binary.fromConstantByteArray(new byte[] {(byte) 0xff, 1})));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the column text contains bytes that are not UTF-8");
    }

    private Path write(String schema, Consumer<Group> fill) throws IOException {
        Path file = folder.resolve("rows.parquet");
        MessageType type = MessageTypeParser.parseMessageType(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(type)
                .withConf(new PlainParquetConfiguration())
                .build()) {
            Group row = new SimpleGroup(type);
            fill.accept(row);
            writer.write(row);
        }
        return file;
    }

    private static List<Conversation> read(Path file) {
        try (Stream<Conversation> rows = DataFormats.read(file, Optional.empty())) {
            return rows.toList();
        }
    }
}
