package org.reformatted.finetune.weights;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/**
 * The header of a GGUF file, versions 2 and 3 (ggml's docs/gguf.md). Every count, length and offset is compared with the file's size before memory is
 * allocated.
 *
 * @param file the file
 * @param values the metadata: numbers, booleans, texts and lists of them
 * @param tensors the location of each tensor
 */
record GgufReader(Path file, Map<String, Object> values, Map<String, Tensor> tensors) {
    private static final String REMEDY = "the file is damaged or incomplete: fetch it again";
    private static final int MOST_DIMENSIONS = 4;
    private static final int ARRAY = 9;

    /**
     * The location of a tensor.
     *
     * @param type of its numbers
     * @param shape rows first
     * @param begin its first byte, from the start of the file
     * @param bytes its length
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    record Tensor(GgufType type, long[] shape, long begin, long bytes) {}

    /** Reads and checks the header. */
    static GgufReader open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer in = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, Integer.MAX_VALUE))
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new Parser(file, in, size).read();
        } catch (BufferUnderflowException e) {
            throw new InputException(file + ": it ends within its header; " + REMEDY, e);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    /** Maps a tensor's bytes. */
    ByteBuffer bytes(Tensor tensor) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, tensor.begin, tensor.bytes)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    Optional<Object> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> text(String key) {
        return value(key).map(value -> typed(key, value, String.class));
    }

    Optional<Boolean> flag(String key) {
        return value(key).map(value -> typed(key, value, Boolean.class));
    }

    Optional<Number> number(String key) {
        return value(key).map(value -> typed(key, value, Number.class));
    }

    /** Returns a list and checks the type of its elements. */
    <T> List<T> list(String key, Class<T> type) {
        List<T> list = new ArrayList<>();
        for (Object element :
                value(key).map(value -> typed(key, value, List.class)).orElse(List.of())) {
            list.add(typed(key, element, type));
        }
        return list;
    }

    int integer(String key) {
        return number(key)
                .map(Number::intValue)
                .orElseThrow(() -> InputException.at(file, "no " + key, "a model's file", "choose another file"));
    }

    private <T> T typed(String key, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw InputException.at(
                    file + ", " + key, "found " + value.getClass().getSimpleName(), type.getSimpleName(), REMEDY);
        }
        return type.cast(value);
    }

    /** Parses the header. */
    private record Parser(Path file, ByteBuffer in, long size) {
        GgufReader read() {
            require(size >= 24 && in.getInt() == 0x46554747, "it does not start with GGUF", "a GGUF file");
            int version = in.getInt();
            require(version == 2 || version == 3, "its version is " + version, "2 or 3");
            long tensorCount = count(in.getLong(), 24, "tensors");
            long valueCount = count(in.getLong(), 12, "values");
            Map<String, Object> values = new LinkedHashMap<>();
            for (long i = 0; i < valueCount; i++) {
                String key = text();
                values.put(key, value(key, in.getInt()));
            }
            return new GgufReader(file, values, tensors(tensorCount, alignment(values)));
        }

        private long alignment(Map<String, Object> values) {
            long alignment = values.get("general.alignment") instanceof Number given ? given.longValue() : 32;
            require(
                    alignment > 0 && alignment <= 1 << 20 && Long.bitCount(alignment) == 1,
                    "general.alignment is " + alignment,
                    "a power of two up to 2^20");
            return alignment;
        }

        private Map<String, Tensor> tensors(long count, long alignment) {
            Map<String, Tensor> relative = new LinkedHashMap<>();
            for (long i = 0; i < count; i++) {
                String name = text();
                relative.put(name, tensor(name));
            }
            require(relative.size() == count, "two tensors have the same name", "different names");
            long start = (in.position() + alignment - 1) / alignment * alignment;
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            relative.forEach((name, tensor) -> {
                boolean fits = tensor.begin >= 0
                        && tensor.begin % alignment == 0
                        && tensor.begin <= size - start
                        && tensor.bytes <= size - start - tensor.begin;
                require(
                        fits,
                        "tensor " + name + " is at byte " + tensor.begin + " and has " + tensor.bytes
                                + " bytes of a file of " + size,
                        "a location within the file");
                tensors.put(name, new Tensor(tensor.type, tensor.shape, start + tensor.begin, tensor.bytes));
            });
            return tensors;
        }

        private Tensor tensor(String name) {
            int dimensions = in.getInt();
            require(
                    dimensions > 0 && dimensions <= MOST_DIMENSIONS,
                    "tensor " + name + " has " + dimensions + " dimensions",
                    "1 to " + MOST_DIMENSIONS);
            long[] shape = new long[dimensions];
            long elements = 1;
            for (int i = dimensions - 1; i >= 0; i--) {
                shape[i] = in.getLong();
                require(
                        shape[i] > 0 && shape[i] <= 16 * size / elements,
                        "tensor " + name + " has a dimension of " + shape[i],
                        "numbers that fit into a file of " + size + " bytes");
                elements *= shape[i];
            }
            int number = in.getInt();
            GgufType type = GgufType.of(number)
                    .orElseThrow(() -> InputException.at(
                            file + ", tensor " + name,
                            "its type has the code " + number,
                            "one of " + List.of(GgufType.values()),
                            "choose a file with one of these types, such as Q8_0 or Q4_K with Q6_K"));
            long row = shape[dimensions - 1];
            require(
                    row % type.blockSize() == 0,
                    "tensor " + name + " has rows of " + row,
                    "a multiple of " + type.blockSize() + ", a block of " + type);
            long bytes = elements / type.blockSize() * type.blockBytes();
            require(bytes <= Integer.MAX_VALUE, "tensor " + name + " has " + bytes + " bytes", "at most 2 GiB");
            return new Tensor(type, shape, in.getLong(), bytes);
        }

        private Object value(String key, int type) {
            return switch (type) {
                case 0 -> in.get() & 0xFF;
                case 1 -> (int) in.get();
                case 2 -> in.getShort() & 0xFFFF;
                case 3 -> (int) in.getShort();
                case 4 -> in.getInt() & 0xFFFF_FFFFL;
                case 5 -> in.getInt();
                case 6 -> in.getFloat();
                case 7 -> in.get() != 0;
                case 8 -> text();
                case ARRAY -> list(key);
                case 10, 11 -> in.getLong();
                case 12 -> in.getDouble();
                default ->
                    throw InputException.at(file + ", " + key, "its type has the code " + type, "0 to 12", REMEDY);
            };
        }

        private List<Object> list(String key) {
            int type = in.getInt();
            require(type != ARRAY, key + " is a list of lists", "a list of numbers or texts");
            long count = count(in.getLong(), type == 8 ? 8 : 1, "elements of " + key);
            List<Object> list = new ArrayList<>((int) count);
            for (long i = 0; i < count; i++) {
                list.add(value(key, type));
            }
            return list;
        }

        private String text() {
            long length = in.getLong();
            require(
                    length >= 0 && length <= in.remaining(),
                    "a text has " + length + " bytes",
                    "a text within the file");
            byte[] bytes = new byte[(int) length];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private long count(long count, int leastBytes, String what) {
            require(
                    count >= 0 && count <= in.remaining() / leastBytes,
                    "it claims " + count + " " + what,
                    "as many as fit into a file of " + size + " bytes");
            return count;
        }

        private void require(boolean holds, String found, String expected) {
            if (!holds) {
                throw InputException.at(file, found, expected, REMEDY);
            }
        }
    }
}
