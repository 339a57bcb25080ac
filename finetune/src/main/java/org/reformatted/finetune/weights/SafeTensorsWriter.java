package org.reformatted.finetune.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.base.Json;

/** Writes a safetensors file one tensor at a time, so that at most one tensor is copied into the host's memory. */
final class SafeTensorsWriter {
    private SafeTensorsWriter() {}

    /**
     * A tensor to write.
     *
     * @param name its name
     * @param type its number type
     * @param shape its dimensions
     */
    record Item(String name, NumberType type, Shape shape) {
        long bytes() {
            return LlamaWeights.elements(shape) * type.bytes();
        }
    }

    /**
     * Writes a file and forces it to the disk.
     *
     * @param file the file, replaced when it exists
     * @param items the tensors in order
     * @param content returns a tensor's little-endian bytes
     */
    static void write(Path file, List<Item> items, Function<Item, ByteBuffer> content) {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, header(items));
            for (Item item : items) {
                ByteBuffer bytes = content.apply(item);
                if (bytes.remaining() != item.bytes()) {
                    throw new IllegalStateException(
                            item.name + " has " + bytes.remaining() + " bytes, not " + item.bytes());
                }
                writeFully(channel, bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static ByteBuffer header(List<Item> items) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "pt"));
        long offset = 0;
        for (Item item : items) {
            long end = offset + item.bytes();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", item.type.dtype());
            entry.put("shape", item.shape.getShape());
            entry.put("data_offsets", new long[] {offset, end});
            header.put(item.name, entry);
            offset = end;
        }
        String json = Json.line(header);
        byte[] text = (json + " ".repeat(Math.floorMod(-json.length(), 8))).getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.putLong(text.length).put(text).flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
