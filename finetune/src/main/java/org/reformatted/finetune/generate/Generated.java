package org.reformatted.finetune.generate;

import org.reformatted.realign.llm.FinishReason;

/**
 * An answer written.
 *
 * @param ids its tokens, without the stop token; with those of a stop text
 * @param text what follows the prompt, without the stop text
 * @param reason why it ended
 */
@SuppressWarnings("ArrayRecordComponent") // tokens stay primitive; they are never changed
public record Generated(int[] ids, String text, FinishReason reason) {}
