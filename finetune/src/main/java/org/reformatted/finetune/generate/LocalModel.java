package org.reformatted.finetune.generate;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

/** A checkpoint in memory with its tokenizer: what generation and weighing share. Owns the model. */
final class LocalModel implements AutoCloseable {
    private static final long SMALL = 4_000_000;

    private final LlamaModel model;
    private final Tokenizer tokenizer;
    private final int batchRows;
    private final Supplier<String> identity;
    private @Nullable String foundIdentity;

    /**
     * Joins a model and its tokenizer.
     *
     * @param model owned from now on
     * @param tokenizer the model's
     * @param batchRows most answers written at a time
     * @param identity hash of the checkpoint
     */
    LocalModel(LlamaModel model, Tokenizer tokenizer, int batchRows, Supplier<String> identity) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.batchRows = batchRows;
        this.identity = identity;
    }

    /** Loads a folder and checks that its tokenizer belongs to its model. */
    static LocalModel open(Path folder, GenerationOptions options) {
        HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.open(folder);
        Tokenizer tokenizer = Tokenizers.load(folder);
        Tokenizers.checkVocabulary(tokenizer, checkpoint.config().vocabularySize(), folder);
        LlamaModel model = checkpoint.loadForGeneration(options.device(), options.type());
        return new LocalModel(model, tokenizer, options.batchRows(), () -> identity(folder, options));
    }

    /** What {@link #identity()} of an opened folder is. */
    static String identity(Path folder, GenerationOptions options) {
        return Sha256.of(folder).substring(0, 16) + " " + options.type().name();
    }

    LlamaModel model() {
        return model;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Hash of every file of the folder, and the precision it is computed in; found when first asked for, which reads all weights. */
    synchronized String identity() {
        String known = foundIdentity;
        if (known == null) {
            known = identity.get();
            foundIdentity = known;
        }
        return known;
    }

    /** Writes answers with a cache just large enough for them. */
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
        onItsThreads(() -> {
            int rows = Math.min(batchRows, Math.max(1, requests.size()));
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
