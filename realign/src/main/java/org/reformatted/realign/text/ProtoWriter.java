package org.reformatted.realign.text;

import java.io.ByteArrayOutputStream;

/** Writes fields in the wire format of protocol buffers: a key of field number and wire type, then the value. */
final class ProtoWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtoWriter number(int field, int value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    ProtoWriter number(int field, float value) {
        varint(((long) field << 3) | 5);
        int bits = Float.floatToIntBits(value);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(bits >>> shift);
        }
        return this;
    }

    ProtoWriter bytes(int field, byte[] bytes) {
        varint(((long) field << 3) | 2);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    ProtoWriter message(int field, ProtoWriter message) {
        return bytes(field, message.toBytes());
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** Writes seven bits per byte, the lowest first; a negative number takes ten bytes. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
