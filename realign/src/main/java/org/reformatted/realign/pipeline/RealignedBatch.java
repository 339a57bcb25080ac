package org.reformatted.realign.pipeline;

import java.util.List;
import org.reformatted.realign.base.JsonBlock;

/**
 * Realigned rows and the lines that are written for them.
 *
 * @param verdicts the verdicts on the rows
 * @param originals the lines of the original rows
 * @param realigned the lines of the realigned rows
 * @param lines the lines of the verdicts
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
