package org.reformatted.finetune.train.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.config.Operational;

/**
 * The training and validation data.
 *
 * @param train a file of conversations in any format of the realign module, or JSON Lines of {@code input_ids} and {@code loss_mask}
 * @param format the format's name; if left out, it is detected from the file
 * @param validation examples that the loss is measured on and that are not trained on
 * @param evaluateEvery number of steps between two measurements
 */
public record SftData(
        @InputFile String train,
        @Identity Optional<String> format,
        Optional<Validation> validation,
        @Default("100") @Operational int evaluateEvery) {
    /** Checks the range. */
    public SftData {
        Check.argument(evaluateEvery > 0, "evaluateEvery (%s) must be positive", evaluateEvery);
    }

    /** Validation examples, which are not trained on. */
    public sealed interface Validation {
        /**
         * Resolves the validation data.
         *
         * @param files the config that this is part of
         * @param data finds a data file
         * @return the validation data, with every path resolved
         */
        SftInputs.ValidationInputs of(SftData files, UnaryOperator<Path> data);

        /**
         * A separate file of validation examples.
         *
         * @param path a file in any format that {@code train} may have
         */
        record File(@InputFile String path) implements Validation {
            @Override
            public SftInputs.ValidationInputs of(SftData files, UnaryOperator<Path> data) {
                TrainingSource source = new TrainingSource.ExamplesFile(data.apply(Path.of(path)), files.format());
                return new SftInputs.ValidationInputs(Optional.of(source), 0, files.evaluateEvery());
            }
        }

        /**
         * A random fraction of the training examples, drawn with the run's seed and excluded from training.
         *
         * @param fraction the fraction, in (0, 1)
         */
        record Fraction(@Identity double fraction) implements Validation {
            /** Checks the range. */
            public Fraction {
                Check.argument(fraction > 0 && fraction < 1, "fraction (%s) must be between 0 and 1", fraction);
            }

            @Override
            public SftInputs.ValidationInputs of(SftData files, UnaryOperator<Path> data) {
                return new SftInputs.ValidationInputs(Optional.empty(), fraction, files.evaluateEvery());
            }
        }
    }
}
