package org.reformatted.experiments.steps;

import java.util.Locale;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.generate.GenerationOptions;
import org.reformatted.finetune.generate.LlamaChatModel;
import org.reformatted.finetune.train.SftConfig;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.pipeline.ClassifierConfig;

/**
 * Opens checkpoints that classify.
 *
 * @param roots where models lie
 * @param compute where they run
 */
public record LocalCheckpoints(Roots roots, Compute compute) implements ClassifierConfig.Opener {
    @Override
    public ChatModel open(ClassifierConfig.Checkpoint checkpoint) {
        SftConfig.Precision precision =
                SftConfig.Precision.valueOf(checkpoint.precision().toUpperCase(Locale.ROOT));
        return LlamaChatModel.open(
                roots.modelFolder(checkpoint.path()),
                ChatTemplate.named(checkpoint.template()),
                GenerationOptions.of(compute.device(), compute.threads(), compute.batchRows(), precision.type()));
    }
}
