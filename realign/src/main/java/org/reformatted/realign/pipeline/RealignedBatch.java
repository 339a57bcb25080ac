package org.reformatted.realign.pipeline;

import java.util.List;
import java.util.function.Consumer;
import org.reformatted.realign.base.JsonBlock;
import org.reformatted.realign.data.SkippedRows;
import org.reformatted.realign.data.UnreadRow;

/**
 * Rows from their text to the lines that are written of them, which one thread does in one go.
 *
 * @param read the rows as they stand in the input
 * @param verdicts how each ended
 * @param originals their lines as read
 * @param realigned their lines as realigned
 * @param lines their verdicts' lines
 */
record RealignedBatch(
        List<UnreadRow.Read> read,
        List<RowVerdict> verdicts,
        JsonBlock originals,
        JsonBlock realigned,
        JsonBlock lines) {
    static RealignedBatch of(
            List<UnreadRow> rows, SkippedRows skipped, Consumer<UnreadRow.Read> check, RowRealigner realigner) {
        List<UnreadRow.Read> read = rows.stream()
                .flatMap(row -> skipped.attempt(row::read).stream())
                .toList();
        read.forEach(check);
        List<RowRealigner.Realigned> done = realigner.realign(
                read.stream().map(UnreadRow.Read::conversation).toList());
        List<RowVerdict> verdicts =
                done.stream().map(RowRealigner.Realigned::verdict).toList();
        return new RealignedBatch(
                read,
                verdicts,
                JsonBlock.of(done.stream().map(RowRealigner.Realigned::original).toList()),
                JsonBlock.of(
                        done.stream().map(RowRealigner.Realigned::realigned).toList()),
                JsonBlock.of(verdicts));
    }
}
