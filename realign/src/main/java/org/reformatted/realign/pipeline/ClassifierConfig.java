package org.reformatted.realign.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Seal;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.ClassifierTrainer;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.classify.TfidfClassifier;
import org.reformatted.realign.config.BundledContent;
import org.reformatted.realign.config.FormerKey;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ModelConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Classifies rows whose category is missing or not in the criteria. */
@FormerKey(from = "checkpoint", to = "model.checkpoint")
public sealed interface ClassifierConfig {
    /** Reports damaged files. */
    Logger LOG = LoggerFactory.getLogger(ClassifierConfig.class);

    /**
     * Opens the classifier.
     *
     * @param criteria the categories
     * @param files finds a file of the data root
     * @param out the folder in which a classifier that is trained for a run is saved, so that a resumed run does not train it again; if absent, it is
     * not saved
     * @param models opens a language model
     * @return the classifier, closed by the caller
     */
    TaskClassifier open(
            CriteriaBook criteria,
            Function<String, Path> files,
            Optional<Path> out,
            Function<ModelConfig, ChatModel> models);

    /**
     * Returns the language model that classifies.
     *
     * @return the config of a classifier that uses a language model; absent for all others
     */
    Optional<Model> asModel();

    /**
     * A classifier that is trained on labelled queries at the start of the run.
     *
     * @param queries labelled queries, relative to the data root; the bundled ones when absent
     */
    record Tfidf(@InputFile Optional<String> queries) implements ClassifierConfig, BundledContent {
        @Override
        public Map<String, String> bundled() {
            return queries.isEmpty() ? Map.of("queries", LabelledQuery.bundledHash()) : Map.of();
        }

        @Override
        public TaskClassifier open(
                CriteriaBook criteria,
                Function<String, Path> files,
                Optional<Path> out,
                Function<ModelConfig, ChatModel> models) {
            List<LabelledQuery> given =
                    this.queries.map(files).map(LabelledQuery::read).orElseGet(LabelledQuery::bundled);
            List<LabelledQuery> labelled = LabelledQuery.named(given, criteria);
            String made = Sha256.of(Json.canonical(List.of(ClassifierTrainer.VERSION, criteria.fallback(), labelled)));
            Optional<Path> saved = out.map(folder -> folder.resolve("classifier-" + made.substring(0, 8) + ".bin"));
            if (saved.filter(Files::exists).isPresent()) {
                List<String> damages = Seal.of(saved.get()).damages(List.of(saved.get()), FileHashes.shared());
                if (damages.isEmpty()) {
                    return TfidfClassifier.load(saved.get());
                }
                LOG.warn("{}; the classifier is trained again", String.join("; ", damages));
            }
            TfidfClassifier trained =
                    ClassifierTrainer.train(labelled, criteria.fallback(), 0).classifier();
            saved.ifPresent(file -> {
                trained.save(file);
                Seal.of(file).write(List.of(file));
            });
            return trained;
        }

        @Override
        public Optional<Model> asModel() {
            return Optional.empty();
        }
    }

    /**
     * A classifier that was trained and saved before.
     *
     * @param path its file, relative to the data root
     */
    record Saved(@InputFile String path) implements ClassifierConfig {
        @Override
        public TaskClassifier open(
                CriteriaBook criteria,
                Function<String, Path> files,
                Optional<Path> out,
                Function<ModelConfig, ChatModel> models) {
            return TfidfClassifier.load(files.apply(path));
        }

        @Override
        public Optional<Model> asModel() {
            return Optional.empty();
        }
    }

    /**
     * A language model.
     *
     * @param model the model; sampling is not allowed, because the most likely category is used
     * @param finetuned whether the model was finetuned on {@link ChatTaskClassifier#rows} and is prompted in the same form; if absent, true for a
     * checkpoint
     */
    record Model(ModelConfig model, @Identity Optional<Boolean> finetuned) implements ClassifierConfig, BundledContent {
        /** Checks that the config does not set the sampling, which is fixed. */
        public Model {
            Check.argument(
                    model.sampling().isEmpty(),
                    "model.sampling is not allowed in a classifier, which uses the most likely category; remove it");
            finetuned = Optional.of(finetuned.orElse(model.kind() == ModelConfig.Kind.CHECKPOINT));
        }

        @Override
        public Map<String, String> bundled() {
            return Map.of("prompts", ChatTaskClassifier.promptsHash());
        }

        @Override
        public TaskClassifier open(
                CriteriaBook criteria,
                Function<String, Path> files,
                Optional<Path> out,
                Function<ModelConfig, ChatModel> models) {
            return chatClassifier(models.apply(model), criteria);
        }

        /** Returns the classifier with an open model. */
        ChatTaskClassifier chatClassifier(ChatModel opened, CriteriaBook criteria) {
            return finetuned.orElseThrow()
                    ? ChatTaskClassifier.finetuned(opened, criteria)
                    : new ChatTaskClassifier(opened, criteria);
        }

        @Override
        public Optional<Model> asModel() {
            return Optional.of(this);
        }
    }
}
