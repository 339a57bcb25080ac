package org.reformatted.realign.data;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.reformatted.realign.base.JsonLines;

/** Reads rows that another reader has taken out of a file, such as a cluster's, as {@link DataFormats#unread} reads those of a local one. */
public final class RowReader {
    private final DataFormat format;
    private final PassedOver passedOver;

    /**
     * Reads rows of one file.
     *
     * @param format the format's name
     * @param file the file, for messages
     */
    public RowReader(String format, Path file) {
        this.format = DataFormats.named(format);
        this.passedOver = new PassedOver(file);
    }

    /**
     * A row of the file.
     *
     * @param number its number among all rows of the input, from 1
     * @param row parses it
     * @return the row, to be read by any thread
     */
    public UnreadRow row(long number, Supplier<JsonLines.Row> row) {
        return new UnreadRow(format, number, row, passedOver);
    }

    /** Warns of fields that could change what is learned and which nothing here uses. */
    public void report() {
        passedOver.report();
    }
}
