package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reformatted.realign.base.InputException;

/** Converts rows of one kind of instruction set to and from {@link Conversation}. */
interface DataFormat {
    /** The name that configs use, in kebab-case. */
    String name();

    /** Tests whether a row has the typical fields of this format. It is called for a file's first row. */
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
     * @throws InputException naming the content that the format cannot contain, such as a third turn in a format of one question and one answer
     */
    ObjectNode write(Conversation conversation);
}
