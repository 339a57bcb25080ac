package org.reformatted.realign.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.ResponseFormat;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.MeteredChatModel;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.reformat.ModelReformatter;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RevisedResponse;
import org.reformatted.realign.retrieve.EvidenceSource;
import org.reformatted.realign.retrieve.KeptEvidence;

/** Walks the rows as a run does, with everything that would ask or cost replaced by something that counts. */
final class DryRun implements AutoCloseable {
    /** Characters a token, where no tokenizer is configured. */
    static final double CHARACTERS_A_TOKEN = 4;
    /** A likely reply's length in lengths of the original: it reasons, then gives the response in form. */
    static final int REPLY_RATIO = 2;
    /** A likely reply's length where only a category is asked for. */
    private static final int NAME_TOKENS = 10;
    /** The bound counts a token a byte, for passages that are not known yet as for prompts. */
    private static final long BYTES_A_TOKEN = 4;

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

    /** The share of rewritten rows that likely get evidence: where no category is known, that of the categories that do. */
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
        List<Counter> counters = new ArrayList<>();
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
                rows, toRewrite, searches, counters.stream().map(Counter::asked).toList());
    }

    private TaskClassifier classifier(ClassifierConfig wanted, List<Counter> counters) {
        return wanted.asking()
                .map(asking -> counted(
                        asking.asked(UNASKED, criteria), new Counter("classify", who(asking.model()), 1), counters))
                .orElseGet(() -> wanted.open(criteria, files, Optional.empty(), model -> UNASKED));
    }

    private TaskClassifier counted(ChatTaskClassifier asking, Counter counter, List<Counter> counters) {
        counters.add(counter);
        return longest(queries -> asking.requests(queries).forEach(request -> counter.count(request, NAME_TOKENS, 0)));
    }

    /** Takes every query for one of the category with the longest prompt, since no model is asked. */
    private TaskClassifier longest(Consumer<List<String>> asked) {
        List<TaskCategory> rewritten =
                criteria.categories().stream().filter(TaskCategory::isRewritten).toList();
        String longest = rewritten.stream()
                .max(Comparator.comparingLong(this::promptLength))
                .map(TaskCategory::name)
                .orElse(criteria.fallback());
        evidenceShare = rewritten.stream()
                .mapToInt(category -> category.evidence() ? 1 : 0)
                .average()
                .orElse(1);
        return new TaskClassifier() {
            @Override
            public String identity() {
                return "none";
            }

            @Override
            public List<Classification> classify(List<String> classified) {
                asked.accept(classified);
                if (evidenceShare > 0) {
                    queries.addAll(classified); // each may be of a category with evidence
                }
                return classified.stream()
                        .map(query -> new Classification(longest, Double.NaN, List.of(longest)))
                        .toList();
            }
        };
    }

    /** Bytes that a category adds to a prompt, at most. */
    private long promptLength(TaskCategory category) {
        int evidence = category.evidence()
                ? config.evidence().map(EvidenceConfig::mostTokens).orElse(0)
                : 0;
        return category.format().map(ResponseFormat::text).orElse("").length() + BYTES_A_TOKEN * evidence;
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
        return wanted ? config.evidence().map(EvidenceConfig::mostTokens).orElse(0) : 0;
    }

    private Reformatter reformatter(List<Counter> counters) {
        Optional<ReformatterConfig.Model> asked = config.reformatter().asking();
        Optional<Counter> counter = asked.map(model -> new Counter("rewrite", who(model.model()), model.asks()));
        counter.ifPresent(counters::add);
        return new CountingReformatter(
                counter, asked.map(model -> model.asked(UNASKED, count, files, RealignRuntime.prompts(config, files))));
    }

    @Override
    public void close() {
        if (answers != null) {
            answers.close();
        }
    }

    private final class CountingReformatter implements Reformatter {
        private final Optional<Counter> counter;
        private final Optional<ModelReformatter> asking;

        CountingReformatter(Optional<Counter> counter, Optional<ModelReformatter> asking) {
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
                c.count(request, reply, evidenceTokens(task));
            }));
            return new RevisedResponse(null, "dry-run", "nothing is asked", List.of(), Usage.NONE);
        }
    }

    /** Counts the requests to one model, equal ones once. */
    private final class Counter {
        private final String what;
        private final Who who;
        private final int asks;
        private final Set<String> seen = new HashSet<>();
        private long calls;
        private long answered;
        private Usage likely = Usage.NONE;
        private Usage most = Usage.NONE;
        private Usage largest = Usage.NONE;
        private long unsent;

        Counter(String what, Who who, int asks) {
            this.what = what;
            this.who = who;
            this.asks = asks;
        }

        void count(ChatRequest request, int reply, int evidence) {
            List<ChatRequest> sent = who.model.sent(request);
            unsent += sent.isEmpty() ? 1 : 0;
            sent.forEach(one -> countOne(one, reply / sent.size(), evidence));
        }

        private void countOne(ChatRequest request, int reply, int evidence) {
            String key = AnswerStore.key(who.identity, request);
            if (!seen.add(key.substring(0, 24))) {
                return;
            }
            if (answers != null && answers.get(key).isPresent()) {
                answered++;
                return;
            }
            calls++;
            long prompt = request.turns().stream()
                    .mapToLong(turn -> DryRun.this.count.of(turn.text()))
                    .sum();
            Usage limit = MeteredChatModel.most(request);
            likely = likely.plus(new Usage(
                    prompt + Math.round(evidence * evidenceShare), Math.min(reply, limit.completionTokens())));
            largest = new Usage(
                    Math.max(largest.promptTokens(), limit.promptTokens() + BYTES_A_TOKEN * evidence),
                    Math.max(largest.completionTokens(), limit.completionTokens()));
            most = most.plus(new Usage(
                    asks * (limit.promptTokens() + BYTES_A_TOKEN * evidence), asks * limit.completionTokens()));
        }

        RealignEstimate.Asked asked() {
            return new RealignEstimate.Asked(
                    what,
                    who.model.shownName(),
                    calls,
                    answered,
                    likely,
                    most,
                    largest,
                    unsent,
                    who.model.knownPrice(),
                    who.model.budget());
        }
    }

    /** Finding a checkpoint's identity takes reading all of it, so it is done only where answers are kept. */
    private Who who(ModelConfig model) {
        String identity = answers == null
                ? model.shownName()
                : model.identity(new ModelAccess(files, checkpoints, Map.of(), answers));
        return new Who(model, identity);
    }

    /** The model that would be asked, and the name its answers are kept under. */
    private record Who(ModelConfig model, String identity) {}

    /** Stands in for the model that would be asked, and is never called. */
    private record Unasked(String identity) implements ChatModel {
        @Override
        public Completion complete(ChatRequest request) {
            throw new IllegalStateException("a dry run asks nothing");
        }
    }
}
