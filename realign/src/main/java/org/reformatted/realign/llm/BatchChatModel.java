package org.reformatted.realign.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Redactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers through a batch API: requests are uploaded together, and their answers are collected when the batch has ended. Requests without an answer,
 * because the batch expired or lost them, are sent in another batch, a limited number of times. A batch that an earlier process started is collected,
 * not sent again. Only one round runs at a time.
 */
final class BatchChatModel implements ChatModel {
    private static final Logger LOG = LoggerFactory.getLogger(BatchChatModel.class);
    /** Limit on the bytes of a file; OpenAI accepts 200 MB. */
    private static final long MOST_BYTES = 100_000_000;

    private final BatchApi api;
    private final BatchConfig config;
    private final BatchJournal journal;
    private final AnswerStore store;
    private final String model;
    private final ProviderQuirks quirks;
    private final BatchBudget budget;
    private final Sleeper sleeper;

    /**
     * Wraps a service.
     *
     * @param api the service
     * @param config the settings of batches
     * @param store the stored answers; closed by its owner
     * @param model the model's name
     * @param quirks how the service differs from the protocol
     * @param budget limits the spending
     * @param sleeper waits between two polls of a batch
     */
    BatchChatModel(
            BatchApi api,
            BatchConfig config,
            AnswerStore store,
            String model,
            ProviderQuirks quirks,
            BatchBudget budget,
            Sleeper sleeper) {
        this.api = api;
        this.config = config;
        this.journal = BatchJournal.open(store.file());
        this.store = store;
        this.model = model;
        this.quirks = quirks;
        this.budget = budget;
        this.sleeper = sleeper;
    }

    @Override
    public String identity() {
        return quirks.identity(model);
    }

    @Override
    public Completion complete(ChatRequest request) {
        List<Completion> answer = new ArrayList<>();
        try {
            completeAll(List.of(request), (completion, i) -> answer.add(completion));
        } catch (PartialAnswerException e) {
            throw e.failures().values().iterator().next();
        }
        return answer.get(0);
    }

