package org.reformatted.finetune.bench;

import java.util.List;
import org.reformatted.finetune.generate.TextGenerator;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * What a batch of greedy continuations took beyond a short one, so that reading the prompts is left out.
 *
 * @param tokens generated beyond the short round
 * @param seconds by the clock on the wall
 * @param cpuSeconds of all processors
 */
public record GenerationRound(long tokens, double seconds, double cpuSeconds) {
    private static final int SHORT = 4;

    /**
     * Measures after a round that is not counted. A continuation may end before it has all its tokens; those it has are counted.
     *
     * @param model generates
     * @param prompts as many as its batch has rows
     * @param newTokens most tokens of a continuation, beyond those of the short round
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
