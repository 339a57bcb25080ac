package org.reformatted.finetune.generate;

import java.util.ArrayList;
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
        try {
            int waiting = 0;
            while (waiting < requests.size() || !rows.isEmpty()) {
                while (waiting < requests.size() && rows.size() < model.maxRows()) {
                    admit(new Answer(requests.get(waiting), waiting, tokenizer), rows, whenDone);
                    waiting++;
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

    private void admit(Answer answer, List<Answer> rows, ObjIntConsumer<Generated> whenDone) {
        if (answer.room(model.capacity()) <= 0) {
            whenDone.accept(answer.finished(FinishReason.LENGTH), answer.index);
            return;
        }
        rows.add(answer);
        Chance chance = answer.next();
        Draw drawn = model.start(answer.request.prompt(), chance);
        take(answer, drawn, chance, rows, rows.size() - 1, whenDone);
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
