package org.reformatted.finetune.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * Generation without a tokenizer, for measurements: each prompt consists of zeros, and each answer has the maximum number of tokens.
 *
 * @param rows number of answers generated at a time
 * @param prompt number of tokens of each prompt
 * @param sampling how tokens are drawn, and the number of tokens of each answer
 */
public record GenerationTrial(int rows, int prompt, SamplingSettings sampling) {
    /** Checks the numbers. */
    public GenerationTrial {
        Check.argument(rows > 0, "rows (%s) must be positive", rows);
        Check.argument(prompt > 0, "prompt (%s) must be positive", prompt);
    }

    /**
     * The planned memory in addition to the weights.
     *
     * @param model the model
     * @return bytes
     */
    public long plannedBytes(LlamaModel model) {
        return GenerationMemory.of(model.config(), model.type().bytes(), capacity(), BatchGenerator.CHUNK)
                .need(rows);
    }

    private int capacity() {
        return prompt + sampling.maxNewTokens();
    }

    /**
     * Generates the answers.
     *
     * @param model the model
     */
    public void write(LlamaModel model) {
        List<Sampling> answers = IntStream.range(0, rows)
                .mapToObj(row -> new Sampling(sampling, row))
                .toList();
        try (TokenModel cached = new LlamaTokenModel(model, rows, capacity())) {
            int[] last = prompts(cached, answers);
            for (int written = 1; written < sampling.maxNewTokens(); written++) {
                last = ids(
                        cached.append(last, answers.stream().map(Sampling::next).toList()));
            }
            for (int row = rows - 1; row >= 0; row--) {
                cached.drop(row);
            }
        }
    }

    /** Processes the prompts, as many together as fit into a chunk. */
    private int[] prompts(TokenModel cached, List<Sampling> answers) {
        int together = Math.max(1, BatchGenerator.CHUNK / prompt);
        List<Sampling.Draw> drawn = new ArrayList<>();
        for (int first = 0; first < rows; first += together) {
            List<Sampling> some = answers.subList(first, Math.min(rows, first + together));
            drawn.addAll(cached.start(
                    Collections.nCopies(some.size(), new int[prompt]),
                    some.stream().map(Sampling::next).toList()));
        }
        return ids(drawn);
    }

    private static int[] ids(List<Sampling.Draw> drawn) {
        return drawn.stream().mapToInt(Sampling.Draw::id).toArray();
    }
}
