package org.reformatted.finetune.bench;

import java.util.List;
import org.reformatted.finetune.generate.TextGenerator;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * The time of a batch of greedy continuations minus the time of short ones, which excludes the processing of the prompts.
 *
 * @param tokens number of generated tokens, minus those of the short round
 * @param seconds wall-clock time
 * @param cpuSeconds processor time of all cores
 */
public record GenerationRound(long tokens, double seconds, double cpuSeconds) {
    private static final int SHORT = 4;

    /**
     * Measures after a round that is not counted. If a continuation ends early, only its generated tokens are counted.
     *
     * @param model the model
     * @param prompts as many as the batch has rows
     * @param newTokens maximum number of tokens of a continuation, in addition to those of the short round
     * @return the difference of two rounds
     */
    public static GenerationRound measure(TextGenerator model, List<String> prompts, int newTokens) {
        write(model, prompts, SHORT);
        GenerationRound few = write(model, prompts, SHORT);
        GenerationRound many = write(model, prompts, SHORT + newTokens);
        return new GenerationRound(
                many.tokens - few.tokens, many.seconds - few.seconds, many.cpuSeconds - few.cpuSeconds);
    }

    private static GenerationRound write(TextGenerator model, List<String> prompts, int newTokens) {
        long[] tokens = {0};
        ProcessorTime time = new ProcessorTime();
        double seconds = time.seconds(() -> model.generate(
                prompts,
                SamplingSettings.greedy(newTokens),
                (generated, index) -> tokens[0] += generated.ids().length));
        return new GenerationRound(tokens[0], seconds, time.total());
    }
}
