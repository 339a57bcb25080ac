package org.reformatted.realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;

/** How the rows of one kind of instruction set say what a {@link Conversation} says. */
public interface DataFormat {
    /**
     * The name that configs use.
     *
     * @return a name in kebab-case
     */
    String name();

    /**
     * Whether a row looks like this format; asked of a file's first row when no format is named.
     *
     * @param row an object
     * @return true when the fields that mark this format are there
     */
    boolean matches(JsonNode row);

    /**
     * Reads a row.
     *
     * @param row the row and its place
     * @param number the row's number in its file, from 1; names rows that bring no id
     * @return the conversation
     * @throws InputException naming the place and the field that is missing or wrong
     */
    Conversation read(JsonLines.Row row, long number);

    /**
     * Writes a conversation as a row that {@link #read} understands.
     *
     * @param conversation what to write
     * @return the row
     * @throws InputException when the format has no way to say it, such as a third turn in a format of one question and one answer
     */
    ObjectNode write(Conversation conversation);
}
