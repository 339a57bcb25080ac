package org.reformatted.finetune.train.config;

import java.util.List;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * AdamW's settings; the defaults are OpenChat's (January 2024), with decay on every parameter.
 *
 * @param learningRate the peak of the learning rate
 * @param betas decay rates of the first and of the second moment
 * @param epsilon added to the square root of the second moment
 * @param weightDecay fraction by which each step reduces a weight, multiplied by the learning rate
 * @param clipNorm maximum norm of the gradient of all parameters together; a longer gradient is scaled down
 * @param states the number type of the moments
 */
public record OptimizerConfig(
        @Identity double learningRate,
        @Default("[0.9, 0.95]") @Identity List<Double> betas,
        @Default("1.0e-5") @Identity double epsilon,
        @Default("0.1") @Identity double weightDecay,
        @Default("1.0") @Identity double clipNorm,
        @Default("float32") @Identity SftConfig.Precision states) {
    /** Checks the ranges. */
    public OptimizerConfig {
        betas = List.copyOf(betas);
        Check.argument(learningRate > 0, "learningRate (%s) must be positive", learningRate);
        Check.argument(betas.size() == 2, "betas (%s) must be two numbers, such as [0.9, 0.95]", betas);
        for (double beta : betas) {
            Check.argument(beta >= 0 && beta < 1, "betas (%s) must be at least 0 and below 1", betas);
        }
        Check.argument(epsilon > 0, "epsilon (%s) must be positive", epsilon);
        Check.argument(weightDecay >= 0, "weightDecay (%s) must not be negative", weightDecay);
        Check.argument(clipNorm > 0, "clipNorm (%s) must be positive", clipNorm);
    }
}