    @Override
    public synchronized void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        BatchRound round = new BatchRound(requests, whenDone);
        for (BatchJournal.Begun begun : journal.started(identity())) {
            collectEarlier(begun, round);
        }
        for (List<String> left = round.sendable(); !left.isEmpty(); left = round.sendable()) {
            sendAndCollect(left, round);
        }
        round.finish();
    }

    /** The requests of one call and their state. */
    private final class BatchRound {
        private final List<ChatRequest> requests;
        private final ObjIntConsumer<Completion> whenDone;
        private final Map<String, List<Integer>> open = new LinkedHashMap<>();
        private final Set<String> asked;
        private final Map<String, Integer> sends = new HashMap<>();
        private final Map<String, ChatModelException> faults = new HashMap<>();
        private final Map<Integer, ChatModelException> failures = new LinkedHashMap<>();

        BatchRound(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
            this.requests = requests;
            this.whenDone = whenDone;
            for (int i = 0; i < requests.size(); i++) {
                open.computeIfAbsent(AnswerStore.key(identity(), requests.get(i)), key -> new ArrayList<>())
                        .add(i);
            }
            this.asked = Set.copyOf(open.keySet());
        }

        /** Returns the requests without an answer that may be sent in another batch. */
        List<String> sendable() {
            return open.keySet().stream()
                    .filter(key -> sends.getOrDefault(key, 0) < config.rounds())
                    .toList();
        }

        ChatRequest request(String key) {
            return requests.get(indices(key).get(0));
        }

        private List<Integer> indices(String key) {
            return open.getOrDefault(key, List.of());
        }

        private List<Integer> close(String key) {
            List<Integer> indices = indices(key);
            open.remove(key);
            return indices;
        }

        /** Takes the result of a request in a batch: an answer or a final failure closes the request; after any other result it may be sent again. */
        void take(String key, BatchResult result) {
            if (!open.containsKey(key)) {
                return;
            }
            try {
                Completion completion = result.completion(request(key), model);
                budget.spend(completion.usage());
                close(key).forEach(index -> whenDone.accept(completion, index));
            } catch (TransientChatException e) {
                faults.put(key, e);
            } catch (ChatStoppedException e) {
                throw e;
            } catch (ChatModelException e) {
                close(key).forEach(index -> failures.put(index, e));
            }
        }

        void finish() {
            open.forEach((key, indices) -> {
                ChatModelException last = faults.get(key);
                ChatModelException lost = new ChatModelException(
                        FailureCause.SERVICE_ERROR,
                        identity() + " gave no answer in " + config.rounds() + " batches"
                                + (last == null
                                        ? "; it lost the request each time"
                                        : "; the last fault: " + last.getMessage()));
                indices.forEach(index -> failures.put(index, lost));
            });
            if (!failures.isEmpty()) {
                throw new PartialAnswerException(failures);
            }
        }
    }

    /** Collects a batch that an earlier call or process started, if this round needs its answers. */
    private void collectEarlier(BatchJournal.Begun begun, BatchRound round) {
        Set<String> owed = new HashSet<>(begun.keys());
        owed.removeIf(key -> !round.open.containsKey(key) && store.get(key).isPresent());
        if (owed.stream().noneMatch(round.open::containsKey)) {
            journal.note(identity(), new BatchJournal.Begun(begun.name(), begun.id(), owed));
            return;
        }
        LOG.info("{}: continues with batch {} of an earlier run", identity(), begun.name());
        BatchJournal.Begun known = begun;
        if (begun.id() == null) {
            Optional<BatchApi.Batch> found = owed.stream().allMatch(round.open::containsKey)
                    ? Optional.of(api.sentOnce(begun.name(), () -> lines(owed, round)))
                    : api.found(begun.name());
            if (found.isEmpty()) {
                journal.note(identity(), new BatchJournal.Begun(begun.name(), null, Set.of()));
                return;
            }
            known = new BatchJournal.Begun(begun.name(), found.get().id(), owed);
            journal.note(identity(), known);
        }
        collect(new BatchJournal.Begun(known.name(), known.id(), owed), round);
    }

    private void sendAndCollect(List<String> left, BatchRound round) {
        List<BatchJournal.Begun> sent = new ArrayList<>();
        for (Set<String> keys : parts(budget.affordable(left, round::request), round)) {
            keys.forEach(key -> round.sends.merge(key, 1, Integer::sum));
            BatchJournal.Begun planned = new BatchJournal.Begun("realign-" + UUID.randomUUID(), null, keys);
            journal.note(identity(), planned);
            BatchApi.Batch batch = api.sent(planned.name(), () -> lines(keys, round));
            BatchJournal.Begun begun = new BatchJournal.Begun(planned.name(), batch.id(), keys);
            journal.note(identity(), begun);
            sent.add(begun);
        }
        sent.forEach(begun -> collect(begun, round));
    }

    /** Splits requests into batches that are small enough for the service. */
    private List<Set<String>> parts(List<String> keys, BatchRound round) {
        List<Set<String>> parts = new ArrayList<>();
        Set<String> part = new HashSet<>();
        long bytes = 0;
        for (String key : keys) {
            long more = MeteredChatModel.most(round.request(key)).promptTokens();
            if (part.size() == config.requests() || (!part.isEmpty() && bytes + more > MOST_BYTES)) {
                parts.add(part);
                part = new HashSet<>();
                bytes = 0;
            }
            part.add(key);
            bytes += more;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    private String lines(Set<String> keys, BatchRound round) {
        StringBuilder lines = new StringBuilder();
        for (String key : round.open.keySet()) {
            if (keys.contains(key)) {
                lines.append(Json.line(Json.MAPPER
                                .createObjectNode()
                                .put("custom_id", key)
                                .put("method", "POST")
                                .put("url", "/v1/chat/completions")
                                .set("body", ChatBody.of(model, round.request(key), quirks))))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private void collect(BatchJournal.Begun begun, BatchRound round) {
        Optional<BatchApi.Batch> batch = ended(begun);
        Map<String, BatchResult> results = new HashMap<>();
        for (String file : batch.map(BatchChatModel::files).orElse(List.of())) {
            for (String line : api.lines(file)) {
                read(line).ifPresent(result -> results.merge(result.key(), result, BatchResult::better));
            }
        }
        begun.keys().forEach(key -> Optional.ofNullable(results.get(key)).ifPresent(result -> round.take(key, result)));
        Set<String> owed = new HashSet<>(begun.keys());
        owed.removeIf(key -> round.asked.contains(key)
                || !results.containsKey(key)
                || store.get(key).isPresent());
        journal.note(identity(), new BatchJournal.Begun(begun.name(), begun.id(), owed));
        batch.ifPresent(ended -> requireUsable(ended, begun.keys(), round));
    }

    /** Waits for the end of a batch; absent when the service no longer knows it. */
    private Optional<BatchApi.Batch> ended(BatchJournal.Begun begun) {
        Optional<BatchApi.Batch> batch = api.look(String.valueOf(begun.id()));
        while (batch.isPresent() && !batch.get().hasEnded()) {
            sleeper.pause(config.poll());
            batch = api.look(batch.get().id());
        }
        return batch;
    }

    private static List<String> files(BatchApi.Batch batch) {
        List<String> files = new ArrayList<>();
        Optional.ofNullable(batch.output()).ifPresent(files::add);
        Optional.ofNullable(batch.errors()).ifPresent(files::add);
        return files;
    }

    private Optional<BatchResult> read(String line) {
        try {
            JsonNode node = Json.MAPPER.readTree(line);
            if (!node.path("custom_id").isTextual()) {
                LOG.warn("{}: a line of a batch's result has no custom_id; its request is sent again", identity());
                return Optional.empty();
            }
            return Optional.of(new BatchResult(node.path("custom_id").textValue(), node, identity()));
        } catch (JsonProcessingException e) {
            LOG.warn("{}: a line of a batch's result is not valid JSON; its request is sent again", identity());
            return Optional.empty();
        }
    }

    /** Ends the run if the service refused the entire batch, or if someone cancelled it; a batch that exceeded a limit or expired does not end it. */
    private void requireUsable(BatchApi.Batch batch, Set<String> keys, BatchRound round) {
        boolean passes = batch.fault().toLowerCase(Locale.ROOT).contains("limit");
        if (batch.status().equals("cancelled") || (batch.status().equals("failed") && !passes)) {
            throw new ChatStoppedException(identity() + ": the batch " + Redactor.hide(batch.id()) + " was "
                    + (batch.status().equals("failed") ? "refused: " + batch.fault() : "cancelled")
                    + "; answers so far are kept, run again to send what is left");
        }
        if (batch.status().equals("failed")) {
            LOG.warn("{}: a batch was not accepted: {}; it is sent again", identity(), batch.fault());
            keys.forEach(key -> round.faults.put(
                    key, new ChatModelException(FailureCause.THROTTLED, "a batch was not taken: " + batch.fault())));
            sleeper.pause(config.poll());
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
