package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatOutcome;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;

/**
 * Rewrites with a language model. If no candidate of a reply can be used, the request is repeated with the next seed, a limited number of times;
 * after that the response is not changed, and the verdict states why. The published code repeats requests without limit. A row for which the service
 * gave no answer is not requested again in this run.
 */
public final class ModelReformatter implements Reformatter {
    private final ChatModel model;
    private final RewritePrompts prompts;
    private final SamplingSettings sampling;
    private final int asks;
    private final CandidateSelector selector;

    /**
     * Wraps a model.
     *
     * @param model the model; closed with this object
     * @param prompts the prompts
     * @param sampling how replies are sampled
     * @param asks the maximum number of attempts for a row, including the first
     * @param selector chooses among the usable candidates
     */
    public ModelReformatter(
            ChatModel model, RewritePrompts prompts, SamplingSettings sampling, int asks, CandidateSelector selector) {
        Check.argument(asks > 0, "asks (%s) must be positive", asks);
        this.model = model;
        this.prompts = prompts;
        this.sampling = sampling;
        this.asks = asks;
        this.selector = selector;
    }

    /**
     * Returns the first request for a row.
     *
     * @param conversation the row
     * @param category its category
     * @return the request
     */
    public ChatRequest request(Conversation conversation, TaskCategory category) {
        return request(new Task(conversation, category), 0);
    }

    @Override
    public String identity() {
        return model.identity() + ", prompts " + prompts.fingerprint();
    }

    @Override
    public RevisedResponse reformat(Conversation conversation, TaskCategory category) {
        return reformatAll(List.of(new Task(conversation, category))).get(0);
    }

    @Override
    public List<RevisedResponse> reformatAll(List<Task> tasks) {
        List<RowInWork> rows = tasks.stream().map(RowInWork::new).toList();
        for (int ask = 0; ask < asks; ask++) {
            List<RowInWork> open = rows.stream().filter(RowInWork::isOpen).toList();
            if (!open.isEmpty()) {
                ask(open, ask);
            }
        }
        return rows.stream().map(RowInWork::revised).toList();
    }

    private void ask(List<RowInWork> rows, int ask) {
        List<ChatRequest> requests =
                rows.stream().map(row -> request(row.task, ask)).toList();
        List<ChatOutcome> outcomes = ChatOutcome.ofAll(model, requests);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).take(outcomes.get(i));
        }
    }

    private ChatRequest request(Task task, int ask) {
        SamplingSettings s = sampling;
        SamplingSettings seeded = new SamplingSettings(
                s.temperature(), s.topP(), s.topK(), s.maxNewTokens(), s.candidates(), s.stop(), s.seed() + ask);
        return new ChatRequest(prompts.turns(task.conversation(), task.category()), seeded);
    }

    @Override
    public void close() {
        model.close();
    }

    /** The state of a row. */
    private final class RowInWork {
        private final Task task;
        private final List<String> candidates = new ArrayList<>();
        private Usage usage = Usage.NONE;
        private String fault = "";
        private int replies;
        private ChatOutcome.@Nullable Failed failure;

        RowInWork(Task task) {
            this.task = task;
        }

        boolean isOpen() {
            return candidates.isEmpty() && failure == null;
        }

        void take(ChatOutcome outcome) {
            if (outcome instanceof ChatOutcome.Answered answered) {
                take(answered.completion());
            } else {
                failure = (ChatOutcome.Failed) outcome;
            }
        }

        private void take(Completion completion) {
            replies++;
            usage = usage.plus(completion.usage());
            if (contextIsFull(completion)) {
                failure = new ChatOutcome.Failed(
                        FailureCause.REFUSED,
                        String.format(
                                Locale.ROOT,
                                "the prompt has %,d tokens and leaves no room for a reply in the model's context",
                                completion.usage().promptTokens()));
                return;
            }
            for (Completion.Candidate reply : completion.candidates()) {
                ReplyParser.Parsed parsed = ReplyParser.parse(reply, prompts.marker());
                if (parsed.text() == null) {
                    fault = parsed.fault();
                } else {
                    candidates.add(parsed.text());
                }
            }
        }

        /**
         * Tests whether the reply is empty and was cut at the token limit: a local model returns this when its context is full, and a repeated
         * request would not help.
         */
        private static boolean contextIsFull(Completion completion) {
            return completion.usage().completionTokens() == 0
                    && completion.candidates().stream()
                            .allMatch(reply -> reply.finishReason() == FinishReason.LENGTH
                                    && reply.text().isEmpty());
        }

        RevisedResponse revised() {
            if (failure != null) {
                return new RevisedResponse(null, "model", failure.why(), candidates, usage, failure.cause());
            }
            if (candidates.isEmpty()) {
                String why = "no usable reply of " + replies + ": " + fault;
                if (fault.equals(ReplyParser.FILTERED)) {
                    return new RevisedResponse(
                            null, "content-filter", why, candidates, usage, FailureCause.CONTENT_FILTER);
                }
                return new RevisedResponse(null, "malformed-reply", why, candidates, usage);
            }
            int chosen = selector.select(candidates);
            String why = "candidate " + (chosen + 1) + " of " + candidates.size()
                    + (replies > 1 ? " at ask " + replies : "");
            return new RevisedResponse(candidates.get(chosen), model.identity(), why, candidates, usage);
        }
    }
}
