package org.reformatted.finetune.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.model.LoraWeights.Settings;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/** Creates, reads, writes and merges adapters in the format of the PEFT library: adapter_config.json and adapter_model.safetensors. */
public final class LoraAdapter {

    private LoraAdapter() {}

    /**
     * Creates adapters as PEFT initialises them: A is uniform between minus and plus 1/sqrt(input width), B is zero, so that training starts from the
     * unchanged model.
     *
     * @param settings rank, scale and targets
     * @param model the adapted model
     * @param seed of the random numbers
     * @return the adapters, of the model's number type
     */
    public static LoraWeights draw(Settings settings, LlamaModel model, long seed) {
        try (TensorBytes bytes = new TensorBytes(model.manager())) {
            return new LoraWeights(settings, model, (owner, name, shape) -> {
                ByteBuffer numbers = ByteBuffer.allocateDirect(Math.toIntExact(4 * shape.size()))
                        .order(ByteOrder.LITTLE_ENDIAN);
                double bound = name.contains("lora_A") ? 1 / Math.sqrt((double) shape.get(1)) : 0;
                SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
                while (numbers.hasRemaining()) {
                    numbers.putFloat((float) (bound * (2 * random.nextDouble() - 1)));
                }
                return bytes.decode(owner, numbers.flip(), NumberType.FLOAT32, model.type(), shape);
            });
        }
    }

    /**
     * Writes adapters.
     *
     * @param adapters the adapters
     * @param whole weights of the model that were trained completely with them, by their Hugging Face names
     * @param model the shape of the adapted model
     * @param start as in {@link LoadedAdapter}
     * @param base the base model's name, which is written for programs that load the adapters
     * @param tokenizer adds the tokenizer's files
     * @param folder the target; replaced when it exists
     */
    public static void save(
            LoraWeights adapters,
            Map<String, NDArray> whole,
            LlamaConfig model,
            String start,
            String base,
            Folders.Filling tokenizer,
            Path folder) {
        Folders.replace(folder, temporary -> {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            adapters.tensors().forEach((name, tensor) -> tensors.put(AdapterFolder.PREFIX + name, tensor));
            whole.forEach((name, tensor) -> tensors.put(AdapterFolder.PREFIX + name, tensor));
            TensorFile.write(temporary.resolve(AdapterFolder.WEIGHTS), tensors);
            Files.writeString(
                    temporary.resolve(AdapterConfig.NAME), Json.pretty(config(adapters, whole, model, start, base)));
            TextFiles.sync(temporary.resolve(AdapterConfig.NAME));
            tokenizer.into(temporary);
        });
    }

