package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.reformatted.realign.base.JsonLines;

/**
 * Reads the rows of a file as answers, one after the other, from the beginning of the file or from a later row. lm-evaluation-harness saves each
 * answer once a filter; the rows of the file's first filter are read and the others are passed over.
 */
public final class AnswerReader {
    private Optional<String> filter;
    private int answers;

    /** Begins at the first row. */
    public AnswerReader() {
        this(Optional.empty(), 0);
    }

    /**
     * Begins at a later row.
     *
     * @param filter the filter of the file's first row that has one
     * @param answers the number of answers in the rows before
     */
    public AnswerReader(Optional<String> filter, int answers) {
        this.filter = filter;
        this.answers = answers;
    }

    /**
     * The filter that extracted a row's answer.
     *
     * @param node the row
     * @return its name; empty for rows that are not lm-evaluation-harness' samples
     */
    public static Optional<String> filter(JsonNode node) {
        return node.has("resps") && node.has("filter")
                ? Optional.of(node.path("filter").asText())
                : Optional.empty();
    }

    /**
     * Reads a row.
     *
     * @param row the next row of the file
     * @return its answer; empty when it repeats an answer by another filter
     * @throws org.reformatted.realign.base.InputException naming a row that cannot be used
     */
    public Optional<AnswerRow> read(JsonLines.Row row) {
        Optional<String> own = filter(row.node());
        filter = filter.or(() -> own);
        return own.isPresent() && !own.equals(filter) ? Optional.empty() : Optional.of(AnswerRow.read(row, answers++));
    }

    /**
     * The number of answers so far.
     *
     * @return with those before the first row that was read here
     */
    public int answers() {
        return answers;
    }
}
