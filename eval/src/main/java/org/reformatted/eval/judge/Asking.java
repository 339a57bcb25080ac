package org.reformatted.eval.judge;

import java.util.Optional;
import java.util.function.Function;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * Asks a judge until its reply holds a verdict, a bounded number of times. Each attempt has a seed of its own, so that a cache or a
 * recording never hands the same useless reply out twice.
 *
 * @param model the judge
 * @param attempts how often it is asked at most
 */
record Asking(ChatModel model, int attempts) {
    Asking {
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
    }

    /**
     * What came of it.
     *
     * @param value the verdict, or nothing
     * @param reply the last reply
     * @param failures how many replies held no verdict
     */
    record Outcome<T>(Optional<T> value, String reply, int failures) {}

    /** Asks for one of several verdicts; each has seeds of its own. */
    <T> Outcome<T> ask(String prompt, SamplingSettings sampling, int sample, Function<String, Optional<T>> reading) {
        String reply = "";
        for (int attempt = 0; attempt < attempts; attempt++) {
            reply = model.complete(ChatRequest.of(prompt, seeded(sampling, sample * attempts + attempt)))
                    .text();
            Optional<T> value = reading.apply(reply);
            if (value.isPresent()) {
                return new Outcome<>(value, reply, attempt);
            }
        }
        return new Outcome<>(Optional.empty(), reply, attempts);
    }

    /** The same settings with another seed. */
    static SamplingSettings seeded(SamplingSettings s, int draw) {
        return new SamplingSettings(
                s.temperature(), s.topP(), s.topK(), s.maxNewTokens(), s.candidates(), s.stop(), s.seed() + draw);
    }
}
