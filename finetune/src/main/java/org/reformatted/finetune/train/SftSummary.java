package org.reformatted.finetune.train;

/**
 * What came of a run.
 *
 * @param fingerprint of config, data and model
 * @param steps optimizer steps done
 * @param examples examples trained on
 * @param skippedRows rows left out by {@code skipInvalid} because they cannot be read or laid out
 * @param unsupervisedExamples examples left out because nothing in them is learned
 * @param truncatedExamples examples cut at the maximum length
 * @param parameters numbers in the model
 * @param trainedParameters numbers that moved
 * @param firstLoss of the first step
 * @param lastLoss of the last step
 */
public record SftSummary(
        String fingerprint,
        long steps,
        int examples,
        Long skippedRows,
        int unsupervisedExamples,
        int truncatedExamples,
        long parameters,
        long trainedParameters,
        double firstLoss,
        double lastLoss) {
    /** Completes a summary of an earlier version, which has no count of rows left out. */
    public SftSummary {
        skippedRows = skippedRows == null ? 0 : skippedRows;
    }
}
