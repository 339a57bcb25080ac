package org.reformatted.realign.pipeline;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.filter.RewriteFilters;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.SharedServices;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RewritePrompts;
import org.reformatted.realign.reformat.RuleReformatter;
import org.reformatted.realign.reformat.UpstreamTexts;
import org.reformatted.realign.retrieve.EvidenceSource;
import org.reformatted.realign.text.Tokenizers;

/** Runtime components built from a {@link RealignConfig}. */
final class RealignRuntime implements AutoCloseable {
    /** One thread, with groups that are large enough to be faster than single rows. */
    private static final OrderedPipeline.Pace ONE_AFTER_ANOTHER = new OrderedPipeline.Pace(256, 1);

    private static final EvidenceSource NO_EVIDENCE = query -> List.of();

    private final RealignConfig config;
    private final Map<String, TaskCategory> categories;
    private final TokenCount count;
    private final Optional<TaskClassifier> classifier;
    private final EvidenceSource evidence;
    private final Reformatter reformatter;
    private final @Nullable ModelProvider models;
    private final Map<String, String> texts;

    private RealignRuntime(
            RealignConfig config,
            CriteriaBook criteria,
            TokenCount count,
            Optional<TaskClassifier> classifier,
            EvidenceSource evidence,
            Reformatter reformatter,
            @Nullable ModelProvider models,
            Map<String, String> texts) {
        this.config = config;
        this.categories = criteria.byName();
        this.count = count;
        this.classifier = classifier;
        this.evidence = evidence;
        this.reformatter = reformatter;
        this.models = models;
        this.texts = texts;
    }

    static RealignRuntime open(
            RealignConfig config,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Map<String, String> environment,
            Path answers,
            SharedServices shared,
            Path out) {
        CriteriaBook criteria = criteria(config, files);
        TokenCount count = count(config, files);
        EvidenceSource evidence = config.evidence()
                .map(wanted -> wanted.open(files, environment, out, shared.found()))
                .orElse(NO_EVIDENCE);
        ModelProvider models =
                config.models().isEmpty() ? null : new ModelProvider(files, checkpoints, environment, answers, shared);
        try {
            Function<ModelConfig, ChatModel> opening = named -> opened(models, named);
            Optional<TaskClassifier> classifier =
                    config.classifier().map(wanted -> wanted.open(criteria, files, Optional.of(out), opening));
            Reformatter reformatter = config.reformatter().open(count, files, prompts(config, files), opening);
            return new RealignRuntime(
                    config, criteria, count, classifier, evidence, reformatter, models, TextOrigins.of(config, files));
        } catch (RuntimeException e) {
            evidence.close();
            if (models != null) {
                models.close();
            }
            throw e;
        }
    }

    private static ChatModel opened(@Nullable ModelProvider models, ModelConfig named) {
        if (models == null) {
            throw new IllegalStateException(named.shownName() + " is not among the models of the config");
        }
        return models.open(named);
    }

    /** Opens a runtime with a reformatter of the caller. */
    static RealignRuntime with(Reformatter reformatter, RealignConfig config, Function<String, Path> files) {
        return new RealignRuntime(
                config,
                criteria(config, files),
                count(config, files),
                Optional.empty(),
                NO_EVIDENCE,
                reformatter,
                null,
                TextOrigins.of(config, files));
    }

    private static CriteriaBook book(RealignConfig config, Function<String, Path> files) {
        return config.criteria()
                .map(files)
                .map(CriteriaBook::read)
                .or(() -> upstream(config, files).map(texts -> texts.criteria(CriteriaBook.bundled())))
                .orElseGet(CriteriaBook::bundled);
    }

    static CriteriaBook criteria(RealignConfig config, Function<String, Path> files) {
        CriteriaBook book = book(config, files);
        unknownCategory(config, book).ifPresent(sentence -> {
            throw new InputException("realign.category " + sentence);
        });
        return book;
    }

    /** Returns the problem with the category of a config; empty if the criteria have the category. */
    static Optional<String> unknownCategory(RealignConfig config, Function<String, Path> files) {
        return unknownCategory(config, book(config, files));
    }

    private static Optional<String> unknownCategory(RealignConfig config, CriteriaBook book) {
        return config.category()
                .filter(name -> book.find(name).isEmpty())
                .map(name -> "(" + name
                        + ") is not in the criteria; use one of "
                        + String.join(
                                ", ",
                                book.categories().stream()
                                        .map(TaskCategory::name)
                                        .toList()));
    }

    private static Optional<UpstreamTexts> upstream(RealignConfig config, Function<String, Path> files) {
        return config.upstreamTexts().map(files).map(UpstreamTexts::read);
    }

    /** Returns the prompts that are used where the config names no files. */
    static RewritePrompts prompts(RealignConfig config, Function<String, Path> files) {
        return upstream(config, files).map(UpstreamTexts::prompts).orElseGet(RewritePrompts::bundled);
    }

    static TokenCount count(RealignConfig config, Function<String, Path> files) {
        return config.tokenizer()
                .map(name -> TokenCount.of(name, Tokenizers.load(files.apply(name))))
                .orElseGet(TokenCount::whitespaceWords);
    }

    /** Tests whether rows are only realigned by rules, which send no requests and keep no state between rows. */
    boolean isOnlyComputation() {
        return reformatter instanceof RuleReformatter
                && classifier.isEmpty()
                && config.evidence().isEmpty();
    }

    /** Returns the pace of classification; absent without a classifier. */
    Optional<OrderedPipeline.Pace> classificationPace() {
        return config.classifier()
                .map(named ->
                        named.asModel().map(asking -> pace(asking.model())).orElse(ONE_AFTER_ANOTHER));
    }

    /** Returns the pace of searches; absent without a source of evidence. */
    Optional<OrderedPipeline.Pace> searchPace() {
        return config.evidence().map(named -> new OrderedPipeline.Pace(1, named.concurrency()));
    }

    /** Returns the pace of rewriting by a model; absent for rules. */
    Optional<OrderedPipeline.Pace> rewritingPace() {
        return reformatter instanceof RuleReformatter
                ? Optional.empty()
                : Optional.of(config.reformatter()
                        .asModel()
                        .map(asking -> pace(asking.model()))
                        .orElse(ONE_AFTER_ANOTHER));
    }

    private static OrderedPipeline.Pace pace(ModelConfig model) {
        return new OrderedPipeline.Pace(model.requestsPerCall(), model.callsAtOnce());
    }

    /**
     * Creates a realigner. Only one thread may call its {@link RowRealigner#judged}, because it remembers its last token counts; any thread may call
     * its other methods.
     */
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

    RealignSummary summary(
            RealignSummary.Counts total, Map<String, RealignSummary.Counts> categories, long skippedRows) {
        Optional<Price> price = rewriterPrice();
        Map<String, RealignSummary.Counts> priced = new HashMap<>();
        categories.forEach((name, counts) -> priced.put(name, counts.at(price)));
        return new RealignSummary(
                total.at(price),
                priced,
                skippedRows,
                count.unit(),
                reformatter.identity(),
                config.filters(),
                Optional.ofNullable(models).map(ModelProvider::ledger),
                texts);
    }

    private Optional<Price> rewriterPrice() {
        return config.reformatter().asModel().flatMap(asking -> asking.model().knownPrice());
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
