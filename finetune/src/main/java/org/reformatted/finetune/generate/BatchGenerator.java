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
 * Writes many answers at a time. An answer that ends leaves the batch at once and the next request enters; what an answer says never
 * depends on how many others are written beside it, or on which.
 */
final class BatchGenerator {
    /** Most positions of prompts that are read at a time, padding included: enough for products at full speed, and their activations stay small. */
    static final int CHUNK = 2048;

    /** Most padding of such a chunk, as a share of its tokens. */
    private static final double PADDING = 0.25;

    private final TokenModel model;
    private final Tokenizer tokenizer;

    /**
     * Makes a generator.
     *
     * @param model an empty one; it is empty again after each call
     * @param tokenizer the model's
     */
    BatchGenerator(TokenModel model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * Writes answers.
     *
     * @param requests what is asked; a prompt that fills the model's context gets an answer of no tokens, cut by length
     * @param whenDone is handed each answer with its request's index, as soon as it ends
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

    /** Reads the next prompts together, as many as there are rows for and as the sizes of a chunk allow. */
    private void admit(Deque<Answer> waiting, List<Answer> rows, ObjIntConsumer<Generated> whenDone) {
        int first = rows.size();
        int tokens = 0;
        int longest = 0;
        while (!waiting.isEmpty() && rows.size() < model.maxRows()) {
            Answer next = waiting.element();
            if (next.room(model.capacity()) <= 0) {
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

    /** Rows are visited from the last, so that the row which takes a dropped one's place was visited already. */
    private void step(List<Answer> rows, ObjIntConsumer<Generated> whenDone) {
        List<Chance> chances = rows.stream().map(Answer::next).toList();
        List<Draw> drawn = model.append(rows.stream().mapToInt(Answer::last).toArray(), chances);
        for (int row = rows.size() - 1; row >= 0; row--) {
            take(rows.get(row), drawn.get(row), chances.get(row), rows, row, whenDone);
        }
    }

    /** Gives a row its next token, and takes the row out when that ends it. */
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