    private static Map<String, Object> config(
            LoraWeights adapters, Map<String, NDArray> whole, LlamaConfig model, String start, String base) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", base);
        json.putAll(AdapterPatterns.of(adapters.places(), model.layers()));
        json.put("lora_dropout", adapters.dropout());
        json.put("bias", whole.keySet().stream().anyMatch(name -> name.endsWith(".bias")) ? "all" : "none");
        if (!start.equals(LoadedAdapter.PLAIN)) {
            json.put("init_lora_weights", start);
        }
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        List<String> saved = whole.keySet().stream()
                .filter(name -> name.endsWith(".weight"))
                .filter(name -> !(model.tiedEmbeddings() && name.equals(LlamaWeights.EMBEDDING))) // PEFT keeps it tied
                .map(LoraAdapter::module)
                .toList();
        if (!saved.isEmpty()) {
            json.put("modules_to_save", saved);
        }
        return json;
    }

    /** The last part of the name for a table or the last norm; the full name for a part of a layer, since other layers may not have been saved. */
    private static String module(String weight) {
        String module = weight.replaceFirst("\\.weight$", "");
        return module.startsWith("model.layers.") ? module : module.substring(module.lastIndexOf('.') + 1);
    }

    /**
     * Reads adapters without merging them, and changes the model's weights as the adapters require: completely trained weights are overwritten, and
     * the initial values of the adapters are subtracted.
     *
     * @param folder with adapter_config.json and adapter_model.safetensors
     * @param model the base model
     * @return the adapters, of the model's number type
     * @throws InputException when the folder does not contain a LoRA adapter of this model, or one that can only be merged
     */
    public static LoadedAdapter load(Path folder, LlamaModel model) {
        AdapterFolder adapter = AdapterFolder.open(folder);
        return load(adapter, model, adapter.config().dropout());
    }

    /**
     * As {@link #load(Path, LlamaModel)}, with another dropout.
     *
     * @param folder with adapter_config.json and adapter_model.safetensors
     * @param model the base model
     * @param dropout fraction of a projection's inputs that is hidden from its adapter in a training step
     * @return the adapters
     */
    public static LoadedAdapter load(Path folder, LlamaModel model, double dropout) {
        return load(AdapterFolder.open(folder), model, dropout);
    }

    private static LoadedAdapter load(AdapterFolder adapter, LlamaModel model, double dropout) {
        AdapterConfig config = adapter.config();
        requireUnmerged(adapter, model);
        try (TensorBytes bytes = new TensorBytes(model.manager())) {
            List<String> whole = adapter.readFullWeights(bytes, model);
            LoraWeights adapters = new LoraWeights(
                    config.places(model.config()),
                    dropout,
                    model,
                    (owner, name, shape) -> adapter.read(bytes, owner, name, shape, model.type()));
            adapter.requireAllRead();
            takeOut(config.start(), adapters, model, bytes);
            return new LoadedAdapter(adapters, whole, config.start().field());
        }
    }

    /**
     * Lists the tensors that have the same bytes in two folders of the same adapters.
     *
     * @param before one folder
     * @param after the other
     * @return their names
     * @throws InputException when a tensor of {@code before} is missing from {@code after}
     */
    public static List<String> unchanged(Path before, Path after) {
        SafeTensors start = SafeTensors.open(before.resolve(AdapterFolder.WEIGHTS));
        SafeTensors end = SafeTensors.open(after.resolve(AdapterFolder.WEIGHTS));
        return start.entries().keySet().stream()
                .filter(name -> {
                    if (!end.entries().containsKey(name)) {
                        throw InputException.at(
                                end.file(),
                                "no tensor " + name,
                                "the tensors of " + start.file(),
                                "return the adapters that were trained");
                    }
                    return start.bytes(name).equals(end.bytes(name));
                })
                .toList();
    }

    /**
     * Settings that are an upper bound of the adapters of a folder: every projection with an adapter in some layer has one in every layer, with the
     * largest rank.
     *
     * @param folder with adapter_config.json
     * @param model the base model's shape
     * @return rank, targets and dropout
     * @throws InputException when the folder does not contain a LoRA adapter, or none of this model
     */
    public static Settings largest(Path folder, LlamaConfig model) {
        AdapterConfig config = AdapterFolder.open(folder).config();
        Map<String, LoraWeights.Place> places = config.places(model);
        if (places.isEmpty()) {
            throw InputException.at(
                    folder.resolve(AdapterConfig.NAME) + ", target_modules",
                    "none of the model's projections has an adapter",
                    "at least one",
                    "choose the model that this adapter was trained on");
        }
        int rank =
                places.values().stream().mapToInt(LoraWeights.Place::rank).max().orElseThrow();
        List<String> targets = places.keySet().stream()
                .map(module -> module.substring(module.lastIndexOf('.') + 1))
                .distinct()
                .toList();
        return new Settings(rank, rank, config.dropout(), targets);
    }

    /**
     * Checks, using only the headers of an adapter's weights, that they fit a base model.
     *
     * @param folder with adapter_config.json and adapter_model.safetensors
     * @param model the base model's shape
     * @throws InputException when the folder does not contain a LoRA adapter, or a tensor is missing or has the shape of another model
     */
    public static void requireFits(Path folder, LlamaConfig model) {
        AdapterFolder adapter = AdapterFolder.open(folder);
        Map<String, LoraWeights.Place> places = adapter.config().places(model);
        largest(folder, model);
        places.forEach((module, place) -> {
            String part = module.substring(module.indexOf('.', "model.layers.".length()) + 1);
            Shape weight = LlamaWeights.shape(model, part);
            adapter.require(module + ".lora_A.weight", new Shape(place.rank(), weight.get(1)));
            adapter.require(module + ".lora_B.weight", new Shape(weight.get(0), place.rank()));
        });
    }

    private static void requireUnmerged(AdapterFolder adapter, LlamaModel model) {
        AdapterConfig config = adapter.config();
        String remedy = "merge this adapter into its base first (scripts/harness merge)";
        if (config.decomposed()) {
            throw adapter.refusal("use_dora", "found true", remedy);
        }
        for (String table : List.of("model.embed_tokens", "lm_head")) {
            if (config.place(table).isPresent()) {
                throw adapter.refusal("target_modules", "found " + table, remedy);
            }
        }
        if (!config.tokenRows().isEmpty()) {
            throw adapter.refusal("trainable_token_indices", "found " + config.tokenRows(), remedy);
        }
        if (adapter.hasEnding(".lora_B.bias")) {
            throw adapter.refusal("lora_bias", "found true", remedy);
        }
        if (!AdapterMerge.shape(model.config(), adapter).equals(model.config())) {
            throw adapter.refusal(
                    "modules_to_save", "found " + config.whole() + ", which changes the model's shape", remedy);
        }
    }

    /** Subtracts the initial values of the adapters from the weights, by merging zero adapters of the same ranks. */
    private static void takeOut(AdapterConfig.Start start, LoraWeights adapters, LlamaModel model, TensorBytes bytes) {
        if (start == AdapterConfig.Start.NOTHING) {
            return;
        }
        adapters.places().forEach((module, place) -> {
            try (NDManager scope = model.manager().newSubManager()) {
                NDArray weight = model.weight(module + ".weight");
                NDArray a =
                        scope.zeros(new Shape(place.rank(), weight.getShape().get(1)));
                NDArray b = scope.zeros(new Shape(weight.getShape().get(0), place.rank()));
                bytes.merge(weight, b, a, place.scale(), scope.create(new Shape(0)), start.code());
            }
        });
    }

    /**
     * Adds adapters to the weights: W becomes W + scale * B A. The adapters do not change.
     *
     * @param model the base model, changed in place
     * @param adapters of that model
     */
    public static void mergeInto(LlamaModel model, LoraWeights adapters) {
        try (TensorBytes bytes = new TensorBytes(model.manager())) {
            adapters.places()
                    .forEach((module, place) -> bytes.merge(
                            model.weight(module + ".weight"),
                            adapters.tensor(module + ".lora_B.weight"),
                            adapters.tensor(module + ".lora_A.weight"),
                            place.scale()));
        }
    }

    /**
     * Merges adapters into their base model and writes the merged model.
     *
     * @param base folder of the base model
     * @param adapter folder of the adapters
     * @param out folder to write
     * @throws InputException when the two do not belong together, or this kind of adapter is not supported
     */
    public static void merge(Path base, Path adapter, Path out) {
        AdapterFolder folder = AdapterFolder.open(adapter);
        try (LlamaModel model = AdapterMerge.load(HuggingFaceCheckpoint.open(base), folder)) {
            HuggingFaceCheckpoint.save(model, target -> CompanionFiles.copyMerged(base, adapter, target), out);
        }
    }
}
