package org.reformatted.finetune.batch;

import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * How much one step sees: a number of examples or a number of tokens, in one piece or accumulated over several. What is left at the end of an epoch makes
 * a smaller step of its own, so that every example is learned once an epoch; OpenChat drops an unfilled last batch instead (protocol of January 2024).
 * The loss is divided by what the step itself supervises, so the smaller step weighs as much as any other.
 */
public sealed interface Batching {
    /**
     * How many batches a step accumulates gradients over before the optimizer moves.
     *
     * @return at least 1
     */
    int accumulate();

    /**
     * How a config writes a smaller batch of this kind.
     *
     * @param tokens most tokens of the batch, padding counted
     * @param length tokens of its longest row
     * @param batches of a step
     * @return the setting, in YAML
     */
    String setting(long tokens, long length, long batches);

    /**
     * A fixed number of examples a batch, one a row.
     *
     * @param examples rows of a batch
     * @param accumulate batches of a step
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
     * As many examples a batch as a budget of tokens holds, padding counted.
     *
     * @param tokens most tokens of a batch
     * @param accumulate batches of a step
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
        /** Several examples fill a row one after the other; none attends to another and positions restart at each. */
        PACKED,
        /** Each example has a row, and examples of like length share a batch. */
        GROUPED
    }
}
