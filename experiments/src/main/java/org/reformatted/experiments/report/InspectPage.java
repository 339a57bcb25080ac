package org.reformatted.experiments.report;

import java.util.List;
import org.reformatted.realign.data.Passage;

/**
 * The content of the page about a realigned folder; {@code inspect.jte} is the layout and escapes every text.
 *
 * @param name the folder's name
 * @param facts sentences about the rewriter, the cost and the rows that are shown
 * @param table the numbers of each category
 * @param categories the categories of the rows shown
 * @param deciders the filters or steps that decided about the rows shown
 * @param rows the rows
 * @param script the script for paging and filtering in the browser
 * @param scriptHash its SHA-256 in base64, because no other script may run
 */
public record InspectPage(
        String name,
        List<String> facts,
        TableView table,
        List<String> categories,
        List<String> deciders,
        List<InspectedRow> rows,
        String script,
        String scriptHash) {
    /**
     * A row before and after.
     *
     * @param id the row
     * @param category its category, or {@code (none)}
     * @param verdict {@code rewritten} or {@code original}
     * @param by the filter or step that decided
     * @param why the reason
     * @param lengths the lengths of both responses
     * @param question all text before the response
     * @param before the original response
     * @param after the proposed response, accepted or not; empty if there was none
     * @param afterTitle the result for the proposal
     * @param evidence the passages that were shown to the rewriter
     * @param candidates all proposed texts
     */
    public record InspectedRow(
            String id,
            String category,
            String verdict,
            String by,
            String why,
            String lengths,
            String question,
            List<WordDiff.Piece> before,
            List<WordDiff.Piece> after,
            String afterTitle,
            List<Passage> evidence,
            List<String> candidates) {}
}
