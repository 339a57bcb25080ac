package org.reformatted.realign.pipeline;

import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.EndpointConfig;

/** Who tells the category of rows that bring none that the criteria know. */
public sealed interface ClassifierConfig {
    /**
     * The classifier that runs here, trained when the run begins.
     *
     * @param queries labelled queries, relative to the data root; the bundled ones when absent
     */
    record Tfidf(Optional<String> queries) implements ClassifierConfig {}

    /**
     * A classifier that was trained and saved before.
     *
     * @param path its file, relative to the data root
     */
    record Saved(String path) implements ClassifierConfig {}

    /**
     * A local checkpoint that was finetuned on {@link org.reformatted.realign.classify.ChatTaskClassifier#rows}.
     *
     * @param path its folder, relative to the model root
     * @param template the chat template it was finetuned with
     * @param precision the type it computes in, {@code float32} or {@code bfloat16}
     */
    record Checkpoint(
            String path,
            @Default("openchat") String template,
            @Default("float32") String precision) implements ClassifierConfig {
        /** Checks the precision. */
        public Checkpoint {
            Check.argument(
                    precision.equals("float32") || precision.equals("bfloat16"),
                    "precision (%s) must be float32 or bfloat16",
                    precision);
        }
    }

    /** Opens checkpoints, which this module cannot: it holds no engine for them. */
    interface Opener {
        /** Says that there is nobody to open a checkpoint. */
        Opener NONE = checkpoint -> {
            throw new InputException("classifier.checkpoint (" + checkpoint.path()
                    + ") can't be opened here; run the config by the harness, or take another classifier");
        };

        /**
         * Opens a checkpoint.
         *
         * @param checkpoint which, and how
         * @return the model, closed by the caller
         */
        ChatModel open(Checkpoint checkpoint);
    }

    /**
     * A language model.
     *
     * @param endpoint who is asked
     */
    record Model(EndpointConfig endpoint) implements ClassifierConfig {}
}
