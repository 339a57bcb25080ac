package org.reformatted.finetune.train.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Records of a TensorBoard event file: protocol buffers of TensorFlow's {@code Event} (tensorflow/core/util/event.proto: wall_time 1, step 2,
 * file_version 3, summary 5, session_log 7) in TFRecord frames: length, masked CRC-32C of the length, content, masked CRC-32C of the content.
 */
final class TensorBoardEvent {
    /** Added to the checksum after its rotation by 15 bits (tensorflow/core/lib/hash/crc32c.h). */
    private static final int MASK = 0xa282ead8;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private TensorBoardEvent() {}

    /** The first record of a file. */
    static byte[] version(double wallSeconds) {
        return frame(event(wallSeconds, 0, field(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8))));
    }

    /** Marks that a run continues at a step: values in earlier files for this step and later steps are invalid. */
    static byte[] start(double wallSeconds, long step) {
        return frame(event(wallSeconds, step, field(7, number(1, 1))));
    }

    /** A record of values by their tags, in order. */
    static byte[] scalars(double wallSeconds, long step, Map<String, Double> values) {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        values.forEach((tag, value) -> {
            byte[] name = field(1, tag.getBytes(StandardCharsets.UTF_8));
            byte[] simple =
                    fixed(2, FIXED32, little(4).putFloat(value.floatValue()).array());
            summary.writeBytes(field(1, join(name, simple)));
        });
        return frame(event(wallSeconds, step, field(5, summary.toByteArray())));
    }

    private static byte[] event(double wallSeconds, long step, byte[] what) {
        return join(fixed(1, FIXED64, little(8).putDouble(wallSeconds).array()), join(number(2, step), what));
    }

    private static byte[] field(int field, byte[] content) {
        return join(varint(((long) field << 3) | BYTES), join(varint(content.length), content));
    }

    private static byte[] number(int field, long value) {
        return join(varint(((long) field << 3) | VARINT), varint(value));
    }

    private static byte[] fixed(int field, int kind, byte[] value) {
        return join(varint(((long) field << 3) | kind), value);
    }

    /** Seven bits per byte, the lowest first; the highest bit is set if more bytes follow. */
    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long left = value;
        while ((left & ~0x7fL) != 0) {
            bytes.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        bytes.write((int) left);
        return bytes.toByteArray();
    }

    private static byte[] frame(byte[] content) {
        byte[] length = little(8).putLong(content.length).array();
        return little(16 + content.length)
                .put(length)
                .putInt(checksum(length))
                .put(content)
                .putInt(checksum(content))
                .array();
    }

    static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] join(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }
}
