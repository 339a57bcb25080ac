package org.reformatted.realign.pipeline;

import java.util.List;
import org.reformatted.realign.base.JsonBlock;
import org.reformatted.realign.data.Conversation;

/**
 * Realigned rows and the lines that are written of them.
 *
 * @param verdicts how each ended
 * @param originals their lines as read
 * @param realigned their lines as realigned
 * @param lines their verdicts' lines
 */
record RealignedBatch(List<RowVerdict> verdicts, JsonBlock originals, JsonBlock realigned, JsonBlock lines) {
    static RealignedBatch of(List<RowRealigner.Realigned> done) {
        List<RowVerdict> verdicts =
                done.stream().map(RowRealigner.Realigned::verdict).toList();
        JsonBlock originals = JsonBlock.of(
                Conversation.class,
                done.stream().map(RowRealigner.Realigned::original).toList());
        JsonBlock realigned = JsonBlock.changed(
                originals,
                Conversation.class,
                done.stream().map(RowRealigner.Realigned::realigned).toList());
        return new RealignedBatch(verdicts, originals, realigned, JsonBlock.of(RowVerdict.class, verdicts));
    }
}
