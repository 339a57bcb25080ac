package org.reformatted.finetune.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.TensorBytes;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights.Place;
import org.reformatted.realign.base.InputException;

/**
 * Merges an adapter into its base model as PEFT's merge_and_unload does. Each weight is computed in float32 and rounded once. If a tied embedding or
 * head was trained completely, the merged model is untied, unless the adapter keeps them tied.
 */
final class AdapterMerge {
    private static final String EMBEDDING = "model.embed_tokens";
    private static final String HEAD = "lm_head";

    private final AdapterFolder adapter;
    private final LlamaModel model;
    private final TensorBytes bytes;

    private AdapterMerge(AdapterFolder adapter, LlamaModel model, TensorBytes bytes) {
        this.adapter = adapter;
        this.model = model;
        this.bytes = bytes;
    }

    /**
     * Loads a base model with an adapter merged into it.
     *
     * @param base the base model's folder
     * @param adapter of that model
     * @return the model, in the type that the base is stored in, closed by the caller
     */
    static LlamaModel load(HuggingFaceCheckpoint base, AdapterFolder adapter) {
        LlamaModel model = base.load(Device.cpu(), base.storedType(), shape(base.config(), adapter));
        try (TensorBytes bytes = new TensorBytes(model.manager())) {
            new AdapterMerge(adapter, model, bytes).run();
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * The merged model's shape: with more rows if the adapter has a longer embedding, and untied if embedding or head was trained completely and the
     * adapter does not keep them tied.
     */
    static LlamaConfig shape(LlamaConfig base, AdapterFolder adapter) {
        AdapterConfig config = adapter.config();
        String embedding = EMBEDDING + ".weight";
        int rows = adapter.has(embedding)
                ? Math.toIntExact(adapter.shape(embedding).get(0))
                : 0;
        LlamaConfig shape = base.withVocabularySize(Math.max(rows, base.vocabularySize()));
        boolean whole = config.isWhole(EMBEDDING) || config.isWhole(HEAD);
        return whole && !config.keepsTied() ? shape.untied() : shape;
    }

    private void run() {
        adapter.readFullWeights(bytes, model);
        adapter.config().tokenRows().forEach(this::putRows);
        for (String name : model.weights().keySet()) {
            String module = name.replaceFirst("\\.weight$", "");
            if (model.weight(name).getShape().dimension() == 2) {
                adapter.config().place(module).ifPresent(place -> merge(module, place));
            }
        }
        if (model.config().tiedEmbeddings() && adapter.config().place(HEAD).isPresent()) {
            throw tied(HEAD);
        }
        adapter.requireAllRead();
    }

    /** Overwrites the trained rows of a table; the indices are rows of the base model. */
    private void putRows(String module, List<Integer> rows) {
        boolean embedding = EMBEDDING.endsWith(module);
        if (!embedding && (!HEAD.endsWith(module) || model.config().tiedEmbeddings())) {
            throw adapter.refusal(
                    "trainable_token_indices",
                    "found rows of " + module,
                    "train rows of embed_tokens or an untied lm_head");
        }
        NDArray table = model.weight((embedding ? EMBEDDING : HEAD) + ".weight");
        for (int row : rows) {
            if (row >= table.getShape().get(0)) {
                throw adapter.refusal(
                        "trainable_token_indices",
                        "found row " + row + " of a table with "
                                + table.getShape().get(0),
                        "choose the model that this adapter was trained on");
            }
        }
        try (NDManager scope = model.manager().newSubManager()) {
            NDArray numbers = adapter.read(
                    bytes,
                    scope,
                    (embedding ? EMBEDDING : HEAD) + ".token_adapter.trainable_tokens_delta",
                    new Shape(rows.size(), table.getShape().get(1)),
                    NumberType.FLOAT32);
            bytes.putRows(table, rows.stream().mapToLong(Integer::longValue).toArray(), numbers);
        }
    }

    private void merge(String module, Place place) {
        NDArray weight = model.weight(module + ".weight");
        long out = weight.getShape().get(0);
        long in = weight.getShape().get(1);
        try (NDManager scope = model.manager().newSubManager()) {
            if (module.equals(EMBEDDING)) {
                if (model.config().tiedEmbeddings()) {
                    throw tied(EMBEDDING);
                }
                NDArray a = read(scope, module + ".lora_embedding_A", place.rank(), out);
                NDArray b = read(scope, module + ".lora_embedding_B", in, place.rank());
                merge(scope, module, place, bytes.transposed(scope, a), bytes.transposed(scope, b));
            } else {
                NDArray a = read(scope, module + ".lora_A.weight", place.rank(), in);
                NDArray b = read(scope, module + ".lora_B.weight", out, place.rank());
                merge(scope, module, place, b, a);
                bias(scope, module, place);
            }
        }
    }

    private void merge(NDManager scope, String module, Place place, NDArray b, NDArray a) {
        NDArray weight = model.weight(module + ".weight");
        AdapterConfig config = adapter.config();
        NDArray lengths =
                config.decomposed() ? lengths(scope, module, weight.getShape().get(0)) : scope.create(new Shape(0));
        bytes.merge(weight, b, a, place.scale(), lengths, config.start().code());
    }

    /** DoRA's magnitudes; PEFT before 0.12 stored them as a separate weight. */
    private NDArray lengths(NDManager scope, String module, long rows) {
        String name = module + ".lora_magnitude_vector";
        return read(scope, adapter.has(name) ? name : name + ".weight", rows);
    }

    /** Adds the bias of B to the projection's bias. */
    private void bias(NDManager scope, String module, Place place) {
        String tensor = module + ".lora_B.bias";
        if (!adapter.has(tensor)) {
            return;
        }
        Optional<NDArray> bias = Optional.ofNullable(model.weights().get(module + ".bias"));
        NDArray target = bias.orElseThrow(() -> adapter.refusal(
                "lora_bias",
                "found true, and " + module + " has no bias",
                "the adapter cannot be merged: train it without a bias"));
        bytes.add(target, read(scope, tensor, target.getShape().get(0)), place.scale());
    }

    private NDArray read(NDManager scope, String name, long... shape) {
        return adapter.read(bytes, scope, name, new Shape(shape), NumberType.FLOAT32);
    }

    private InputException tied(String module) {
        return adapter.refusal(
                "target_modules",
                "found " + module + ", and the head is tied to the embedding",
                "a merged adapter would change both tables, an unmerged one only one of them: train without it, or"
                        + " untie the base first");
    }
}
