package org.reformatted.finetune.train.config;

import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.Operational;

/**
 * A distributed trainer that a training is handed to. This program writes a job of token ids, loss weights and the recipe, and takes back what was
 * trained; how many devices the job uses changes how it is computed, not what is computed.
 *
 * @param kind which trainer
 * @param devices graphics devices of a node
 * @param nodes machines
 * @param rowsPerDevice rows of a batch on one device; left out, the rows of {@code batch} divided among the devices
 * @param sharded whether weights, gradients and moments are divided among the devices (FSDP), as a model needs that does not fit on one
 */
public record TrainerConfig(
        @Identity Kind kind,
        @Default("1") @Operational int devices,
        @Default("1") @Operational int nodes,
        @Operational Optional<Integer> rowsPerDevice,
        @Default("false") @Operational boolean sharded) {
    /** Trainers for which jobs are written. */
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
         * @return its name, as pip knows it
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
                !sharded || devices * nodes > 1, "sharded must be left out with a single device: nothing is divided");
    }

    /**
     * All devices of the job.
     *
     * @return devices of all nodes
     */
    public int processes() {
        return devices * nodes;
    }
}
