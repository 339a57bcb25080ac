package org.reformatted.realign.pipeline;

import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.BundledContent;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.reformat.RewritePrompts;

/** Who rewrites. */
public sealed interface ReformatterConfig {
    /** Rules that only rearrange what is there, without any model: {@code reformatter: rules}. */
    record Rules() implements ReformatterConfig {}

    /** How a language model is asked, whichever it is. Sampling defaults to the paper's: temperature 0.3, two candidates, 2048 tokens. */
    interface Asking extends BundledContent {
        /** The paper's sampling. */
        String SAMPLING = "{temperature: 0.3, maxNewTokens: 2048, candidates: 2}";

        /** The marker of the bundled prompts, as YAML. */
        String MARKER = "'[[REVISED RESPONSE]]'";

        /**
         * How replies are drawn.
         *
         * @return the settings
         */
        SamplingSettings sampling();

        /**
         * How often a row is asked at most, when its replies are malformed.
         *
         * @return a positive number
         */
        int asks();

        /**
         * A file in place of the bundled system prompt.
         *
         * @return relative to the data root
         */
        Optional<String> systemPrompt();

        /**
         * A file in place of the bundled prompt without evidence.
         *
         * @return relative to the data root
         */
        Optional<String> prompt();

        /**
         * A file in place of the bundled prompt with evidence.
         *
         * @return relative to the data root
         */
        Optional<String> evidencePrompt();

        /**
         * The line after which the revised response stands in a reply.
         *
         * @return the marker
         */
        String marker();

        @Override
        default Map<String, String> bundled() {
            return Map.of("prompts", RewritePrompts.bundledHash());
        }
    }

    /**
     * A language model behind an endpoint.
     *
     * @param endpoint who is asked
     * @param sampling how replies are drawn
     * @param asks how often a row is asked at most, when its replies are malformed
     * @param systemPrompt a file in place of the bundled system prompt
     * @param prompt a file in place of the bundled prompt without evidence
     * @param evidencePrompt a file in place of the bundled prompt with evidence
     * @param marker the line after which the revised response stands in a reply
     */
    record Model(
            EndpointConfig endpoint,
            @Default(SAMPLING) SamplingSettings sampling,
            @Default("3") @Identity int asks,
            @InputFile Optional<String> systemPrompt,
            @InputFile Optional<String> prompt,
            @InputFile Optional<String> evidencePrompt,
            @Default(MARKER) @Identity String marker)
            implements ReformatterConfig, Asking {
        /** Checks the ranges. */
        public Model {
            check(asks, marker);
        }
    }

    /**
     * A checkpoint on this machine. Where it is greedy it writes the same at every ask, so one is enough then.
     *
     * @param checkpoint who is asked
     * @param sampling how replies are drawn
     * @param asks how often a row is asked at most, when its replies are malformed
     * @param systemPrompt a file in place of the bundled system prompt
     * @param prompt a file in place of the bundled prompt without evidence
     * @param evidencePrompt a file in place of the bundled prompt with evidence
     * @param marker the line after which the revised response stands in a reply
     */
    record Checkpoint(
            CheckpointConfig checkpoint,
            @Default(SAMPLING) SamplingSettings sampling,
            @Default("3") @Identity int asks,
            @InputFile Optional<String> systemPrompt,
            @InputFile Optional<String> prompt,
            @InputFile Optional<String> evidencePrompt,
            @Default(MARKER) @Identity String marker)
            implements ReformatterConfig, Asking {
        /** Checks the ranges. */
        public Checkpoint {
            check(asks, marker);
        }
    }

    private static void check(int asks, String marker) {
        Check.argument(asks > 0, "asks (%s) must be positive", asks);
        Check.argument(!marker.isBlank(), "marker must not be empty");
    }
}
