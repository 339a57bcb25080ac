package org.reformatted.realign.llm;

import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;

/**
 * A local checkpoint and how it is opened.
 *
 * @param path its folder, relative to the model root
 * @param template the chat template it was finetuned with
 * @param precision the data type of the computation, {@code float32} or {@code bfloat16}
 * @param sampling how replies are sampled; when absent, the component that uses the model decides
 */
public record CheckpointConfig(
        @InputFile(InputFile.Root.MODEL) String path,
        @Default("openchat") @Identity String template,
        @Default("float32") @Identity String precision,
        Optional<SamplingSettings> sampling)
        implements ModelConfig {
    /** Checks the precision. */
    public CheckpointConfig {
        Check.argument(
                precision.equals("float32") || precision.equals("bfloat16"),
                "precision (%s) must be float32 or bfloat16",
                precision);
    }

    @Override
    public ModelConfig withSampling(SamplingSettings other) {
        return new CheckpointConfig(path, template, precision, Optional.of(other));
    }

    @Override
    public String shownName() {
        return path;
    }

    @Override
    public Optional<Price> knownPrice() {
        return Optional.of(Price.FREE);
    }

    @Override
    public Optional<Double> budget() {
        return Optional.empty();
    }

    /** Requests are answered in batches by one thread. */
    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Kind kind() {
        return Kind.CHECKPOINT;
    }

    @Override
    public void requireReady(Map<String, String> environment) {}

    @Override
    public String identity(ModelAccess access) {
        return access.checkpoints().identity(this);
    }

    @Override
    public ChatModel open(ModelAccess access) {
        return new CachingChatModel(access.checkpoints().open(this), access.store());
    }

    /** Opens checkpoints. This module has no engine for them, so another module implements this interface. */
    public interface Opener {
        /** Opens no checkpoint and throws an exception. */
        Opener NONE = checkpoint -> {
            throw new InputException("checkpoint (" + checkpoint.path()
                    + ") can't be opened here; run the config with the harness, or name an endpoint's model");
        };

        /**
         * Opens a checkpoint.
         *
         * @param checkpoint the checkpoint and its settings
         * @return the model, closed by the caller
         */
        ChatModel open(CheckpointConfig checkpoint);

        /**
         * Returns the {@link ChatModel#identity} of the opened model; an opener that knows it without loading the weights overrides this method.
         *
         * @param checkpoint the checkpoint and its settings
         * @return the identity
         */
        default String identity(CheckpointConfig checkpoint) {
            try (ChatModel model = open(checkpoint)) {
                return model.identity();
            }
        }
    }
}
