package org.reformatted.realign.llm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * How a continuation is drawn. Every field belongs to the identity of an answer: caches are keyed by all of them.
 *
 * @param temperature 0 takes the likeliest token always (greedy)
 * @param topP draws from the likeliest tokens whose probabilities sum to this much; 1 is all
 * @param topK draws from this many likeliest tokens; 0 is all. Endpoints that don't know it refuse a value other than 0
 * @param maxNewTokens where an answer is cut, in tokens
 * @param candidates how many answers are drawn for one request
 * @param stop texts before which an answer ends
 * @param seed of the draw; the same seed gives the same answer from a local model
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
        Check.argument(topP > 0 && topP <= 1, "topP (%s) must lie in (0, 1]", topP);
        Check.argument(topK >= 0, "topK (%s) must not be negative", topK);
        Check.argument(maxNewTokens > 0, "maxNewTokens (%s) must be positive", maxNewTokens);
        Check.argument(candidates > 0, "candidates (%s) must be positive", candidates);
        stop = List.copyOf(stop);
    }

    /**
     * The likeliest continuation.
     *
     * @param maxNewTokens where it is cut, in tokens
     * @return settings with temperature 0
     */
    public static SamplingSettings greedy(int maxNewTokens) {
        return new SamplingSettings(0, 1, 0, maxNewTokens, 1, List.of(), 0);
    }

    /**
     * The same, for candidates that are missing: drawn with another seed than those before.
     *
     * @param more how many are missing
     * @param found how many are there
     * @return settings for the others
     */
    SamplingSettings remaining(int more, int found) {
        return new SamplingSettings(temperature, topP, topK, maxNewTokens, more, stop, seed + SEED_STEP * found);
    }

    /**
     * The settings as the chat-completions protocol names them. {@code top_k} is among them only when it is not 0, and {@code stop} when
     * there are stop texts: services that do not know them refuse them.
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
     * The same settings with another seed.
     *
     * @param other the seed
     * @return a copy
     */
    public SamplingSettings withSeed(long other) {
        return new SamplingSettings(temperature, topP, topK, maxNewTokens, candidates, stop, other);
    }
}
