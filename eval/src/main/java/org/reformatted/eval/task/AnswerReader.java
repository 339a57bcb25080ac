package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.reformatted.realign.base.JsonLines;

/**
 * Reads the rows of a file as answers, one by one, from the start of the file or from a later row. lm-evaluation-harness saves each answer once for
 * each filter; only the rows of the file's first filter are read, the others are skipped.
 */
public final class AnswerReader {
    private Optional<String> filter;
    private int answers;

    /** Creates a reader that starts at the first row. */
    public AnswerReader() {
        this(Optional.empty(), 0);
    }

    /**
     * Creates a reader that starts at a later row.
     *
     * @param filter the filter of the first row of the file that has a filter
     * @param answers the number of answers in the preceding rows
     */
    public AnswerReader(Optional<String> filter, int answers) {
        this.filter = filter;
        this.answers = answers;
    }

    /**
     * Returns the filter that extracted a row's answer.
     *
     * @param node the row
     * @return its name; empty for rows that are not samples of lm-evaluation-harness
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
     * @return its answer; empty when the row repeats an answer with another filter
     * @throws org.reformatted.realign.base.InputException naming a row that cannot be used
     */
    public Optional<AnswerRow> read(JsonLines.Row row) {
        Optional<String> own = filter(row.node());
        filter = filter.or(() -> own);
        return own.isPresent() && !own.equals(filter) ? Optional.empty() : Optional.of(AnswerRow.read(row, answers++));
    }

    /**
     * Returns the number of answers so far.
     *
     * @return the number, including the answers before the first row that this reader read
     */
    public int answers() {
        return answers;
    }
}
