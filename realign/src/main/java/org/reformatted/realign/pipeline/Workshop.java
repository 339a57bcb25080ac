package org.reformatted.realign.pipeline;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.ClassifierTrainer;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.classify.TfidfClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.filter.RewriteFilters;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.BaseUrl;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.reformat.CandidateSelector;
import org.reformatted.realign.reformat.ModelReformatter;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RewritePrompts;
import org.reformatted.realign.reformat.RuleReformatter;
import org.reformatted.realign.retrieve.EvidenceSource;
import org.reformatted.realign.retrieve.KeptEvidence;
import org.reformatted.realign.retrieve.LuceneEvidence;
import org.reformatted.realign.retrieve.WebSearchEvidence;
import org.reformatted.realign.text.Tokenizers;

/** Everything a config asks for, opened: what realigning works with. */
final class Workshop implements AutoCloseable {
    private static final int RULES_BATCH = 64;

    /** One thread reads and writes for all others, and each of those has some batches in hand, which take memory. */
    private static final int MOST_THREADS = 8;

    private static final int MODEL_BATCH = 256;
    private static final EvidenceSource NO_EVIDENCE = query -> List.of();

    private final RealignConfig config;
    private final Map<String, TaskCategory> categories;
    private final TokenCount count;
    private final Optional<TaskClassifier> classifier;
    private final EvidenceSource evidence;
    private final Reformatter reformatter;
    private final @Nullable ModelDoor models;

    private Workshop(
            RealignConfig config,
            CriteriaBook criteria,
            TokenCount count,
            Optional<TaskClassifier> classifier,
            EvidenceSource evidence,
            Reformatter reformatter,
            @Nullable ModelDoor models) {
        this.config = config;
        this.categories = criteria.byName();
        this.count = count;
        this.classifier = classifier;
        this.evidence = evidence;
        this.reformatter = reformatter;
        this.models = models;
    }

    static Workshop open(
            RealignConfig config,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Map<String, String> environment,
            Path out) {
        CriteriaBook criteria = criteria(config, files);
        TokenCount count = count(config, files);
        EvidenceSource evidence = config.evidence()
                .map(wanted -> evidence(wanted, files, environment, out))
                .orElse(NO_EVIDENCE);
        ModelDoor models = config.asksModels()
                ? new ModelDoor(environment, checkpoints, out.resolve(RealignPipeline.ANSWERS))
                : null;
        try {
            Optional<TaskClassifier> classifier =
                    config.classifier().map(wanted -> classifier(wanted, criteria, files, out, models));
            Reformatter reformatter = reformatter(config, count, files, models);
            return new Workshop(config, criteria, count, classifier, evidence, reformatter, models);
        } catch (RuntimeException e) {
            evidence.close();
            if (models != null) {
                models.close();
            }
            throw e;
        }
    }

    private static TaskClassifier classifier(
            ClassifierConfig config,
            CriteriaBook criteria,
            Function<String, Path> files,
            Path out,
            @Nullable ModelDoor models) {
        if (config instanceof ClassifierConfig.Checkpoint local && models != null) {
            return ChatTaskClassifier.finetuned(models.open(local.checkpoint()), criteria);
        }
        if (config instanceof ClassifierConfig.Model model && models != null) {
            return new ChatTaskClassifier(models.open(model.endpoint()), criteria);
        }
        return localClassifier(config, criteria, files, Optional.of(out));
    }

    private static Reformatter reformatter(
            RealignConfig config, TokenCount count, Function<String, Path> files, @Nullable ModelDoor models) {
        if (config.reformatter() instanceof ReformatterConfig.Checkpoint local && models != null) {
            return reformatter(local, models.open(local.checkpoint()), count, files);
        }
        if (config.reformatter() instanceof ReformatterConfig.Model model && models != null) {
            return reformatter(model, models.open(model.endpoint()), count, files);
        }
        return new RuleReformatter();
    }

    /** One that asks nobody; one trained for this run is kept in its folder, so that a run that goes on trains nothing again. */
    static TaskClassifier localClassifier(
            ClassifierConfig config, CriteriaBook criteria, Function<String, Path> files, Optional<Path> out) {
        if (config instanceof ClassifierConfig.Saved saved) {
            return TfidfClassifier.load(files.apply(saved.path()));
        }
        List<LabelledQuery> given = config instanceof ClassifierConfig.Tfidf tfidf
                ? tfidf.queries().map(files).map(LabelledQuery::read).orElseGet(LabelledQuery::bundled)
                : LabelledQuery.bundled();
        List<LabelledQuery> queries = LabelledQuery.named(given, criteria);
        String made = Sha256.of(Json.canonical(List.of(ClassifierTrainer.VERSION, criteria.fallback(), queries)));
        Optional<Path> kept = out.map(folder -> folder.resolve("classifier-" + made.substring(0, 8) + ".bin"));
        if (kept.filter(Files::exists).isPresent()) {
            return TfidfClassifier.load(kept.get());
        }
        TfidfClassifier trained =
                ClassifierTrainer.train(queries, criteria.fallback(), 0).classifier();
        kept.ifPresent(trained::save);
        return trained;
    }

