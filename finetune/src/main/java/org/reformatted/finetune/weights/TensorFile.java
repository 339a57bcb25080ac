package org.reformatted.finetune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.weights.SafeTensorsWriter.Item;

/** Writes named tensors to one safetensors file and reads them back bit for bit. */
public final class TensorFile {
    private TensorFile() {}

    /**
     * Writes tensors.
     *
     * @param file the file, replaced when it exists
     * @param tensors at least one, by name
     */
    public static void write(Path file, Map<String, NDArray> tensors) {
        List<Item> items = tensors.entrySet().stream()
                .map(tensor -> new Item(
                        tensor.getKey(),
                        NumberType.of(tensor.getValue()),
                        tensor.getValue().getShape()))
                .toList();
        NDManager any = tensors.values().iterator().next().getManager();
        try (TensorBytes bytes = new TensorBytes(any)) {
            SafeTensorsWriter.write(
                    file, items, item -> bytes.encode(Objects.requireNonNull(tensors.get(item.name())), item.type()));
        }
    }

    /**
     * Overwrites tensors with the content of a file.
     *
     * @param file a safetensors file with each of the tensors, in its shape
     * @param tensors the tensors to overwrite, by name
     */
    public static void readInto(Path file, Map<String, NDArray> tensors) {
        TensorFolder stored = TensorFolder.single(file, file);
        NDManager any = tensors.values().iterator().next().getManager();
        try (TensorBytes bytes = new TensorBytes(any)) {
            tensors.forEach((name, tensor) -> {
                ByteBuffer content = stored.bytes(name, tensor.getShape());
                bytes.decodeInto(tensor, content, stored.type(name));
            });
        }
    }
}
