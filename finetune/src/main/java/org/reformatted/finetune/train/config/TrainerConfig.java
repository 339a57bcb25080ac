package org.reformatted.finetune.train.config;

import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.Operational;

/**
 * An external, distributed trainer. This program writes a job with token ids, loss weights and the recipe, and imports the trained weights. The
 * number of devices changes how the job is computed, not its result.
 *
 * @param kind the trainer
 * @param devices number of graphics devices of each node
 * @param nodes number of machines
 * @param rowsPerDevice rows of a batch on one device; if left out, the rows of {@code batch} divided by the number of devices
 * @param sharded whether weights, gradients and moments are divided among the devices (FSDP), which a model that does not fit on one device needs
 */
public record TrainerConfig(
        @Identity Kind kind,
        @Default("1") @Operational int devices,
        @Default("1") @Operational int nodes,
        @Operational Optional<Integer> rowsPerDevice,
        @Default("false") @Operational boolean sharded) {
    /** The supported trainers. */
    public enum Kind {
        /** Hugging Face's TRL with Accelerate (huggingface/trl, SFTTrainer). */
        TRL("trl"),
        /** LLaMA-Factory (hiyouga/LLaMA-Factory, stage sft). */
        LLAMA_FACTORY("llamafactory");

        private final String library;

        Kind(String library) {
            this.library = library;
        }

        /**
         * The Python package.
         *
         * @return its name in pip
         */
        public String library() {
            return library;
        }
    }

    /** Checks the ranges. */
    public TrainerConfig {
        Check.argument(devices > 0, "devices (%s) must be positive", devices);
        Check.argument(nodes > 0, "nodes (%s) must be positive", nodes);
        Check.argument(rowsPerDevice.orElse(1) > 0, "rowsPerDevice (%s) must be positive", rowsPerDevice.orElse(0));
        Check.argument(
                !sharded || devices * nodes > 1, "sharded must be left out with a single device: it has no effect");
    }

    /**
     * The number of all devices of the job.
     *
     * @return devices of all nodes
     */
    public int processes() {
        return devices * nodes;
    }
}
