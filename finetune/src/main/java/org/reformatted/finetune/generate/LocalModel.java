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

/** A checkpoint in memory with its tokenizer: what generation and weighing share. Owns the model. */
final class LocalModel implements AutoCloseable {
    private static final long SMALL = 4_000_000;

    /** Increment when the same checkpoint would answer otherwise. 3: packed weights; 4: sums made by products: other roundings, where two tokens are as likely. */
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
     * @param model owned from now on
     * @param tokenizer the model's
     * @param endTokens at which the model ends a text
     * @param batchRows most answers written at a time
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
                checkpoint.loadForGeneration(options.device(), options.type()); // last: what fails before owns nothing
        DeviceMemory.release(); // what loading took beside the weights
        return new LocalModel(model, tokenizer, endTokens, options.batchRows(), () -> identity(folder, options));
    }

    private static Set<Integer> endTokens(HuggingFaceCheckpoint checkpoint, Tokenizer tokenizer) {
        Set<Integer> ids = new TreeSet<>(checkpoint.endTokens());
        if (ids.isEmpty()) {
            tokenizer.sequence().end().ifPresent(ids::add);
        }
        return ids;
    }

    /** What {@link #identity()} of an opened folder is. */
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

    /** The tokens that end a text: of generation_config.json, else of config.json, else of the tokenizer. */
    Set<Integer> endTokens() {
        return endTokens;
    }

    /** Hash of every file of the folder, the precision it is computed in, and the version of the code; found when first asked for, which reads all weights. */
    synchronized String identity() {
        String known = foundIdentity;
        if (known == null) {
            known = identity.get();
            foundIdentity = known;
        }
        return known;
    }

    /** Writes answers with a cache just large enough for them, as many at a time as the options say and the device's free memory allows. */
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

    /** Runs on one core when an operator of the model is over before a second core has woken up. */
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
