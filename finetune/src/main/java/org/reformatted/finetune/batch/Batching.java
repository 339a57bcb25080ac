package org.reformatted.finetune.batch;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * The size of a step: a number of examples or a number of tokens, in one batch or accumulated over several batches. The remaining examples at the end
 * of an epoch form a smaller step, so that every example is learned once in each epoch; OpenChat drops an incomplete last batch instead (protocol of
 * January 2024). The loss is divided by the sum of the step's own loss weights, so the smaller step has the same weight as any other step.
 */
public sealed interface Batching {
    /**
     * The number of batches whose gradients are accumulated before the optimizer updates the weights.
     *
     * @return at least 1
     */
    int accumulate();

    /**
     * The config setting of a smaller batch of this kind.
     *
     * @param tokens maximum number of tokens of the batch, including padding
     * @param length number of tokens of its longest row
     * @param batches number of batches of a step
     * @return the setting, in YAML
     */
    String setting(long tokens, long length, long batches);

    /**
     * A fixed number of examples in each batch, one in each row.
     *
     * @param examples number of examples of a batch
     * @param accumulate number of batches of a step
     */
    record Examples(
            @Identity int examples, @Default("1") @Identity int accumulate) implements Batching {
        /** Checks the ranges. */
        public Examples {
            Check.argument(examples > 0, "examples (%s) must be positive", examples);
            Check.argument(accumulate > 0, "accumulate (%s) must be positive", accumulate);
        }

        @Override
        public String setting(long tokens, long length, long batches) {
            return "batch: {examples: " + Math.max(1, tokens / length) + ", accumulate: " + batches + "}";
        }
    }

    /**
     * As many examples in each batch as fit into a budget of tokens, including padding.
     *
     * @param tokens maximum number of tokens of a batch
     * @param accumulate number of batches of a step
     * @param layout how examples share rows
     */
    record Tokens(
            @Identity int tokens,
            @Default("1") @Identity int accumulate,
            @Default("packed") @Identity Layout layout) implements Batching {
        /** Checks the ranges. */
        public Tokens {
            Check.argument(tokens > 0, "tokens (%s) must be positive", tokens);
            Check.argument(accumulate > 0, "accumulate (%s) must be positive", accumulate);
        }

        @Override
        public String setting(long most, long length, long batches) {
            return "batch: {tokens: " + most + ", accumulate: " + batches + "}";
        }
    }

    /** How examples share the rows of a batch. */
    enum Layout {
        /** A row contains several examples, one after the other. No example attends to another, and positions restart at each example. */
        PACKED,
        /** Each example has its own row, and examples of similar length share a batch. */
        GROUPED
    }
}
