package org.reformatted.finetune.train.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.Batching;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.LoraWeights;
import org.reformatted.finetune.weights.LoadedAdapter;
import org.reformatted.finetune.weights.LoraAdapter;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.config.Operational;

/**
 * The settings of a finetuning. Two runs with equal config, data and seed are the same run. The device is not part of the config, see
 * {@code SftRuntime}.
 *
 * @param model the model that training starts from
 * @param data the training data; left out if the caller provides the data
 * @param template the chat template that encodes conversations
 * @param method which weights are trained
 * @param precision the number type of the weights and of the computations with them
 * @param seed of the order of examples and of all random numbers in training
 * @param length the length of the training
 * @param batch the size of a step
 * @param shuffle whether each epoch uses a different random order of the examples
 * @param maxLength longest example in tokens; longer examples are cut at their right end. If left out: the model's maximum
 * @param optimizer AdamW's settings
 * @param schedule the learning rate schedule
 * @param checkpoint how often the state is saved
 * @param neftuneAlpha strength of the noise on the embeddings in training (Jain et al. 2023, NEFTune); if left out: no noise
 * @param activationCheckpointing whether the backward pass recomputes the activations of every layer instead of keeping them. With {@code false}, the
 *     activations of as many layers are kept as fit into the device's free memory
 * @param keptLayers number of layers, from the first, whose activations are kept; the other layers recompute them. If left out:
 *     {@code activationCheckpointing} decides. Changes memory and time, not the results
 * @param trainer another program that does the training; if left out: this program
 * @param skipInvalid whether rows that cannot be trained on (unreadable, or with turns that the template does not support) are left out and counted;
 *     otherwise the first such row stops the run
 */
