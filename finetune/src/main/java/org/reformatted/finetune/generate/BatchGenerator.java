package org.reformatted.finetune.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.reformatted.finetune.generate.Sampling.Chance;
import org.reformatted.finetune.generate.Sampling.Draw;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.text.Tokenizer;

/**
 * Generates many answers at a time. An answer that ends leaves the batch immediately, and the next request takes its place. The text of an answer
 * never depends on the other answers of the batch or on their number.
 */
final class BatchGenerator {
    /**
     * The maximum number of prompt positions that are processed at a time, including padding. This is enough for matrix products at full speed, and
     * the activations stay small.
     */
    static final int CHUNK = 2048;

    /** The maximum padding of such a chunk, as a fraction of its tokens. */
    private static final double PADDING = 0.25;

    private final TokenModel model;
    private final Tokenizer tokenizer;

    /**
     * Creates a generator.
     *
     * @param model a model without sequences; it has none after each call
     * @param tokenizer of the model
     */
    BatchGenerator(TokenModel model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * Generates answers.
     *
     * @param requests the requests; a prompt that fills the model's context gets an answer of no tokens, ended by length
     * @param whenDone is called with each answer and its request's index, as soon as the answer ends
     */
    void generate(List<GenerationRequest> requests, ObjIntConsumer<Generated> whenDone) {
        List<Answer> rows = new ArrayList<>();
        Deque<Answer> waiting = new ArrayDeque<>();
        for (int i = 0; i < requests.size(); i++) {
            waiting.add(new Answer(requests.get(i), i, tokenizer));
        }
        try {
            while (!waiting.isEmpty() || !rows.isEmpty()) {
                while (!waiting.isEmpty() && rows.size() < model.maxRows()) {
                    admit(waiting, rows, whenDone);
                }
                if (!rows.isEmpty()) {
                    step(rows, whenDone);
                }
            }
        } finally {
            for (int row = rows.size() - 1; row >= 0; row--) {
                model.drop(row);
            }
        }
    }

    /** Starts the next prompts together, as many as fit into the free rows and into a chunk. */
    private void admit(Deque<Answer> waiting, List<Answer> rows, ObjIntConsumer<Generated> whenDone) {
        int first = rows.size();
        int tokens = 0;
        int longest = 0;
        while (!waiting.isEmpty() && rows.size() < model.maxRows()) {
            Answer next = waiting.element();
            if (next.remainingCapacity(model.capacity()) <= 0) {
                waiting.remove();
                whenDone.accept(next.finished(FinishReason.LENGTH), next.index);
                continue;
            }
            int length = next.request.prompt().length;
            tokens += length;
            longest = Math.max(longest, length);
            long padded = (long) longest * (rows.size() - first + 1);
            if (rows.size() > first && (padded > CHUNK || padded > (1 + PADDING) * tokens)) {
                break;
            }
            rows.add(waiting.remove());
        }
        if (rows.size() > first) {
            start(rows, first, whenDone);
        }
    }

    private void start(List<Answer> rows, int first, ObjIntConsumer<Generated> whenDone) {
        List<Answer> entering = rows.subList(first, rows.size());
        List<Chance> chances = entering.stream().map(Answer::next).toList();
        List<Draw> drawn = model.start(
                entering.stream().map(answer -> answer.request.prompt()).toList(), chances);
        for (int row = rows.size() - 1; row >= first; row--) {
            take(rows.get(row), drawn.get(row - first), chances.get(row - first), rows, row, whenDone);
        }
    }

    /** Visits rows from the last to the first, so that the row that replaces a dropped row was already visited. */
    private void step(List<Answer> rows, ObjIntConsumer<Generated> whenDone) {
        List<Chance> chances = rows.stream().map(Answer::next).toList();
        List<Draw> drawn = model.append(rows.stream().mapToInt(Answer::last).toArray(), chances);
        for (int row = rows.size() - 1; row >= 0; row--) {
            take(rows.get(row), drawn.get(row), chances.get(row), rows, row, whenDone);
        }
    }

    /** Appends the next token to a row, and removes the row if the token ends it. */
    private void take(
            Answer answer, Draw drawn, Chance chance, List<Answer> rows, int row, ObjIntConsumer<Generated> whenDone) {
        FinishReason reason = answer.append(drawn, chance, model);
        if (reason != null) {
            model.drop(row);
            Answer moved = rows.remove(rows.size() - 1);
            if (row < rows.size()) {
                rows.set(row, moved);
            }
            whenDone.accept(answer.finished(reason), answer.index);
        }
    }
}
