package org.reformatted.finetune.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.WeightLayout;
import org.reformatted.finetune.weights.SafeTensorsWriter.Item;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/** A model's folder in Hugging Face's layout: config.json, weights as safetensors, and the tokenizer's files. */
public final class HuggingFaceCheckpoint {
    /** The maximum size of a shard in bytes, as in Hugging Face's tools. */
    private static final long SHARD_BYTES = 5_000_000_000L;

    static final String CONFIG = "config.json";
    static final String GENERATION = "generation_config.json";
    private static final Pattern LAYER = Pattern.compile("^model\\.layers\\.(\\d+)\\.");

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
     * @throws InputException when the config is missing or has a value that this engine does not support
     */
    public static HuggingFaceCheckpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw InputException.at(folder, "there is no such folder", "a Hugging Face folder", "check the path");
        }
        if (!Files.exists(folder.resolve(CONFIG)) && Files.exists(folder.resolve("params.json"))) {
            throw InputException.at(
                    folder,
                    "it has params.json and no " + CONFIG + ", the layout that Meta and Mistral publish",
                    "a Hugging Face folder",
                    "get the model in the Hugging Face layout, or convert it with the script of transformers for its"
                            + " family");
        }
        requireNoAdapter(folder);
        LlamaConfig config = HuggingFaceConfig.read(folder.resolve(CONFIG));
        if (!TensorFolder.isPresent(folder)) {
            return new HuggingFaceCheckpoint(folder, config);
        }
        TensorFolder tensors = TensorFolder.open(folder);
        requireLayers(tensors, config, folder);
        return new HuggingFaceCheckpoint(folder, headOfItsOwn(tensors, config) ? config.untied() : config);
    }

    private static void requireNoAdapter(Path folder) {
        Path adapter = folder.resolve(AdapterConfig.NAME);
        if (Files.exists(adapter) && !TensorFolder.isPresent(folder)) {
            String base = Json.read(adapter, JsonNode.class)
                    .path("base_model_name_or_path")
                    .asText();
            throw InputException.at(
                    folder,
                    "it is an adapter" + (base.isEmpty() ? "" : " of " + base) + " and not a model: it has "
                            + AdapterConfig.NAME,
                    "a model's folder",
                    "merge it into its base model first: scripts/harness merge --model BASE --adapter " + folder
                            + " --out MERGED");
        }
    }

    /** Compares the layers in the tensors' headers with the config, before objects are created for each layer. */
    private static void requireLayers(TensorFolder tensors, LlamaConfig config, Path folder) {
        long stored = tensors.names().stream()
                .map(LAYER::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .distinct()
                .count();
        if (stored != config.layers()) {
            throw InputException.at(
                    folder.resolve(CONFIG) + ", num_hidden_layers",
                    "found " + config.layers() + ", but the weights have " + stored + " layers",
                    "the number of layers of the weights",
                    "fetch the checkpoint again");
        }
        LlamaWeights.shapes(config).forEach(tensors::requireShape);
    }

    /** Whether the config ties the head to the embedding, but the weights contain a different head. This head is used, as in transformers 5. */
    private static boolean headOfItsOwn(TensorFolder tensors, LlamaConfig config) {
        if (!config.tiedEmbeddings() || !tensors.names().contains(LlamaWeights.HEAD)) {
            return false;
        }
        Shape shape = new Shape(config.vocabularySize(), config.hiddenSize());
        return tensors.type(LlamaWeights.HEAD) != tensors.type(LlamaWeights.EMBEDDING)
                || !tensors.bytes(LlamaWeights.HEAD, shape).equals(tensors.bytes(LlamaWeights.EMBEDDING, shape));
    }

    /**
     * The tokens at which the model ends a text: the tokens of generation_config.json, or else those of config.json.
     *
     * @return their ids; empty when neither file has one; then the tokenizer's end token is used
     */
    public List<Integer> endTokens() {
        Path file = folder.resolve(GENERATION);
        List<Integer> ids =
                Files.exists(file) ? HuggingFaceConfig.endTokens(file, Json.read(file, JsonNode.class)) : List.of();
        return ids.isEmpty() ? config.endTokens() : ids;
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
     * @param device the device of the model
     * @param type the number type of the loaded weights
     * @return the model, closed by the caller
     * @throws InputException when a weight is missing, of another shape, or unknown
     */
    public LlamaModel load(Device device, NumberType type) {
        return load(device, type, config.vocabularySize());
    }

    /**
     * Loads the weights, and appends rows to the embedding and the head when a tokenizer has more tokens than the model.
     *
     * @param device the device of the model
     * @param type the number type of the loaded weights
     * @param vocabularySize rows of the embedding, at least as many as the checkpoint has; a new row is the mean of the existing rows
     * @return the model, closed by the caller
     * @throws InputException when a weight is missing, of another shape, or unknown
     */
    public LlamaModel load(Device device, NumberType type, int vocabularySize) {
        return load(device, type, config.withVocabularySize(vocabularySize));
    }

    /**
     * Loads the weights in the layout for generation. Each new token reads every weight once from memory, which is much slower than the processor, so
     * the memory order of the weights determines the speed.
     *
     * @param device the device of the model
     * @param type the number type of the loaded weights
     * @return the model, closed by the caller
     * @throws InputException when a weight is missing, of another shape, or unknown
     */
    public LlamaModel loadForGeneration(Device device, NumberType type) {
        return load(device, type, config, WeightLayout.forGeneration(device, type));
    }

    /**
     * Loads the weights into a model of another shape: with more rows in its tables, or with a separate head that is initialised with the embedding.
     *
     * @param device the device of the model
     * @param type the number type of the loaded weights
     * @param shape of the model
     * @return the model, closed by the caller
     * @throws InputException when a weight is missing, of another shape, or unknown
     */
    public LlamaModel load(Device device, NumberType type, LlamaConfig shape) {
        return load(device, type, shape, WeightLayout.ROWS);
    }

    private LlamaModel load(Device device, NumberType type, LlamaConfig wanted, WeightLayout layout) {
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
            return new LlamaModel(wanted, type, device, layout, (owner, name, shape) -> {
                String from = stored.containsKey(name) ? name : LlamaWeights.EMBEDDING;
                Shape old = Objects.requireNonNull(stored.get(from));
                NDArray weight = bytes.decode(owner, tensors.finiteBytes(from, old), tensors.type(from), type, old);
                if (old.equals(shape)) {
                    boolean byColumns = layout.byColumns(name, shape, wanted.tiedEmbeddings());
                    return byColumns ? bytes.byColumns(owner, weight) : weight;
                }
                NDArray grown = bytes.grow(owner, weight, added);
                weight.close();
                return grown;
            });
        }
    }

    /**
     * Checks, using only the headers of the files, that the weights are present, complete and match the config.
     *
     * @throws InputException when the folder has no weights, or a tensor is missing, of another shape, or unknown
     */
    public void requireWeights() {
        TensorFolder tensors = TensorFolder.open(folder);
        requireLayers(tensors, config, folder);
        requireKnown(tensors);
    }

    /**
     * The number type of the stored weights.
     *
     * @return the embedding's type
     */
    public NumberType storedType() {
        return TensorFolder.open(folder).type(LlamaWeights.EMBEDDING);
    }

    /**
     * Lists the weights with the same numbers as in another checkpoint of the same shape.
     *
     * @param other the other checkpoint
     * @return their names
     */
    public List<String> unchanged(HuggingFaceCheckpoint other) {
        TensorFolder mine = TensorFolder.open(folder);
        TensorFolder theirs = TensorFolder.open(other.folder);
        try (NDManager scope = Torch.newManager(Device.cpu());
                TensorBytes bytes = new TensorBytes(scope)) {
            return LlamaWeights.shapes(config).entrySet().stream()
                    .filter(weight -> same(bytes, weight, mine, theirs))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private static boolean same(
            TensorBytes bytes, Map.Entry<String, Shape> weight, TensorFolder mine, TensorFolder theirs) {
        String name = weight.getKey();
        try (NDManager scope = Torch.newManager(Device.cpu());
                NDArray one = decoded(bytes, scope, mine, name, weight.getValue());
                NDArray two = decoded(bytes, scope, theirs, name, weight.getValue())) {
            return one.contentEquals(two);
        }
    }

    private static NDArray decoded(TensorBytes bytes, NDManager scope, TensorFolder from, String name, Shape shape) {
        return bytes.decode(scope, from.finiteBytes(name, shape), from.type(name), NumberType.FLOAT32, shape);
    }

    private void requireKnown(TensorFolder tensors) {
        Set<String> known = new HashSet<>(LlamaWeights.shapes(config).keySet());
        known.add(LlamaWeights.HEAD);
        for (String name : tensors.names()) {
            if (!known.contains(name) && !name.endsWith(".rotary_emb.inv_freq")) {
                throw InputException.at(
                        folder,
                        "there is a tensor " + name,
                        "only the weights of " + config.layers() + " LLaMA layers",
                        "merge adapters first, or choose another checkpoint");
            }
        }
    }

    /**
     * Writes a model's folder: config, generation config, weights in their number type, and the tokenizer's files. The folder is written next to its
     * target and then renamed.
     *
     * @param model the model
     * @param tokenizer adds the tokenizer's files
     * @param folder the target; replaced when it exists
     */
    public static void save(LlamaModel model, Folders.Filling tokenizer, Path folder) {
        Folders.replace(folder, temporary -> {
            writeWeights(model, temporary, SHARD_BYTES);
            writeJson(temporary.resolve(CONFIG), HuggingFaceConfig.write(model.config(), model.type()));
            writeJson(temporary.resolve(GENERATION), generationConfig(model.config()));
            tokenizer.into(temporary);
        });
    }

    private static Map<String, @Nullable Object> generationConfig(LlamaConfig config) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(
                "bos_token_id",
                config.startToken().isPresent() ? config.startToken().getAsInt() : null);
        json.put("eos_token_id", HuggingFaceConfig.oneOrList(config.endTokens()));
        return json;
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

    private static void writeJson(Path file, Map<String, ? extends @Nullable Object> fields) throws IOException {
        Files.writeString(file, Json.pretty(fields));
        TextFiles.sync(file);
    }
}
