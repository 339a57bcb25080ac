package org.reformatted.finetune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/** An adapter's folder as PEFT writes it: adapter_config.json and adapter_model.safetensors. Records which tensors were read. */
final class AdapterFolder {
    static final String WEIGHTS = "adapter_model.safetensors";
    static final String PREFIX = "base_model.model.";

    private static final String PICKLED = "adapter_model.bin";

    private final Path folder;
    private final AdapterConfig config;
    private final TensorFolder tensors;
    private final Set<String> unread;

    private AdapterFolder(Path folder, AdapterConfig config, TensorFolder tensors) {
        this.folder = folder;
        this.config = config;
        this.tensors = tensors;
        unread = new HashSet<>(tensors.names());
    }

    /**
     * Opens a folder.
     *
     * @param folder the adapter's folder
     * @return its config and tensors
     * @throws InputException when a file is missing, or the config has a value that is not supported
     */
    static AdapterFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw InputException.at(
                    folder,
                    Files.exists(folder) ? "it is a file" : "there is no such folder",
                    "the folder of an adapter, with " + AdapterConfig.NAME + " and " + WEIGHTS,
                    "name the folder, not a file in it");
        }
        if (!Files.exists(folder.resolve(AdapterConfig.NAME))) {
            boolean model = Files.exists(folder.resolve("config.json"));
            throw InputException.at(
                    folder,
                    model
                            ? "it is a complete model: it has config.json"
                            : "it has no " + AdapterConfig.NAME + found(folder),
                    "the folder of an adapter, with " + AdapterConfig.NAME,
                    model ? "use it as the model" : "name the folder that PEFT's save_pretrained wrote");
        }
        AdapterConfig config = AdapterConfig.read(folder.resolve(AdapterConfig.NAME));
        Path weights = folder.resolve(WEIGHTS);
        if (!Files.exists(weights)) {
            boolean pickled = Files.exists(folder.resolve(PICKLED));
            throw InputException.at(
                    folder,
                    pickled
                            ? "its weights are in " + PICKLED + ", a Python pickle that may run code when it is read"
                            : "it has no " + WEIGHTS + found(folder),
                    WEIGHTS,
                    pickled
                            ? "convert it where you trust it: python -c \"import torch; from safetensors.torch import"
                                    + " save_file; save_file({k: v.contiguous() for k, v in torch.load('" + PICKLED
                                    + "', map_location='cpu', weights_only=True).items()}, '" + WEIGHTS + "')\""
                            : "save the adapter again, or rename its weights to " + WEIGHTS);
        }
        return new AdapterFolder(folder, config, TensorFolder.single(folder, weights));
    }

    private static String found(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            return names.isEmpty() ? ": it is empty" : ", only " + String.join(", ", names);
        } catch (IOException e) {
            throw TextFiles.unreadable(folder, e);
        }
    }

    AdapterConfig config() {
        return config;
    }

    /** Whether there is a tensor of this name, without PEFT's prefix. */
    boolean has(String name) {
        return tensors.names().contains(PREFIX + name);
    }

    /** Whether the name of a tensor has this ending. */
    boolean hasEnding(String ending) {
        return tensors.names().stream().anyMatch(name -> name.endsWith(ending));
    }

    Shape shape(String name) {
        return tensors.shape(PREFIX + name);
    }

    /**
     * Reads a tensor.
     *
     * @param bytes decodes the tensor
     * @param owner owns the result
     * @param name its name, without PEFT's prefix
     * @param shape the shape that the base model and adapter_config.json require
     * @param type of the result
     * @return the tensor
     * @throws InputException when it is missing or of another shape
     */
    NDArray read(TensorBytes bytes, NDManager owner, String name, Shape shape, NumberType type) {
        require(name, shape);
        return bytes.decode(owner, tensors.bytes(PREFIX + name, shape), tensors.type(PREFIX + name), type, shape);
    }

    /**
     * Overwrites the weights and biases that are stored completely, and returns their names. They are stored with their own names, or with the names
     * that PEFT gives to the base layers of adapters.
     */
    List<String> readFullWeights(TensorBytes bytes, LlamaModel model) {
        List<String> whole = new ArrayList<>();
        model.weights().forEach((name, weight) -> {
            boolean own = readInto(bytes, weight, name);
            if (readInto(bytes, weight, name.replaceFirst("\\.(weight|bias)$", ".base_layer.$1")) || own) {
                whole.add(name);
            }
        });
        if (model.config().tiedEmbeddings()) {
            readInto(bytes, model.head(), LlamaWeights.HEAD);
        }
        return whole;
    }

    private boolean readInto(TensorBytes bytes, NDArray target, String name) {
        if (has(name)) {
            require(name, target.getShape());
            bytes.decodeInto(target, tensors.bytes(PREFIX + name, target.getShape()), tensors.type(PREFIX + name));
        }
        return has(name);
    }

    /** Compares a tensor's shape with the shape that the base model and adapter_config.json require. */
    void require(String name, Shape shape) {
        String place = folder.resolve(WEIGHTS) + ", tensor " + PREFIX + name;
        if (!has(name)) {
            throw InputException.at(
                    place,
                    "it is missing",
                    "a tensor that matches " + AdapterConfig.NAME,
                    "save the adapter again, or correct its targets");
        }
        if (!shape(name).equals(shape)) {
            throw InputException.at(
                    place,
                    "its shape is " + shape(name),
                    shape + " by the base model and " + AdapterConfig.NAME,
                    "choose the model that this adapter was trained on");
        }
        unread.remove(PREFIX + name);
    }

    /** Refuses tensors that were not read. */
    void requireAllRead() {
        unread.stream().sorted().findFirst().ifPresent(name -> {
            throw InputException.at(
                    folder.resolve(WEIGHTS),
                    "there is a tensor " + name,
                    "only adapters and weights of the base model that " + AdapterConfig.NAME + " names",
                    "choose the model that this adapter was trained on, or save the adapter again");
        });
    }

    /** Creates an error with a field of the config as its place. */
    InputException refusal(String field, String found, String remedy) {
        return InputException.at(folder.resolve(AdapterConfig.NAME) + ", " + field, found, "none", remedy);
    }
}
