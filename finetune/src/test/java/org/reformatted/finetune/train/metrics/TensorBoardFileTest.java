package org.reformatted.finetune.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.train.Sft;
import org.reformatted.finetune.train.config.SftConfig;

class TensorBoardFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

    @TempDir
    Path temporary;

    @Test
    void recordsComeBackAsTheyWereWritten() throws IOException {
        try (TensorBoardFile file = TensorBoardFile.in(temporary, 300, CLOCK)) {
            file.stepped(new StepMetrics(300, 1.5, 2e-5, 0.75, 10, 1234.5, 1L << 31, null));
            file.validated(301, 2.5);
        }
        assertThat(temporary.resolve("events.out.tfevents.1700000000.250.step-00000300"))
                .exists();
        List<Event> events = read(temporary);
        assertThat(events).hasSize(4);
        assertThat(events).allSatisfy(event -> assertThat(event.wallTime).isEqualTo(1_700_000_000.25));
        assertThat(events.get(0).version).isEqualTo("brain.Event:2");
        assertThat(events.get(1).step).isEqualTo(300);
        assertThat(events.get(1).sessionStatus).isEqualTo(1);
        assertThat(events.get(2).step).isEqualTo(300);
        assertThat(events.get(2).values)
                .containsOnlyKeys(
                        "train/loss",
                        "train/learningRate",
                        "train/gradNorm",
                        "train/tokensPerSecond",
                        "train/peakMemoryBytes")
                .containsEntry("train/loss", 1.5f)
                .containsEntry("train/learningRate", 2e-5f)
                .containsEntry("train/peakMemoryBytes", (float) (1L << 31));
        assertThat(events.get(3).step).isEqualTo(301);
        assertThat(events.get(3).values).containsExactly(Map.entry("validation/loss", 2.5f));
    }

    /** The check value of CRC-32C ("123456789": RFC 3720, appendix B.4 has the polynomial; 0xe3069283), turned and shifted by hand. */
    @Test
    void checksumIsMasked() {
        int crc = 0xe3069283;
        int turned = (crc >>> 15) | (crc << 17);
        assertThat(TensorBoardEvent.checksum("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(turned + 0xa282ead8);
    }

    @Test
    void runWritesItsStepsAndItsValidation() throws IOException {
        SftConfig config = Sft.config("length: {steps: 3}");
        List<StepMetrics> steps = Sft.run(config, temporary);
        List<Event> events = read(temporary.resolve("tensorboard"));
        assertThat(events).hasSize(5);
        for (int i = 0; i < 3; i++) {
            Map<String, Float> values = events.get(2 + i).values;
            assertThat(events.get(2 + i).step).isEqualTo(i);
            assertThat((double) values.get("train/loss")).isCloseTo(steps.get(i).loss(), within(1e-5));
            assertThat(values).containsKeys("train/modelFlopsUtilization", "train/gradNorm");
        }
    }

    private static final class Event {
        double wallTime;
        long step;
        String version = "";
        long sessionStatus = -1;
        final Map<String, Float> values = new LinkedHashMap<>();
    }

    private static List<Event> read(Path folder) throws IOException {
        List<Event> events = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                byte[] length = take(bytes, 8);
                assertThat(bytes.getInt()).isEqualTo(TensorBoardEvent.checksum(length));
                byte[] content = take(bytes, (int)
                        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
                assertThat(bytes.getInt()).isEqualTo(TensorBoardEvent.checksum(content));
                events.add(event(content));
            }
        }
        return events;
    }

    private static Event event(byte[] content) {
        Event event = new Event();
        ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            switch ((int) varint(in)) {
                case 1 << 3 | 1 -> event.wallTime = in.getDouble();
                case 2 << 3 -> event.step = varint(in);
                case 3 << 3 | 2 -> event.version = new String(bytes(in), StandardCharsets.UTF_8);
                case 5 << 3 | 2 -> summary(ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN), event);
                case 7 << 3 | 2 -> {
                    ByteBuffer log = ByteBuffer.wrap(bytes(in));
                    assertThat(varint(log)).isEqualTo(1 << 3);
                    event.sessionStatus = varint(log);
                }
                default -> throw new AssertionError("an unknown field");
            }
        }
        return event;
    }

    private static void summary(ByteBuffer in, Event event) {
        while (in.hasRemaining()) {
            assertThat(varint(in)).isEqualTo(1 << 3 | 2);
            ByteBuffer value = ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(varint(value)).isEqualTo(1 << 3 | 2);
            String tag = new String(bytes(value), StandardCharsets.UTF_8);
            assertThat(varint(value)).isEqualTo(2 << 3 | 5);
            event.values.put(tag, value.getFloat());
            assertThat(value.hasRemaining()).isFalse();
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        return take(in, (int) varint(in));
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] taken = new byte[count];
        in.get(taken);
        return taken;
    }
}
