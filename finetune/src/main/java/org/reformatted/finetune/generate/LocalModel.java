package org.reformatted.finetune.generate;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.kernel.DeviceMemory;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** A checkpoint in memory with its tokenizer, used for generation and for likelihoods. Owns the model. */
final class LocalModel implements AutoCloseable {
    private static final long SMALL = 4_000_000;

    /**
     * Increment when the answers of the same checkpoint change. 3: packed weights; 4: sums computed as products, which round differently if two
     * tokens are almost equally likely.
     */
    static final int VERSION = 4;

    private final LlamaModel model;
    private final Tokenizer tokenizer;
    private final Set<Integer> endTokens;
    private final int batchRows;
    private final Supplier<String> identity;
    private @Nullable String foundIdentity;

    /**
     * Joins a model and its tokenizer.
     *
     * @param model the model, owned by the new object
     * @param tokenizer of the model
     * @param endTokens tokens at which the model ends a text
     * @param batchRows the maximum number of answers generated at a time
     * @param identity hash of the checkpoint
     */
    LocalModel(
            LlamaModel model, Tokenizer tokenizer, Set<Integer> endTokens, int batchRows, Supplier<String> identity) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.endTokens = Set.copyOf(endTokens);
        this.batchRows = batchRows;
        this.identity = identity;
    }

    /** Loads a folder and checks that its tokenizer belongs to its model. */
    static LocalModel open(Path folder, GenerationOptions options) {
        HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
        Tokenizer tokenizer = Tokenizers.load(folder);
        Tokenizers.checkVocabulary(tokenizer, checkpoint.config().vocabularySize(), folder);
        Set<Integer> endTokens = endTokens(checkpoint, tokenizer);
        DeviceMemory.release();
        LlamaModel model =
                checkpoint.loadForGeneration(options.device(), options.type()); // last: a failure before needs no close
        DeviceMemory.release(); // the temporary memory of loading
        return new LocalModel(model, tokenizer, endTokens, options.batchRows(), () -> identity(folder, options));
    }

    private static Set<Integer> endTokens(HuggingFaceCheckpoint checkpoint, Tokenizer tokenizer) {
        Set<Integer> ids = new TreeSet<>(checkpoint.endTokens());
        if (ids.isEmpty()) {
            tokenizer.sequence().end().ifPresent(ids::add);
        }
        return ids;
    }

    /** Computes {@link #identity()} of a folder. */
    static String identity(Path folder, GenerationOptions options) {
        return FileHashes.shared().of(folder).substring(0, 16) + " "
                + options.type().name() + " v" + VERSION;
    }

    LlamaModel model() {
        return model;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The tokens that end a text: those of generation_config.json, or else of config.json, or else of the tokenizer. */
    Set<Integer> endTokens() {
        return endTokens;
    }

    /**
     * The hash of the folder's files, the precision of the computation and the version of the code. The first call computes it and reads all weights.
     */
    synchronized String identity() {
        String known = foundIdentity;
        if (known == null) {
            known = identity.get();
            foundIdentity = known;
        }
        return known;
    }

    /** Generates answers, as many at a time as the options and the free memory of the device allow. The cache is just large enough for them. */
    void generate(List<GenerationRequest> requests, ObjIntConsumer<Generated> whenDone) {
        int context = model.config().maxPositions();
        int longest = 1;
        for (GenerationRequest request : requests) {
            int prompt = request.prompt().length;
            if (prompt < context) {
                longest = Math.max(
                        longest, Math.min(context, prompt + request.sampling().maxNewTokens()));
            }
        }
        int capacity = longest;
        GenerationMemory memory =
                GenerationMemory.of(model.config(), model.type().bytes(), capacity, BatchGenerator.CHUNK);
        onItsThreads(() -> {
            int rows = memory.rows(
                    Math.min(batchRows, Math.max(1, requests.size())),
                    DeviceMemory.free(model.manager().getDevice()),
                    DeviceMemory.name(model.manager().getDevice()));
            try (TokenModel cached = new LlamaTokenModel(model, rows, capacity)) {
                new BatchGenerator(cached, tokenizer).generate(requests, whenDone);
            }
        });
    }

    /** Runs work on one core if the model is so small that an operator ends before a second core is active. */
    void onItsThreads(Runnable work) {
        int threads = Torch.threads();
        boolean small = LlamaWeights.parameters(model.config()) < SMALL;
        Torch.setThreads(small ? 1 : threads);
        try {
            work.run();
        } finally {
            Torch.setThreads(threads);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
