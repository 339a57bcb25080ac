package org.reformatted.finetune.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.weights.SafeTensorsWriter.Item;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/** A model's folder as Hugging Face lays it out: config.json, weights as safetensors, and the tokenizer's files. */
public final class HuggingFaceCheckpoint {
    /** A shard holds at most this many bytes, as Hugging Face's tools write it. */
    private static final long SHARD_BYTES = 5_000_000_000L;

    private final Path folder;
    private final LlamaConfig config;

    private HuggingFaceCheckpoint(Path folder, LlamaConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * Reads a folder's config; the weights are read by {@link #load}.
     *
     * @param folder the model's folder
     * @return the checkpoint
     * @throws InputException when the config is missing or names what this engine does not follow
     */
    public static HuggingFaceCheckpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw InputException.at(folder, "there is no such folder", "a Hugging Face folder", "check the path");
        }
        return new HuggingFaceCheckpoint(folder, HuggingFaceConfig.read(folder.resolve("config.json")));
    }

    /**
     * The model's shape.
     *
     * @return its config
     */
    public LlamaConfig config() {
        return config;
    }

    /**
     * Loads the weights.
     *
     * @param device where the model shall live
     * @param type the type of its weights there
     * @return the model, closed by the caller
     * @throws InputException when a weight is missing, of another shape, or unknown
     */
    public LlamaModel load(Device device, NumberType type) {
        return load(device, type, config.vocabularySize());
    }

    /**
     * Loads the weights, and appends rows to the embedding and the head when a tokenizer has more tokens than the model.
     *
     * @param device where the model shall live
     * @param type the type of its weights there
     * @param vocabularySize rows of the embedding, at least as many as the checkpoint has; new rows are the mean of the old ones
     * @return the model, closed by the caller
     * @throws InputException when a weight is missing, of another shape, or unknown
     */
    public LlamaModel load(Device device, NumberType type, int vocabularySize) {
        return load(device, type, config.withVocabularySize(vocabularySize));
    }

    /**
     * Loads the weights as generation wants them. A token at a time, each weight is read once from a memory that is far slower than the
     * processor, and PyTorch's product of a row with a matrix reads at twice the speed where the matrix is stored by columns.
     *
     * @param device where the model shall live
     * @param type the type of its weights there
     * @return the model, closed by the caller
     * @throws InputException when a weight is missing, of another shape, or unknown
     */
    public LlamaModel loadForGeneration(Device device, NumberType type) {
        return load(device, type, config, !device.isGpu());
    }

    /** Loads the weights into a model of the same shape but for more rows in its tables, or a head of its own that begins as the embedding. */
    LlamaModel load(Device device, NumberType type, LlamaConfig shape) {
        return load(device, type, shape, false);
    }

    private LlamaModel load(Device device, NumberType type, LlamaConfig wanted, boolean byColumns) {
        int added = wanted.vocabularySize() - config.vocabularySize();
        Check.argument(
                added >= 0,
                "vocabularySize (%s) must be at least the checkpoint's (%s)",
                wanted.vocabularySize(),
                config.vocabularySize());
        TensorFolder tensors = TensorFolder.open(folder);
        requireKnown(tensors);
        Map<String, Shape> stored = LlamaWeights.shapes(config);
        try (NDManager scope = Torch.newManager(device);
                TensorBytes bytes = new TensorBytes(scope)) {
            return new LlamaModel(wanted, type, device, (owner, name, shape) -> {
                String from = stored.containsKey(name) ? name : LlamaWeights.EMBEDDING;
                Shape old = Objects.requireNonNull(stored.get(from));
                NDArray weight = bytes.decode(owner, tensors.bytes(from, old), tensors.type(from), type, old);
                if (old.equals(shape)) {
                    boolean product = shape.dimension() == 2 && !name.equals(LlamaWeights.EMBEDDING);
                    return byColumns && product ? bytes.byColumns(owner, weight) : weight;
                }
                NDArray grown = bytes.grow(owner, weight, added);
                weight.close();
                return grown;
            });
        }
    }

    /**
     * The number type the weights are stored in.
     *
     * @return the embedding's type
     */
    public NumberType storedType() {
        return TensorFolder.open(folder).type(LlamaWeights.EMBEDDING);
    }

    private void requireKnown(TensorFolder tensors) {
        Set<String> known = new HashSet<>(LlamaWeights.shapes(config).keySet());
        known.add(LlamaWeights.HEAD);
        for (String name : tensors.names()) {
            if (!known.contains(name) && !name.endsWith(".rotary_emb.inv_freq")) {
                throw InputException.at(
                        folder,
                        "there is a tensor " + name,
                        "the weights of " + config.layers() + " LLaMA layers and nothing else",
                        "merge adapters first, or choose another checkpoint");
            }
        }
    }

    /**
     * Writes a model's folder: config, generation config, weights in their own type, and the tokenizer's files. The folder is written beside its
     * place and moved there whole.
     *
     * @param model the model
     * @param tokenizer adds the tokenizer's files
     * @param folder where the checkpoint shall stand; replaced when it exists
     */
    public static void save(LlamaModel model, Folders.Filling tokenizer, Path folder) {
        Folders.replace(folder, temporary -> {
            writeWeights(model, temporary, SHARD_BYTES);
            writeJson(temporary.resolve("config.json"), HuggingFaceConfig.write(model.config(), model.type()));
            writeJson(
                    temporary.resolve("generation_config.json"),
                    new TreeMap<>(Map.of(
                            "bos_token_id", model.config().beginningOfSequence(),
                            "eos_token_id", model.config().endOfSequence())));
            tokenizer.into(temporary);
        });
    }

    /** Writes the weights in one file, or in shards with an index when they are larger than a shard. */
    static void writeWeights(LlamaModel model, Path folder, long shardBytes) throws IOException {
        List<List<Item>> shards = shards(items(model), shardBytes);
        try (TensorBytes bytes = new TensorBytes(model.manager())) {
            Map<String, String> index = new TreeMap<>();
            for (int i = 0; i < shards.size(); i++) {
                String name = shards.size() == 1
                        ? TensorFolder.SINGLE
                        : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
                SafeTensorsWriter.write(
                        folder.resolve(name),
                        shards.get(i),
                        item -> bytes.encode(model.weight(item.name()), item.type()));
                shards.get(i).forEach(item -> index.put(item.name(), name));
            }
            if (shards.size() > 1) {
                long total = items(model).stream().mapToLong(Item::bytes).sum();
                writeJson(
                        folder.resolve(TensorFolder.INDEX),
                        new TreeMap<>(Map.of("metadata", Map.of("total_size", total), "weight_map", index)));
            }
        }
    }

    private static List<Item> items(LlamaModel model) {
        return LlamaWeights.shapes(model.config()).entrySet().stream()
                .map(weight -> new Item(weight.getKey(), model.type(), weight.getValue()))
                .toList();
    }

    private static List<List<Item>> shards(List<Item> items, long limit) {
        List<List<Item>> shards = new ArrayList<>();
        long size = Long.MAX_VALUE;
        for (Item item : items) {
            if (size > limit - item.bytes()) {
                shards.add(new ArrayList<>());
                size = 0;
            }
            shards.get(shards.size() - 1).add(item);
            size += item.bytes();
        }
        return shards;
    }

    private static void writeJson(Path file, Map<String, ?> fields) throws IOException {
        Files.writeString(file, Json.pretty(fields));
        TextFiles.sync(file);
    }
}
