package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reformatted.realign.base.InputException;

/** How the rows of one kind of instruction set say what a {@link Conversation} says. */
interface DataFormat {
    /** The name that configs use, in kebab-case. */
    String name();

    /** Whether a row looks like this format: the fields that mark it are there. Asked of a file's first row. */
    boolean matches(JsonNode row);

    /**
     * Reads a row.
     *
     * @throws InputException naming the place and the field that is missing or wrong
     */
    Conversation read(SourceRow row);

    /**
     * Writes a conversation as a row that {@link #read} understands.
     *
     * @throws InputException naming what the format cannot hold, such as a third turn in a format of one question and one answer
     */
    ObjectNode write(Conversation conversation);
}
