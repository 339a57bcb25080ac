package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.Roots;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.config.SftInputs;
import org.reformatted.finetune.train.config.TrainingSource;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The config and the input files of a finetuning: the options that {@code finetune} and {@code tokens} share. */
final class SftOptions {
    @Parameters(
            paramLabel = "CONFIG",
            description =
                    "An experiment's config, or a config with only finetune: ..., or only with the keys below it.")
    Path config = Path.of("");

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description =
                    "The training data. Needed with an experiment's config, where the data are defined by the arms.")
    @Nullable
    String train;

    @Mixin
    RootOptions places = new RootOptions();

    /** Reads the config: a separate one, or the part of an experiment's config. */
    BoundConfig<SftConfig> load() {
        ExperimentOptions.requireFile(config);
        return ConfigParts.finetune(config, places.variant);
    }

    /** The config with the path of its template's file resolved. */
    SftConfig config(BoundConfig<SftConfig> bound) {
        return places.roots(config).found(bound.value());
    }

    /** Finds the files that the config names. */
    SftInputs inputs(BoundConfig<SftConfig> bound) {
        Roots roots = places.roots(config);
        if (train != null) {
            return new SftInputs(
                    bound.value().model().folder().map(roots::modelFolder),
                    bound.value().method().adapter().map(roots::modelFolder),
                    new TrainingSource.ExamplesFile(roots.dataFile(train), Optional.empty()),
                    Optional.empty());
        }
        if (bound.value().data().isEmpty()) {
            String missing = "data is missing; add data: {train: rows.jsonl}, or name the file with --train";
            throw new ConfigException(bound.name(), List.of(bound.problem("data", missing)));
        }
        return SftInputs.of(
                bound.value(), model -> roots.modelFolder(model.toString()), data -> roots.dataFile(data.toString()));
    }
}
