package org.reformatted.experiments.config;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Identity;

/**
 * The setting of the paper that an experiment repeats: the rows of its tables that the report's scores are compared with.
 *
 * @param model the model as named in the paper: {@code LLaMA-2-13B} or {@code Mistral-7B}
 * @param trainedOn the instruction set as named in the paper, such as {@code GSM8K} or {@code Alpaca}
 */
public record PaperSetting(@Identity String model, @Identity String trainedOn) {
    /** Checks that both names are given. */
    public PaperSetting {
        Check.argument(!model.isBlank(), "model (%s) must name a model of the paper", model);
        Check.argument(!trainedOn.isBlank(), "trainedOn (%s) must name an instruction set of the paper", trainedOn);
    }
}
