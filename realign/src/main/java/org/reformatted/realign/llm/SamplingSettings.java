package org.reformatted.realign.llm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * How a continuation is sampled. Every field is part of the identity of an answer: it is part of the key in caches.
 *
 * @param temperature the temperature; 0 always selects the most likely token (greedy)
 * @param topP samples from the most likely tokens whose probabilities sum to this value; 1 means all tokens
 * @param topK samples from this number of most likely tokens; 0 means all. Endpoints that don't support it refuse a value other than 0
 * @param maxNewTokens the maximum length of an answer, in tokens
 * @param candidates how many answers are sampled for one request
 * @param stop texts before which an answer ends
 * @param seed the random seed; the same seed gives the same answer from a local model
 */
public record SamplingSettings(
        @Default("0.0") @Identity double temperature,
        @Default("1.0") @Identity double topP,
        @Default("0") @Identity int topK,
        @Default("1024") @Identity int maxNewTokens,
        @Default("1") @Identity int candidates,
        @Default("[]") @Identity List<String> stop,
        @Default("0") @Identity long seed) {
    private static final long SEED_STEP = 1_000_003;

    /** Checks the ranges. */
    public SamplingSettings {
        Check.argument(temperature >= 0, "temperature (%s) must not be negative", temperature);
        Check.argument(topP > 0 && topP <= 1, "topP (%s) must be in (0, 1]", topP);
        Check.argument(topK >= 0, "topK (%s) must not be negative", topK);
        Check.argument(maxNewTokens > 0, "maxNewTokens (%s) must be positive", maxNewTokens);
        Check.argument(candidates > 0, "candidates (%s) must be positive", candidates);
        stop = List.copyOf(stop);
    }

    /**
     * Returns settings for the most likely continuation.
     *
     * @param maxNewTokens its maximum length, in tokens
     * @return settings with temperature 0
     */
    public static SamplingSettings greedy(int maxNewTokens) {
        return new SamplingSettings(0, 1, 0, maxNewTokens, 1, List.of(), 0);
    }

    /**
     * Returns settings for missing candidates, with another seed than the earlier ones.
     *
     * @param more how many are missing
     * @param found how many there are
     * @return settings for the missing ones
     */
    SamplingSettings remaining(int more, int found) {
        return new SamplingSettings(temperature, topP, topK, maxNewTokens, more, stop, seed + SEED_STEP * found);
    }

    /**
     * Returns the settings with the names of the chat-completions protocol. {@code top_k} is included only when it is not 0, and {@code stop} only
     * when there are stop texts, because some services refuse these fields.
     *
     * @return the fields of a request's body, in order; a new map
     */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("temperature", temperature);
        parameters.put("top_p", topP);
        parameters.put("max_tokens", maxNewTokens);
        parameters.put("n", candidates);
        parameters.put("seed", seed);
        if (topK != 0) {
            parameters.put("top_k", topK);
        }
        if (!stop.isEmpty()) {
            parameters.put("stop", stop);
        }
        return parameters;
    }

    /**
     * Returns a copy with another seed.
     *
     * @param other the seed
     * @return a copy
     */
    public SamplingSettings withSeed(long other) {
        return new SamplingSettings(temperature, topP, topK, maxNewTokens, candidates, stop, other);
    }
}