    /** With a reformatter that the caller brings. */
    static Workshop with(Reformatter reformatter, RealignConfig config, Function<String, Path> files) {
        return new Workshop(
                config,
                criteria(config, files),
                count(config, files),
                Optional.empty(),
                NO_EVIDENCE,
                reformatter,
                null);
    }

    private static EvidenceSource evidence(
            EvidenceConfig config, Function<String, Path> files, Map<String, String> environment, Path out) {
        if (config instanceof EvidenceConfig.Lucene lucene) {
            Path corpus = files.apply(lucene.corpus());
            Path index = lucene.index().map(corpus::resolveSibling).orElse(out.resolve("evidence-index"));
            return LuceneEvidence.open(corpus, index, lucene.passages(), lucene.rerank());
        }
        EvidenceConfig.Web web = (EvidenceConfig.Web) config;
        ApiKey key = ApiKey.read(environment, web.keyVariable())
                .orElseThrow(() -> new InputException("the environment variable " + web.keyVariable()
                        + " is not set; expected the key of the web search; set it, or name a local corpus"));
        URI base = BaseUrl.parse(
                "the environment variable " + web.baseUrlVariable(),
                environment.getOrDefault(web.baseUrlVariable(), "https://google.serper.dev"));
        return new KeptEvidence(new WebSearchEvidence(base, key), out.resolve(RealignPipeline.EVIDENCE));
    }

    static ModelReformatter reformatter(
            ReformatterConfig.Asking asking, ChatModel chat, TokenCount count, Function<String, Path> files) {
        Map<String, Path> prompts = new HashMap<>();
        asking.systemPrompt().ifPresent(path -> prompts.put("system", files.apply(path)));
        asking.prompt().ifPresent(path -> prompts.put("plain", files.apply(path)));
        asking.evidencePrompt().ifPresent(path -> prompts.put("evidence", files.apply(path)));
        return new ModelReformatter(
                chat,
                RewritePrompts.of(prompts, asking.marker()),
                asking.sampling(),
                asking.asks(),
                CandidateSelector.longest(count::of));
    }

    static CriteriaBook criteria(RealignConfig config, Function<String, Path> files) {
        CriteriaBook book = config.criteria().map(files).map(CriteriaBook::read).orElseGet(CriteriaBook::bundled);
        config.category().filter(name -> book.find(name).isEmpty()).ifPresent(name -> {
            throw new InputException("realign.category (" + name + ") is not in the criteria; use one of "
                    + String.join(
                            ", ",
                            book.categories().stream().map(TaskCategory::name).toList()));
        });
        return book;
    }

    static TokenCount count(RealignConfig config, Function<String, Path> files) {
        return config.tokenizer()
                .map(name -> TokenCount.of(name, Tokenizers.load(files.apply(name))))
                .orElseGet(TokenCount::whitespaceWords);
    }

    /** How many threads may work on rows: several where rules alone decide, which keep nothing from one row to the next. */
    int threads() {
        return rowsAreIndependent() ? Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS) : 1;
    }

    /** How many rows are worked on together: enough to keep a model busy, or few enough for a core's cache. */
    int batch() {
        return rowsAreIndependent() ? RULES_BATCH : MODEL_BATCH;
    }

    private boolean rowsAreIndependent() {
        return reformatter instanceof RuleReformatter
                && classifier.isEmpty()
                && config.evidence().isEmpty()
                && config.tokenizer().isEmpty();
    }

    /** For one thread alone: it remembers what it counted last. */
    RowRealigner realigner() {
        TokenCount remembering = TokenCount.remembering(count);
        return new RowRealigner(
                categories,
                config.category(),
                classifier,
                evidence,
                reformatter,
                RewriteFilters.named(config.filters(), remembering),
                remembering);
    }

    RealignSummary summary(RealignSummary.Counts total, Map<String, RealignSummary.Counts> categories) {
        Optional<Price> price = rewriterPrice();
        Map<String, RealignSummary.Counts> priced = new HashMap<>();
        categories.forEach((name, counts) -> priced.put(name, counts.at(price)));
        return new RealignSummary(
                total.at(price),
                priced,
                count.unit(),
                reformatter.identity(),
                config.filters(),
                Optional.ofNullable(models).map(ModelDoor::ledger));
    }

    private Optional<Price> rewriterPrice() {
        if (config.reformatter() instanceof ReformatterConfig.Model model) {
            return model.endpoint().knownPrice();
        }
        return config.reformatter() instanceof ReformatterConfig.Checkpoint
                ? Optional.of(Price.FREE)
                : Optional.empty();
    }

    @Override
    public void close() {
        reformatter.close();
        classifier.ifPresent(TaskClassifier::close);
        evidence.close();
        if (models != null) {
            models.close();
        }
    }
}
