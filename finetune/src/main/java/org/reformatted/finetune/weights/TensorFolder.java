package org.reformatted.finetune.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/** The tensors of a checkpoint folder, in one safetensors file or in shards that an index lists. */
final class TensorFolder {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final Map<String, SafeTensors> files;

    private TensorFolder(Path folder, Map<String, SafeTensors> files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * Opens a folder.
     *
     * @param folder contains {@code model.safetensors} or {@code model.safetensors.index.json}
     * @return its tensors
     * @throws InputException when there is neither, or the index lists a tensor that is missing
     */
    static TensorFolder open(Path folder) {
        if (Files.exists(folder.resolve(SINGLE))) {
            return single(folder, folder.resolve(SINGLE));
        }
        if (!Files.exists(folder.resolve(INDEX))) {
            throw InputException.at(
                    folder,
                    "there is no " + SINGLE + " and no " + INDEX,
                    "a Hugging Face folder with its weights as safetensors",
                    Files.exists(folder.resolve("pytorch_model.bin"))
                                    || Files.exists(folder.resolve("pytorch_model.bin.index.json"))
                            ? "its pytorch_model.bin can run code when it is read: load it with transformers and save"
                                    + " it again, which writes safetensors"
                            : "convert the checkpoint to safetensors, or check the path");
        }
        return sharded(folder, folder.resolve(INDEX));
    }

    /**
     * Opens one file.
     *
     * @param folder for messages
     * @param file a safetensors file
     * @return its tensors
     */
    static TensorFolder single(Path folder, Path file) {
        SafeTensors tensors = SafeTensors.open(file);
        Map<String, SafeTensors> files = new LinkedHashMap<>();
        tensors.entries().keySet().forEach(name -> files.put(name, tensors));
        return new TensorFolder(folder, files);
    }

    private static TensorFolder sharded(Path folder, Path index) {
        JsonNode map = Json.read(index, JsonNode.class).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw InputException.at(index, "there is no weight_map", "tensor names and their files", "fetch it again");
        }
        Map<String, SafeTensors> shards = new HashMap<>();
        Map<String, SafeTensors> files = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            String shard = field.getValue().asText();
            SafeTensors tensors =
                    shards.computeIfAbsent(shard, name -> SafeTensors.open(folder.resolve(plain(index, name))));
            if (!tensors.entries().containsKey(field.getKey())) {
                throw InputException.at(
                        index,
                        "tensor " + field.getKey() + " is not in " + shard,
                        "the file that the index names",
                        "fetch the checkpoint again");
            }
            files.put(field.getKey(), tensors);
        }
        return new TensorFolder(folder, files);
    }

    private static String plain(Path index, String name) {
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.equals("..")) {
            throw InputException.at(
                    index, "it names the file '" + name + "'", "a file of the same folder", "correct it");
        }
        return name;
    }

    /** Whether a folder has weights. */
    static boolean isPresent(Path folder) {
        return Files.exists(folder.resolve(SINGLE)) || Files.exists(folder.resolve(INDEX));
    }

    Set<String> names() {
        return files.keySet();
    }

    NumberType type(String name) {
        return entry(name).type();
    }

    Shape shape(String name) {
        return entry(name).shape();
    }

    /** Returns a tensor's bytes after checking that it has the shape of the model's config and that all its numbers are finite. */
    ByteBuffer finiteBytes(String name, Shape wanted) {
        ByteBuffer bytes = bytes(name, wanted);
        FiniteNumbers.require(file(name).file() + ", tensor " + name, bytes, type(name));
        return bytes;
    }

    /** Returns a tensor's bytes after checking that it has the shape of the model's config. */
    ByteBuffer bytes(String name, Shape wanted) {
        requireShape(name, wanted);
        return file(name).bytes(name);
    }

    /** Compares a tensor's shape with the model's config. */
    void requireShape(String name, Shape wanted) {
        if (!shape(name).equals(wanted)) {
            throw InputException.at(
                    file(name).file() + ", tensor " + name,
                    "its shape is " + shape(name),
                    wanted + " according to " + folder.resolve("config.json"),
                    "the two belong to different models: fetch both again");
        }
    }

    private SafeTensors.TensorEntry entry(String name) {
        SafeTensors.TensorEntry entry = file(name).entries().get(name);
        if (entry == null) {
            throw new IllegalStateException(name);
        }
        return entry;
    }

    private SafeTensors file(String name) {
        SafeTensors tensors = files.get(name);
        if (tensors == null) {
            throw InputException.at(
                    folder,
                    "tensor " + name + " is missing",
                    "every weight that config.json requires",
                    "fetch the checkpoint again, or check num_hidden_layers and tie_word_embeddings");
        }
        return tensors;
    }
}
