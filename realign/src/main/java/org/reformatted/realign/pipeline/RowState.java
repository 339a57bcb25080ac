package org.reformatted.realign.pipeline;

import org.jspecify.annotations.Nullable;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.reformat.RevisedResponse;

/**
 * A row in progress.
 *
 * @param row the row, with its category and its evidence if these are already known
 * @param revised the new response, or the reason why it is not changed; null until one of them is known
 */
record RowState(Conversation row, @Nullable RevisedResponse revised) {}
