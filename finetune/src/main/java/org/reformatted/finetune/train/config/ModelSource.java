package org.reformatted.finetune.train.config;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Optional;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.text.Tokenizers;

/** The model that training starts from. */
public sealed interface ModelSource {
    /**
     * The folder that the config names: the model's, or the tokenizer's if the weights are random.
     *
     * @return the folder, if any
     */
    Optional<String> folder();

    /**
     * The folder of the weights that training starts from.
     *
     * @return the folder; absent if the weights are random
     */
    default Optional<String> weights() {
        return Optional.empty();
    }

    /**
     * The model's shape, without the rows that are added for tokens of the template.
     *
     * @param found the path of {@link #folder()}
     * @return the shape
     * @throws InputException when the folder is missing or does not contain a supported model
     */
    LlamaConfig shape(Optional<Path> found);

    /**
     * Loads the weights, or draws them at random.
     *
     * @param found the path of {@link #folder()}
     * @param wanted the shape, with the added rows
     * @param device the device of the weights
     * @param type of the weights
     * @return the model, closed by the caller
     * @throws InputException when the folder is missing or does not contain a supported model
     */
    LlamaModel load(Optional<Path> found, LlamaConfig wanted, Device device, NumberType type);

    /**
     * A Hugging Face folder.
     *
     * @param path its path
     */
    record Folder(@InputFile(InputFile.Root.MODEL) String path) implements ModelSource {
        @Override
        public Optional<String> folder() {
            return Optional.of(path);
        }

        @Override
        public Optional<String> weights() {
            return Optional.of(path);
        }

        @Override
        public LlamaConfig shape(Optional<Path> found) {
            return checkpoint(found).config();
        }

        @Override
        public LlamaModel load(Optional<Path> found, LlamaConfig wanted, Device device, NumberType type) {
            return checkpoint(found).load(device, type, wanted.vocabularySize());
        }

        private static HuggingFaceCheckpoint checkpoint(Optional<Path> found) {
            return HuggingFaceCheckpoint.open(found.orElseThrow(
                    () -> new InputException("model: its folder is missing; name a Hugging Face folder")));
        }
    }

    /**
     * A published shape with random weights.
     *
     * @param preset {@code llama2-7b}, {@code llama2-13b}, {@code llama2-70b} or {@code mistral-7b}
     * @param init how the weights are initialised
     * @param seed of the random weights
     * @param tokenizer a folder with a tokenizer; if left out, the data must be tokenized
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

        @Override
        public LlamaConfig shape(Optional<Path> found) {
            return LlamaConfig.preset(preset).orElseThrow();
        }

        @Override
        public LlamaModel load(Optional<Path> found, LlamaConfig wanted, Device device, NumberType type) {
            return LlamaInitializer.random(wanted, device, type, seed);
        }
    }

    /**
     * A LLaMA of any shape with random weights.
     *
     * @param hiddenSize width of the residual stream
     * @param intermediateSize width inside the feed-forward block
     * @param layers number of decoder layers
     * @param attentionHeads number of query heads
     * @param keyValueHeads number of key/value heads
     * @param vocabularySize rows of the embedding; if left out, the number of the tokenizer's tokens
     * @param maxPositions longest sequence, in tokens
     * @param seed of the random weights
     * @param tokenizer a folder with a tokenizer; if left out, the data must be tokenized
     */
    record Llama(
            @Identity int hiddenSize,
            @Identity int intermediateSize,
            @Identity int layers,
            @Identity int attentionHeads,
            @Identity int keyValueHeads,
            @Identity Optional<Integer> vocabularySize,
            @Identity int maxPositions,
            @Default("1") @Identity long seed,
            @InputFile(InputFile.Root.MODEL) Optional<String> tokenizer)
            implements ModelSource {
        /** Checks the shape by creating it. */
        public Llama {
            Check.argument(
                    vocabularySize.isPresent() || tokenizer.isPresent(),
                    "vocabularySize is missing, and there is no tokenizer to count its tokens; set one of the two");
            LlamaConfig.llama(
                    hiddenSize,
                    intermediateSize,
                    layers,
                    attentionHeads,
                    keyValueHeads,
                    vocabularySize.orElse(1),
                    maxPositions);
        }

        @Override
        public Optional<String> folder() {
            return tokenizer;
        }

        @Override
        public LlamaConfig shape(Optional<Path> found) {
            int vocabulary = vocabularySize.orElseGet(() -> Tokenizers.load(found.orElseThrow(
                            () -> new InputException("model: the tokenizer's folder is missing; name it")))
                    .vocabularySize());
            return LlamaConfig.llama(
                    hiddenSize, intermediateSize, layers, attentionHeads, keyValueHeads, vocabulary, maxPositions);
        }

        @Override
        public LlamaModel load(Optional<Path> found, LlamaConfig wanted, Device device, NumberType type) {
            return LlamaInitializer.random(wanted, device, type, seed);
        }
    }

    /** How weights are initialised. */
    enum Init {
        /** Norms are 1; all other weights are normal with mean 0 and standard deviation 0.02. */
        RANDOM
    }
}
