package org.reformatted.realign.data;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.reformatted.realign.base.JsonLines;

/** Converts rows that another reader has read from a file, such as a cluster's reader, as {@link DataFormats#unread} does for a local file. */
public final class RowReader {
    private final DataFormat format;
    private final PassedOver passedOver;

    /**
     * Creates a reader for the rows of one file.
     *
     * @param format the format's name
     * @param file the file, for messages
     */
    public RowReader(String format, Path file) {
        this.format = DataFormats.named(format);
        this.passedOver = new PassedOver(file);
    }

    /**
     * Creates a row of the file.
     *
     * @param number its number among all rows of the input, from 1
     * @param row parses it
     * @return the row, which any thread may read
     */
    public UnreadRow row(long number, Supplier<JsonLines.Row> row) {
        return new UnreadRow(format, number, row, passedOver);
    }

    /** Warns of fields that could affect training but are not used here. */
    public void report() {
        passedOver.report();
    }
}
