package org.reformatted.finetune.train;

import java.util.List;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaWeights;
import org.reformatted.finetune.train.input.TrainingSet;
import org.reformatted.finetune.train.metrics.StepMetrics;

/**
 * The summary of a run.
 *
 * @param fingerprint of config, data and model
 * @param steps optimizer steps done
 * @param examples examples trained on
 * @param skippedRows rows left out by {@code skipInvalid} because they cannot be read or encoded with the template
 * @param unsupervisedExamples examples left out because they have no token to learn
 * @param truncatedExamples examples cut at the maximum length
 * @param parameters number of the model's parameters
 * @param trainedParameters number of trained parameters
 * @param firstLoss loss of the first step
 * @param lastLoss loss of the last step
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
    /** Completes a summary of an earlier version, which has no {@code skippedRows}. */
    public SftSummary {
        skippedRows = skippedRows == null ? 0 : skippedRows;
    }

    /** Creates the summary of a run. */
    static SftSummary of(String fingerprint, TrainingSet set, LlamaConfig model, long moved, List<StepMetrics> steps) {
        return new SftSummary(
                fingerprint,
                steps.size(),
                set.examples().size(),
                set.skipped(),
                set.unsupervised(),
                set.truncated(),
                LlamaWeights.parameters(model),
                moved,
                steps.get(0).loss(),
                steps.get(steps.size() - 1).loss());
    }
}
