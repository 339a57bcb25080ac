package org.reformatted.finetune.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/**
 * One safetensors file, memory-mapped: eight bytes of header length, a JSON header, and the tensors' bytes in little-endian order. The entire header
 * is checked before a tensor is returned (format: github.com/huggingface/safetensors, README).
 */
public final class SafeTensors {
    /** The longest header that the format allows, in bytes. */
    private static final long MAX_HEADER = 100_000_000;

    private final Path file;
    private final Map<String, TensorEntry> entries;

    private SafeTensors(Path file, Map<String, TensorEntry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * The location of a tensor in the file.
     *
     * @param type its number type
     * @param shape its dimensions
     * @param begin its first byte, from the start of the file
     * @param end the byte after its last
     */
    record TensorEntry(NumberType type, Shape shape, long begin, long end) {}

    /**
     * Reads and checks the header of a file.
     *
     * @param file the file
     * @return the tensors in it
     * @throws InputException when the header does not match the file, naming the tensor and the rule
     */
    public static SafeTensors open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            require(size >= 8, file, "the file has " + size + " bytes", "at least 8 bytes of header length");
            ByteBuffer prefix = read(channel, 0, 8);
            long length = prefix.order(ByteOrder.LITTLE_ENDIAN).getLong();
            require(
                    length > 1 && length <= Math.min(MAX_HEADER, size - 8),
                    file,
                    "the header claims " + length + " bytes of a file of " + size,
                    "a header that fits into the file");
            String header = StandardCharsets.UTF_8
                    .decode(read(channel, 8, (int) length))
                    .toString();
            return new SafeTensors(file, entries(file, parse(file, header), 8 + length, size));
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private static JsonNode parse(Path file, String header) {
        try {
            JsonNode node = Json.MAPPER.readTree(header);
            require(node.isObject(), file, "the header is " + node.getNodeType(), "a JSON object");
            return node;
        } catch (JsonProcessingException e) {
            throw InputException.at(
                    file, "the header is not JSON (" + e.getOriginalMessage() + ")", "a safetensors file", REMEDY);
        }
    }

    private static Map<String, TensorEntry> entries(Path file, JsonNode header, long start, long size) {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(field.getKey(), entry(file + ", tensor " + field.getKey(), field.getValue(), start));
            }
        }
        requireNoGaps(file, entries, start, size);
        return Collections.unmodifiableMap(entries);
    }

    private static TensorEntry entry(String place, JsonNode node, long start) {
        String dtype = node.path("dtype").asText();
        NumberType type = NumberType.named(dtype)
                .orElseThrow(() -> InputException.at(
                        place,
                        "its type is '" + dtype + "'",
                        "one of " + NumberType.names(),
                        "convert the checkpoint to one of these"));
        Shape shape = new Shape(numbers(place, node.path("shape"), "shape"));
        long[] offsets = numbers(place, node.path("data_offsets"), "data_offsets");
        require(
                offsets.length == 2 && offsets[0] <= offsets[1],
                place,
                "data_offsets is " + node.path("data_offsets"),
                "its first byte and the byte after its last");
        long bytes;
        try {
            bytes = Math.multiplyExact(LlamaWeights.elements(shape), type.bytes());
        } catch (ArithmeticException e) {
            throw InputException.at(place, "its shape is " + node.path("shape"), "a size below 2^63 bytes", REMEDY);
        }
        require(
                offsets[1] - offsets[0] == bytes,
                place,
                "data_offsets cover " + (offsets[1] - offsets[0]) + " bytes",
                bytes + " bytes for shape " + node.path("shape") + " of " + dtype);
        return new TensorEntry(type, shape, start + offsets[0], start + offsets[1]);
    }

    private static long[] numbers(String place, JsonNode node, String field) {
        List<Long> numbers = new ArrayList<>();
        node.forEach(
                number -> numbers.add(number.canConvertToLong() && number.isIntegralNumber() ? number.asLong() : -1));
        require(
                node.isArray() && numbers.stream().allMatch(number -> number >= 0),
                place,
                field + " is " + node,
                "a list of whole numbers of at least 0");
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void requireNoGaps(Path file, Map<String, TensorEntry> entries, long start, long size) {
        List<Map.Entry<String, TensorEntry>> ordered = new ArrayList<>(entries.entrySet());
        ordered.sort(Comparator.comparingLong((Map.Entry<String, TensorEntry> named) ->
                        named.getValue().begin())
                .thenComparingLong(named -> named.getValue().end()));
        long next = start;
        for (Map.Entry<String, TensorEntry> named : ordered) {
            TensorEntry entry = named.getValue();
            String place = file + ", tensor " + named.getKey();
            require(
                    entry.begin() == next,
                    place,
                    "it starts at byte " + entry.begin(),
                    "byte " + next + ", where the tensor before it ends");
            require(
                    entry.end() <= size,
                    place,
                    "it ends at byte " + entry.end() + " of a file of " + size,
                    "a complete file");
            next = entry.end();
        }
        require(next == size, file, (size - next) + " bytes follow the last tensor", "none");
    }

    private static final String REMEDY = "the file is damaged or incomplete: fetch or save it again";

    private static void require(boolean holds, Object place, String found, String expected) {
        if (!holds) {
            throw InputException.at(place, found, expected, REMEDY);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("it ends at byte " + (position + buffer.position()));
            }
        }
        return buffer.flip();
    }

    /**
     * The file.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }

    Map<String, TensorEntry> entries() {
        return entries;
    }

    /**
     * Maps a tensor's bytes into memory.
     *
     * @param name a tensor of {@link #entries()}
     * @return its bytes, read only, mapped until the buffer is collected
     * @throws InputException when it is larger than 2 GiB
     */
    ByteBuffer bytes(String name) {
        TensorEntry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(file + " has no tensor " + name);
        }
        long length = entry.end() - entry.begin();
        if (length > Integer.MAX_VALUE) {
            throw InputException.at(
                    file + ", tensor " + name, "it has " + length + " bytes", "at most 2 GiB", "store it as bfloat16");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, entry.begin(), length)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }
}
