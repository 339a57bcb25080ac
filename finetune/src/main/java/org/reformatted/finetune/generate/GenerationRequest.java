package org.reformatted.finetune.generate;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * One answer to be written.
 *
 * @param prompt tokens it follows, at least one
 * @param sampling how it is drawn, and its limit of new tokens
 * @param candidate number of the answer among those drawn for the same prompt, from 0
 * @param stop when it ends early
 */
@SuppressWarnings("ArrayRecordComponent") // tokens stay primitive; they are never changed
public record GenerationRequest(int[] prompt, SamplingSettings sampling, int candidate, StopCondition stop) {
    /** Checks the prompt. */
    public GenerationRequest {
        Check.argument(
                prompt.length > 0,
                "prompt (%s tokens) must not be empty; it starts with the start token",
                prompt.length);
    }
}
