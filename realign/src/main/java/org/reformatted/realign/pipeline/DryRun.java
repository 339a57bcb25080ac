package org.reformatted.realign.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.reformat.ModelReformatter;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RevisedResponse;
import org.reformatted.realign.retrieve.EvidenceSource;
import org.reformatted.realign.retrieve.KeptEvidence;

/** Processes the rows as a run does, with all requests and other paid work replaced by counters. */
final class DryRun implements AutoCloseable {
    /** Characters per token, if no tokenizer is configured. */
    static final double CHARACTERS_A_TOKEN = 4;
    /** The likely length of a reply as a multiple of the original's length: the reply contains reasoning and then the reformatted response. */
    static final int REPLY_RATIO = 2;
    /** The likely length in tokens of a reply that only names a category. */
    private static final int NAME_TOKENS = 10;

    private static final int CHUNK = 256;

    private static final ChatModel UNASKED = new Unasked("none");

    private final RealignConfig config;
    private final CriteriaBook criteria;
    private final TokenCount count;
    private final Function<String, Path> files;
    private final CheckpointConfig.Opener checkpoints;
    private final @Nullable AnswerStore answers;
    private final Set<String> queries = new HashSet<>();
    private final Set<String> searched;
    private long toRewrite;

    /**
     * The share of rewritten rows that likely get evidence; where the categories of rows are not known, the share of rewritten categories with
     * evidence.
     */
    private double evidenceShare = 1;

    private DryRun(
            RealignConfig config,
            CriteriaBook criteria,
            TokenCount count,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Optional<Path> out) {
        this.config = config;
        this.files = files;
        this.criteria = criteria;
        this.count = count;
        this.checkpoints = checkpoints;
        this.answers = out.map(folder -> folder.resolve(RealignPipeline.ANSWERS))
                .filter(Files::exists)
                .map(AnswerStore::open)
                .orElse(null);
        this.searched = out.flatMap(folder ->
                        config.evidence().flatMap(EvidenceConfig::keptIn).map(folder::resolve))
                .filter(Files::exists)
                .map(KeptEvidence::queries)
                .orElse(Set.of());
    }

    static RealignEstimate estimate(
            RealignConfig config,
            Function<String, Path> files,
            CheckpointConfig.Opener checkpoints,
            Optional<Path> out,
            Progress progress) {
        CriteriaBook criteria = RealignRuntime.criteria(config, files);
        TokenCount count = config.tokenizer().isEmpty() ? characters() : RealignRuntime.count(config, files);
        try (DryRun dry = new DryRun(config, criteria, count, files, checkpoints, out)) {
            return dry.estimate(progress);
        }
    }

    private static TokenCount characters() {
        return new TokenCount() {
            @Override
            public String unit() {
                return "tokens of " + CHARACTERS_A_TOKEN + " characters";
            }

            @Override
            public int of(String text) {
                return (int) Math.ceil(text.length() / CHARACTERS_A_TOKEN);
            }
        };
    }

    private RealignEstimate estimate(Progress progress) {
        List<RequestCounter> counters = new ArrayList<>();
        RowRealigner realigner = new RowRealigner(
                criteria.byName(),
                config.category(),
                config.classifier().map(wanted -> classifier(wanted, counters)),
                evidence(),
                reformatter(counters),
                List.of(),
                count);
        long rows = 0;
        try (Stream<Conversation> stream = InputRows.read(
                        config.input(), files.apply(config.input().path()));
                Progress.Task task =
                        progress.start("count", config.input().limit().orElse(-1))) {
            Iterator<Conversation> left = stream.iterator();
            while (left.hasNext()) {
                List<Conversation> chunk = RowBatches.take(left, CHUNK);
                realigner.realign(chunk);
                rows += chunk.size();
                task.advance(chunk.size());
            }
        }
        long searches = config.evidence().flatMap(EvidenceConfig::keptIn).isPresent()
                ? queries.stream().filter(query -> !searched.contains(query)).count()
                : 0;
        return new RealignEstimate(
                rows,
                toRewrite,
                searches,
                counters.stream().map(RequestCounter::asked).toList());
    }

    private TaskClassifier classifier(ClassifierConfig wanted, List<RequestCounter> counters) {
        return wanted.asModel()
                .map(asking -> counted(
                        asking.chatClassifier(UNASKED, criteria), counter("classify", asking.model(), 1), counters))
                .orElseGet(() -> wanted.open(criteria, files, Optional.empty(), model -> UNASKED));
    }

    private TaskClassifier counted(ChatTaskClassifier asking, RequestCounter counter, List<RequestCounter> counters) {
        counters.add(counter);
        LongestPromptClassifier longest = new LongestPromptClassifier(criteria, mostEvidence(), classified -> {
            asking.requests(classified).forEach(request -> counter.count(request, NAME_TOKENS, 0, 0));
            if (evidenceShare > 0) {
                queries.addAll(classified); // each may belong to a category with evidence
            }
        });
        evidenceShare = longest.evidenceShare();
        return longest;
    }

    private int mostEvidence() {
        return config.evidence().map(EvidenceConfig::mostTokens).orElse(0);
    }

    private EvidenceSource evidence() {
        return query -> {
            queries.add(query);
            return List.of();
        };
    }

    private int evidenceTokens(Reformatter.Task task) {
        boolean wanted =
                task.category().evidence() && task.conversation().evidence().isEmpty();
        return wanted ? mostEvidence() : 0;
    }

    private Reformatter reformatter(List<RequestCounter> counters) {
        Optional<ReformatterConfig.Model> asked = config.reformatter().asModel();
        Optional<RequestCounter> counter = asked.map(model -> counter("rewrite", model.model(), model.asks()));
        counter.ifPresent(counters::add);
        return new CountingReformatter(
                counter,
                asked.map(
                        model -> model.modelReformatter(UNASKED, count, files, RealignRuntime.prompts(config, files))));
    }

    @Override
    public void close() {
        if (answers != null) {
            answers.close();
        }
    }

    private final class CountingReformatter implements Reformatter {
        private final Optional<RequestCounter> counter;
        private final Optional<ModelReformatter> asking;

        CountingReformatter(Optional<RequestCounter> counter, Optional<ModelReformatter> asking) {
            this.counter = counter;
            this.asking = asking;
        }

        @Override
        public String identity() {
            return "none";
        }

        @Override
        public RevisedResponse reformat(Conversation conversation, TaskCategory category) {
            toRewrite++;
            Task task = new Task(conversation, category);
            counter.ifPresent(c -> asking.ifPresent(model -> {
                ChatRequest request = model.request(conversation, category);
                int reply = REPLY_RATIO
                        * count.of(conversation.response())
                        * request.sampling().candidates();
                c.count(request, reply, evidenceTokens(task), evidenceShare);
            }));
            return new RevisedResponse(null, "dry-run", "nothing is asked", List.of(), Usage.NONE);
        }
    }

    /** Creates a counter. The identity of a checkpoint requires reading all of it, so it is computed only if there are stored answers. */
    private RequestCounter counter(String what, ModelConfig model, int asks) {
        String identity = answers == null
                ? model.shownName()
                : model.identity(new ModelAccess(files, checkpoints, Map.of(), answers));
        return new RequestCounter(what, model, identity, asks, count, answers);
    }

    /** A placeholder for the model, which is never called. */
    private record Unasked(String identity) implements ChatModel {
        @Override
        public Completion complete(ChatRequest request) {
            throw new IllegalStateException("a dry run sends no requests");
        }
    }
}
