package org.reformatted.finetune.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds the header of a GGUF file, version 3 (ggml's docs/gguf.md): keys with typed values, then each tensor's name, shape, type and offset. Numbers
 * are little-endian.
 */
final class GgufHeader {
    /** The tensor data and every tensor start at a multiple of this number of bytes. */
    static final int ALIGNMENT = 32;

    private static final int VERSION = 3;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private long valueCount;
    private long tensorCount;
    private long offset;

    GgufHeader put(String key, int number) {
        key(key, UINT32);
        number(values, number);
        return this;
    }

    GgufHeader put(String key, float number) {
        key(key, FLOAT32);
        number(values, Float.floatToIntBits(number));
        return this;
    }

    GgufHeader put(String key, boolean flag) {
        key(key, BOOL);
        values.write(flag ? 1 : 0);
        return this;
    }

    GgufHeader put(String key, String text) {
        key(key, STRING);
        text(values, text);
        return this;
    }

    GgufHeader putTexts(String key, List<String> texts) {
        return array(key, STRING, texts, text -> text(values, text));
    }

    GgufHeader putFloats(String key, List<Float> numbers) {
        return array(key, FLOAT32, numbers, number -> number(values, Float.floatToIntBits(number)));
    }

    GgufHeader putInts(String key, List<Integer> numbers) {
        return array(key, INT32, numbers, number -> number(values, number));
    }

    /**
     * Adds a tensor. The order of the calls is the order of the tensors in the file.
     *
     * @param name llama.cpp's name
     * @param shape its dimensions, rows first; written in reverse order
     * @param type ggml's code of the type
     * @param bytes its length
     */
    void tensor(String name, long[] shape, int type, long bytes) {
        text(tensors, name);
        number(tensors, shape.length);
        for (int i = shape.length - 1; i >= 0; i--) {
            longNumber(tensors, shape[i]);
        }
        number(tensors, type);
        longNumber(tensors, offset);
        tensorCount++;
        offset += aligned(bytes);
    }

    /** The header, with padding up to the first tensor. */
    ByteBuffer bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        number(all, VERSION);
        longNumber(all, tensorCount);
        longNumber(all, valueCount);
        all.writeBytes(values.toByteArray());
        all.writeBytes(tensors.toByteArray());
        all.writeBytes(new byte[(int) (aligned(all.size()) - all.size())]);
        return ByteBuffer.wrap(all.toByteArray());
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private void key(String key, int type) {
        text(values, key);
        number(values, type);
        valueCount++;
    }

    private <T> GgufHeader array(String key, int type, List<T> elements, Consumer<T> writer) {
        key(key, ARRAY);
        number(values, type);
        longNumber(values, elements.size());
        elements.forEach(writer);
        return this;
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        longNumber(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.writeBytes(little(4).putInt(number).array());
    }

    private static void longNumber(ByteArrayOutputStream out, long number) {
        out.writeBytes(little(8).putLong(number).array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