public record SftConfig(
        ModelSource model,
        Optional<SftData> data,
        @Default("openchat") ChatTemplate template,
        @Default("full") Method method,
        @Default("float32") @Identity Precision precision,
        @Default("42") @Identity long seed,
        Length length,
        Batching batch,
        @Default("true") @Identity boolean shuffle,
        @Identity Optional<Integer> maxLength,
        OptimizerConfig optimizer,
        @Default("{}") ScheduleConfig schedule,
        @Default("{}") @Operational CheckpointConfig checkpoint,
        @Identity Optional<Double> neftuneAlpha,
        @Default("false") @Identity boolean activationCheckpointing,
        @Operational Optional<Integer> keptLayers,
        Optional<TrainerConfig> trainer,
        @Default("false") @Identity boolean skipInvalid) {
    /** Checks the ranges, and settings that depend on each other. */
    public SftConfig {
        Check.argument(maxLength.orElse(2) > 1, "maxLength (%s) must be at least 2", maxLength.orElse(2));
        Check.argument(keptLayers.orElse(0) >= 0, "keptLayers (%s) must be at least 0", keptLayers.orElse(0));
        Check.argument(neftuneAlpha.orElse(1.0) > 0, "neftuneAlpha (%s) must be positive", neftuneAlpha.orElse(1.0));
        Check.argument(
                precision == Precision.BFLOAT16 || optimizer.states() == Precision.FLOAT32,
                "optimizer.states (bfloat16) must be float32 when precision is float32");
        Check.argument(
                trainer.isEmpty() || optimizer.states() == Precision.FLOAT32,
                "optimizer.states (bfloat16) must be float32 with a trainer: trainers keep moments in float32");
    }

    /**
     * The number of layers that keep their activations if memory allows.
     *
     * @param layers the model's layers
     * @return the number of layers
     */
    public int keptLayers(int layers) {
        return Math.min(layers, keptLayers.orElse(activationCheckpointing ? 0 : layers));
    }

    /** The number type of weights and computation. */
    public enum Precision {
        /** Single precision. */
        FLOAT32(NumberType.FLOAT32),
        /** The upper half of single precision: the same range, 8 bits of precision. */
        BFLOAT16(NumberType.BFLOAT16);

        private final NumberType type;

        Precision(NumberType type) {
            this.type = type;
        }

        /**
         * The engine's type.
         *
         * @return the type
         */
        public NumberType type() {
            return type;
        }
    }

    /** Which weights are trained. */
    public sealed interface Method {
        /**
         * The folder of the adapters that training starts from.
         *
         * @return the folder, if any
         */
        default Optional<String> adapter() {
            return Optional.empty();
        }

        /**
         * The ranks and targets of the adapters that are trained.
         *
         * @param folder the path of {@link #adapter()}
         * @param shape of the model
         * @return the largest rank and all targets; empty when all weights are trained
         */
        Optional<LoraWeights.Settings> settings(Optional<Path> folder, LlamaConfig shape);

        /**
         * Creates or loads the adapters that are trained.
         *
         * @param model the adapted model
         * @param folder the path of {@link #adapter()}
         * @param seed of the random weights
         * @return the adapters, closed by the caller; empty when all weights are trained
         */
        Optional<LoadedAdapter> start(LlamaModel model, Optional<Path> folder, long seed);

        /** Trains all weights. */
        record Full() implements Method {
            @Override
            public Optional<LoraWeights.Settings> settings(Optional<Path> folder, LlamaConfig shape) {
                return Optional.empty();
            }

            @Override
            public Optional<LoadedAdapter> start(LlamaModel model, Optional<Path> folder, long seed) {
                return Optional.empty();
            }
        }

        /**
         * Trains low-rank adapters of the projections; the model's weights do not change.
         *
         * @param rank inner width
         * @param alpha the scale is alpha / rank
         * @param dropout fraction of inputs that is hidden from the adapters in a step
         * @param targets last parts of the projections' names, such as {@code q_proj}
         */
        record Lora(
                @Default("16") @Identity int rank,
                @Default("32") @Identity double alpha,
                @Default("0.05") @Identity double dropout,

                @Default("[q_proj, k_proj, v_proj, o_proj]") @Identity
                List<String> targets)
                implements Method {
            /** The settings of {@code method: lora} in a config. */
            public static final Lora USUAL = new Lora(16, 32, 0.05, List.of("q_proj", "k_proj", "v_proj", "o_proj"));

            /** Checks the ranges. */
            public Lora {
                targets = List.copyOf(targets);
                new LoraWeights.Settings(rank, alpha, dropout, targets);
            }

            /**
             * Converts to the model's settings.
             *
             * @return the settings
             */
            public LoraWeights.Settings settings() {
                return new LoraWeights.Settings(rank, alpha, dropout, targets);
            }

            @Override
            public Optional<LoraWeights.Settings> settings(Optional<Path> folder, LlamaConfig shape) {
                return Optional.of(settings());
            }

            @Override
            public Optional<LoadedAdapter> start(LlamaModel model, Optional<Path> folder, long seed) {
                LoraWeights drawn = LoraAdapter.draw(settings(), model, seed);
                return Optional.of(new LoadedAdapter(drawn, List.of(), LoadedAdapter.PLAIN));
            }
        }

        /**
         * Continues the training of adapters from PEFT or from an earlier run, with their ranks, scales and targets, and with the complete weights
         * that were trained with them.
         *
         * @param path a folder with adapter_config.json and adapter_model.safetensors
         * @param dropout fraction of inputs that is hidden from the adapters in a step; if left out: the value in adapter_config.json
         */
        record Adapter(
                @InputFile(InputFile.Root.MODEL) String path,
                @Identity Optional<Double> dropout) implements Method {
            /** Checks the range. */
            public Adapter {
                Check.argument(
                        dropout.orElse(0.0) >= 0 && dropout.orElse(0.0) < 1,
                        "dropout (%s) must be at least 0 and below 1",
                        dropout.orElse(0.0));
            }

            @Override
            public Optional<String> adapter() {
                return Optional.of(path);
            }

            @Override
            public Optional<LoraWeights.Settings> settings(Optional<Path> folder, LlamaConfig shape) {
                return Optional.of(LoraAdapter.largest(present(folder), shape));
            }

            @Override
            public Optional<LoadedAdapter> start(LlamaModel model, Optional<Path> folder, long seed) {
                Path found = present(folder);
                return Optional.of(dropout.map(share -> LoraAdapter.load(found, model, share))
                        .orElseGet(() -> LoraAdapter.load(found, model)));
            }

            private static Path present(Optional<Path> folder) {
                return folder.orElseThrow(() -> new InputException("method: the adapter's folder is missing; name it"));
            }
        }
    }

    /** The length of a training. */
    public sealed interface Length {
        /**
         * The number of optimizer steps of the entire run.
         *
         * @param plan the steps of an epoch
         * @return steps
         */
        long steps(BatchPlan plan);

        /**
         * A number of optimizer steps.
         *
         * @param steps number of steps
         */
        record Steps(@Identity int steps) implements Length {
            /** Checks the range. */
            public Steps {
                Check.argument(steps > 0, "steps (%s) must be positive", steps);
            }

            @Override
            public long steps(BatchPlan plan) {
                return steps;
            }
        }

        /**
         * A number of passes over the data.
         *
         * @param epochs number of epochs
         */
        record Epochs(@Identity int epochs) implements Length {
            /** Checks the range. */
            public Epochs {
                Check.argument(epochs > 0, "epochs (%s) must be positive", epochs);
            }

            @Override
            public long steps(BatchPlan plan) {
                return plan.steps(epochs);
            }
        }
    }

    /**
     * How often the state is saved, from which a stopped run resumes.
     *
     * @param every number of steps between two saved states
     * @param keep number of the last states that are kept on the disk
     */
    public record CheckpointConfig(
            @Default("500") @Operational int every,
            @Default("2") @Operational int keep) {
        /** Checks the ranges. */
        public CheckpointConfig {
            Check.argument(every > 0, "every (%s) must be positive", every);
            Check.argument(keep > 0, "keep (%s) must be positive", keep);
        }
    }

    /**
     * Returns a copy with another seed.
     *
     * @param other the seed
     * @return a copy
     */
    public SftConfig withSeed(long other) {
        return with(other, template);
    }

    /**
     * Returns a copy with another template.
     *
     * @param other the template
     * @return a copy
     */
    public SftConfig withTemplate(ChatTemplate other) {
        return with(seed, other);
    }

    private SftConfig with(long otherSeed, ChatTemplate otherTemplate) {
        return new SftConfig(
                model,
                data,
                otherTemplate,
                method,
                precision,
                otherSeed,
                length,
                batch,
                shuffle,
                maxLength,
                optimizer,
                schedule,
                checkpoint,
                neftuneAlpha,
                activationCheckpointing,
                keptLayers,
                trainer,
                skipInvalid);
    }
}
