package org.reformatted.realign.pipeline;

import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.config.BundledContent;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;

/** Who tells the category of rows that bring none that the criteria know. */
public sealed interface ClassifierConfig {
    /**
     * The classifier that runs here, trained when the run begins.
     *
     * @param queries labelled queries, relative to the data root; the bundled ones when absent
     */
    record Tfidf(@InputFile Optional<String> queries) implements ClassifierConfig, BundledContent {
        @Override
        public Map<String, String> bundled() {
            return queries.isEmpty() ? Map.of("queries", LabelledQuery.bundledHash()) : Map.of();
        }
    }

    /**
     * A classifier that was trained and saved before.
     *
     * @param path its file, relative to the data root
     */
    record Saved(@InputFile String path) implements ClassifierConfig {}

    /**
     * A local checkpoint that was finetuned on {@link org.reformatted.realign.classify.ChatTaskClassifier#rows}.
     *
     * @param checkpoint which, and how it is opened
     */
    record Checkpoint(CheckpointConfig checkpoint) implements ClassifierConfig, BundledContent {
        @Override
        public Map<String, String> bundled() {
            return Map.of("prompts", ChatTaskClassifier.promptsHash());
        }
    }

    /**
     * A language model.
     *
     * @param endpoint who is asked
     */
    record Model(EndpointConfig endpoint) implements ClassifierConfig, BundledContent {
        @Override
        public Map<String, String> bundled() {
            return Map.of("prompts", ChatTaskClassifier.promptsHash());
        }
    }
}
