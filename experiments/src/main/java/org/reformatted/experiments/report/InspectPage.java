package org.reformatted.experiments.report;

import java.util.List;
import org.reformatted.realign.data.Passage;

/**
 * What the page on a realigned folder shows; {@code inspect.jte} lays it out and escapes every text.
 *
 * @param name the folder's name
 * @param facts who rewrote, what it cost, which rows are shown, in sentences
 * @param table the numbers of each category
 * @param categories the categories of the rows shown
 * @param deciders who decided on the rows shown
 * @param rows the rows
 * @param script what pages and filters in the browser
 * @param scriptHash its SHA-256 in base64: no other script may run
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
     * @param by who decided
     * @param why the reason
     * @param lengths the lengths of both responses
     * @param question all that comes before the response
     * @param before the original response
     * @param after what was proposed in its place, kept or not; empty when nothing was
     * @param afterTitle what became of the proposal
     * @param evidence the passages that the rewriter was shown
     * @param candidates every text that was proposed
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
