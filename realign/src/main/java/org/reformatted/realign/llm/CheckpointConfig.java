package org.reformatted.realign.llm;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;

/**
 * A local checkpoint, and how it is opened.
 *
 * @param path its folder, relative to the model root
 * @param template the chat template it was finetuned with
 * @param precision the type it computes in, {@code float32} or {@code bfloat16}
 */
public record CheckpointConfig(
        @InputFile(InputFile.Root.MODEL) String path,
        @Default("openchat") @Identity String template,
        @Default("float32") @Identity String precision) {
    /** Checks the precision. */
    public CheckpointConfig {
        Check.argument(
                precision.equals("float32") || precision.equals("bfloat16"),
                "precision (%s) must be float32 or bfloat16",
                precision);
    }

    /** Opens checkpoints, which this module cannot: it holds no engine for them. */
    public interface Opener {
        /** Says that there is nobody to open a checkpoint. */
        Opener NONE = checkpoint -> {
            throw new InputException("checkpoint (" + checkpoint.path()
                    + ") can't be opened here; run the config by the harness, or name an endpoint's model");
        };

        /**
         * Opens a checkpoint.
         *
         * @param checkpoint which, and how
         * @return the model, closed by the caller
         */
        ChatModel open(CheckpointConfig checkpoint);

        /**
         * What the opened model's {@link ChatModel#identity} would be; an opener that knows it without the weights in memory overrides this.
         *
         * @param checkpoint which, and how
         * @return the identity
         */
        default String identity(CheckpointConfig checkpoint) {
            try (ChatModel model = open(checkpoint)) {
                return model.identity();
            }
        }
    }
}
