package org.reformatted.realign.pipeline;

import java.util.List;
import org.reformatted.realign.base.JsonBlock;

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
        return new RealignedBatch(
                verdicts,
                JsonBlock.of(done.stream().map(RowRealigner.Realigned::original).toList()),
                JsonBlock.of(
                        done.stream().map(RowRealigner.Realigned::realigned).toList()),
                JsonBlock.of(verdicts));
    }
}
