package org.reformatted.finetune.generate;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * A request for one answer.
 *
 * @param prompt tokens of the prompt, at least one
 * @param sampling how tokens are drawn, and the limit of new tokens
 * @param candidate number of the answer among those drawn for the same prompt, from 0
 * @param stop when the answer ends early
 */
@SuppressWarnings("ArrayRecordComponent") // the array is primitive and is never changed
public record GenerationRequest(int[] prompt, SamplingSettings sampling, int candidate, StopCondition stop) {
    /** Checks the prompt. */
    public GenerationRequest {
        Check.argument(
                prompt.length > 0,
                "prompt (%s tokens) must not be empty; it starts with the start token",
                prompt.length);
    }
}
