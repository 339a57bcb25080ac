package org.reformatted.realign.pipeline;

import org.jspecify.annotations.Nullable;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.reformat.RevisedResponse;

/**
 * A row on its way.
 *
 * @param row the row, its category named and its evidence found as far as that is done
 * @param revised what became of its response, or why it is left as it is; null as long as that is open
 */
record RowState(Conversation row, @Nullable RevisedResponse revised) {}
