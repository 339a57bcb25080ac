package org.reformatted.finetune.train;

import java.util.Optional;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;

/** What training starts from. */
public sealed interface ModelSource {
    /**
     * The folder that the config names: the model's, or the tokenizer's where the weights are drawn.
     *
     * @return the folder, if any
     */
    Optional<String> folder();

    /**
     * A Hugging Face folder.
     *
     * @param path where it lies
     */
    record Folder(@InputFile(InputFile.Root.MODEL) String path) implements ModelSource {
        @Override
        public Optional<String> folder() {
            return Optional.of(path);
        }
    }

    /**
     * A published shape with random weights.
     *
     * @param preset {@code llama2-7b}, {@code llama2-13b}, {@code llama2-70b} or {@code mistral-7b}
     * @param init how weights are drawn
     * @param seed of the draw
     * @param tokenizer a folder with a tokenizer; left out, the data must be tokens already
     */
    record Preset(
            @Identity String preset,
            @Default("random") @Identity Init init,
            @Default("1") @Identity long seed,
            @InputFile(InputFile.Root.MODEL) Optional<String> tokenizer)
            implements ModelSource {
        /** Checks the name. */
        public Preset {
            Check.argument(
                    LlamaConfig.preset(preset).isPresent(),
                    "preset (%s) must be llama2-7b, llama2-13b, llama2-70b or mistral-7b",
                    preset);
        }

        @Override
        public Optional<String> folder() {
            return tokenizer;
        }
    }

    /**
     * A shape of one's own with random weights.
     *
     * @param hiddenSize width of the residual stream
     * @param intermediateSize width inside the feed-forward block
     * @param layers number of decoder layers
     * @param attentionHeads number of query heads
     * @param keyValueHeads number of key/value heads
     * @param vocabularySize rows of the embedding
     * @param maxPositions longest sequence, in tokens
     * @param seed of the draw
     * @param tokenizer a folder with a tokenizer; left out, the data must be tokens already
     */
    record Llama(
            @Identity int hiddenSize,
            @Identity int intermediateSize,
            @Identity int layers,
            @Identity int attentionHeads,
            @Identity int keyValueHeads,
            @Identity int vocabularySize,
            @Identity int maxPositions,
            @Default("1") @Identity long seed,
            @InputFile(InputFile.Root.MODEL) Optional<String> tokenizer)
            implements ModelSource {
        /** Checks the shape by making its config. */
        public Llama {
            LlamaConfig.llama(
                    hiddenSize, intermediateSize, layers, attentionHeads, keyValueHeads, vocabularySize, maxPositions);
        }

        @Override
        public Optional<String> folder() {
            return tokenizer;
        }

        /**
         * The shape.
         *
         * @return the config of the model to draw
         */
        public LlamaConfig config() {
            return LlamaConfig.llama(
                    hiddenSize, intermediateSize, layers, attentionHeads, keyValueHeads, vocabularySize, maxPositions);
        }
    }

    /** How weights are drawn. */
    enum Init {
        /** Norms 1, all else normal with standard deviation 0.02. */
        RANDOM
    }
}
