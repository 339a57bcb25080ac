package org.reformatted.finetune.generate;

import org.reformatted.realign.llm.FinishReason;

/**
 * A generated answer.
 *
 * @param ids its tokens, without the stop token but with the tokens of a stop text
 * @param text the text after the prompt, without the stop text
 * @param reason why the answer ended
 */
@SuppressWarnings("ArrayRecordComponent") // the array is primitive and is never changed
public record Generated(int[] ids, String text, FinishReason reason) {}
