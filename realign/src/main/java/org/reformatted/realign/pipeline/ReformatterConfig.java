package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.BundledContent;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.FormerKey;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.reformat.CandidateSelector;
import org.reformatted.realign.reformat.ModelReformatter;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RewritePrompts;
import org.reformatted.realign.reformat.RuleReformatter;

/** Rewrites responses. */
@FormerKey(from = "checkpoint", to = "model.checkpoint")
@FormerKey(from = "sampling", to = "model.checkpoint.sampling")
@FormerKey(from = "model.sampling", to = "model.endpoint.sampling")
@FormerKey(
        from = {"model.asks", "model.systemPrompt", "model.prompt", "model.evidencePrompt", "model.marker"},
        to = "*")
public sealed interface ReformatterConfig {
    /**
     * Opens the reformatter.
     *
     * @param count counts tokens to choose between candidates
     * @param files finds a file of the data root
     * @param prompts the prompts that are used where the config names no files
     * @param models opens a language model
     * @return the reformatter, closed by the caller
     */
    Reformatter open(
            TokenCount count,
            Function<String, Path> files,
            RewritePrompts prompts,
            Function<ModelConfig, ChatModel> models);

    /**
     * Returns the language model that rewrites.
     *
     * @return the config of a reformatter that uses a model; absent for rules
     */
    Optional<Model> asModel();

    /** Rules that only rearrange the content of a response, without a model: {@code reformatter: rules}. */
    record Rules() implements ReformatterConfig {
        @Override
        public Reformatter open(
                TokenCount count,
                Function<String, Path> files,
                RewritePrompts prompts,
                Function<ModelConfig, ChatModel> models) {
            return new RuleReformatter();
        }

        @Override
        public Optional<Model> asModel() {
            return Optional.empty();
        }
    }

    /**
     * A language model. A checkpoint with temperature 0 generates the same reply each time, so that one attempt is enough.
     *
     * @param model the model; sampling defaults to the paper's: temperature 0.3, two candidates, 2048 tokens
     * @param asks the maximum number of attempts for a row, if the replies are malformed
     * @param systemPrompt a file that replaces the bundled system prompt, relative to the data root
     * @param prompt a file that replaces the bundled prompt without evidence, relative to the data root
     * @param evidencePrompt a file that replaces the bundled prompt with evidence, relative to the data root
     * @param marker the line in a reply after which the revised response starts
     * @param evidenceSystemPrompt a file that replaces the system prompt in prompts with evidence; {@code systemPrompt} when absent
     * @param passageSeparator the text between two passages of evidence; a line break when absent
     */
    record Model(
            ModelConfig model,
            @Default("3") @Identity int asks,
            @InputFile Optional<String> systemPrompt,
            @InputFile Optional<String> prompt,
            @InputFile Optional<String> evidencePrompt,
            @Default("'[[REVISED RESPONSE]]'") @Identity String marker,
            @InputFile Optional<String> evidenceSystemPrompt,
            @Identity Optional<String> passageSeparator)
            implements ReformatterConfig, BundledContent {
        private static final SamplingSettings PAPER = new SamplingSettings(0.3, 1, 0, 2048, 2, List.of(), 0);

        /** Checks the ranges and completes the sampling. */
        public Model {
            Check.argument(asks > 0, "asks (%s) must be positive", asks);
            Check.argument(!marker.isBlank(), "marker must not be empty");
            model = model.sampling().isPresent() ? model : model.withSampling(PAPER);
        }

        @Override
        public Map<String, String> bundled() {
            return Map.of("prompts", RewritePrompts.bundledHash(), "replies", RewritePrompts.REPLY_VERSION);
        }

        @Override
        public Reformatter open(
                TokenCount count,
                Function<String, Path> files,
                RewritePrompts prompts,
                Function<ModelConfig, ChatModel> models) {
            return modelReformatter(models.apply(model), count, files, prompts);
        }

        /** Returns the reformatter with an open model. */
        ModelReformatter modelReformatter(
                ChatModel opened, TokenCount count, Function<String, Path> files, RewritePrompts prompts) {
            Map<String, Path> own = new HashMap<>();
            promptFiles().forEach((part, path) -> own.put(part, files.apply(path)));
            return new ModelReformatter(
                    opened,
                    prompts.with(own, marker, passageSeparator.orElse(RewritePrompts.PASSAGE_SEPARATOR)),
                    model.sampling().orElseThrow(),
                    asks,
                    CandidateSelector.longest(count::of));
        }

        /** Returns the prompt files that the config names, by part. */
        Map<String, String> promptFiles() {
            Map<String, String> own = new HashMap<>();
            systemPrompt.ifPresent(path -> own.put("system", path));
            evidenceSystemPrompt.ifPresent(path -> own.put("evidenceSystem", path));
            prompt.ifPresent(path -> own.put("plain", path));
            evidencePrompt.ifPresent(path -> own.put("evidence", path));
            return own;
        }

        @Override
        public Optional<Model> asModel() {
            return Optional.of(this);
        }
    }
}
