package org.reformatted.realign.data;

import java.util.function.Supplier;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/** A row of a file that is not read yet; any thread may read it. */
public final class UnreadRow {
    private final DataFormat format;
    private final long number;
    private final Supplier<JsonLines.Row> row;
    private final PassedOver passedOver;

    UnreadRow(DataFormat format, long number, Supplier<JsonLines.Row> row, PassedOver passedOver) {
        this.format = format;
        this.number = number;
        this.row = row;
        this.passedOver = passedOver;
    }

    /**
     * A conversation and its place.
     *
     * @param place {@code file:line}, for messages
     * @param conversation the conversation
     */
    public record Read(String place, Conversation conversation) {}

    /**
     * Reads the row.
     *
     * @return the conversation and its place
     * @throws InputException naming file, line and fault
     */
    public Read read() {
        JsonLines.Row parsed = row.get();
        if (!parsed.node().isObject()) {
            throw InputException.at(parsed.place(), "a row that is not an object", "one object per row", "fix it");
        }
        Conversation read = format.read(new SourceRow(parsed, number));
        passedOver.count(read);
        return new Read(parsed.place(), read);
    }
}
