package org.reformatted.finetune.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.reformatted.finetune.kernel.NumberType;

/** Tensors whose numbers follow from their names, as {@code src/test/python/make_peft_cases.py} draws them. */
public final class DrawnTensors {
    private DrawnTensors() {}

    /** A hash of the index in [-0.5, 0.5), started by the name's hash; see {@code numbers} there. */
    static float number(String name, int index) {
        int x = index * 0x9E3779B9 + name.hashCode();
        x = (x ^ (x >>> 16)) * 0x85EBCA6B;
        x = (x ^ (x >>> 13)) * 0xC2B2AE35;
        x ^= x >>> 16;
        return (float) ((double) (x >>> 8) / (1 << 24) - 0.5);
    }

    /** Writes a safetensors file; norms and DoRA's lengths are about 1. */
    public static void write(Path file, Map<String, Shape> shapes, NumberType type) {
        write(file, shapes, type, name -> name);
    }

    /** The same, where some tensors have the numbers of others. */
    static void write(Path file, Map<String, Shape> shapes, NumberType type, UnaryOperator<String> source) {
        List<SafeTensorsWriter.Item> items = new ArrayList<>();
        shapes.forEach((name, shape) -> items.add(new SafeTensorsWriter.Item(name, type, shape)));
        SafeTensorsWriter.write(
                file,
                items,
                item -> bytes(source.apply(item.name()), (int) item.shape().size(), type));
    }

    private static ByteBuffer bytes(String name, int count, NumberType type) {
        ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        float above = name.endsWith("norm.weight") || name.contains("magnitude") ? 1 : 0;
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToIntBits(above + number(name, i));
            if (type == NumberType.FLOAT32) {
                bytes.putInt(bits);
            } else {
                bytes.putShort((short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16));
            }
        }
        return bytes.flip();
    }

    /** All numbers of a tensor. */
    public static float[] numbers(String name, Shape shape) {
        float[] numbers = new float[(int) shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(name, i);
        }
        return numbers;
    }

    /** A shape from its list of dimensions. */
    public static Shape shape(JsonNode list) {
        long[] dimensions = new long[list.size()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = list.get(i).asLong();
        }
        return new Shape(dimensions);
    }
}
