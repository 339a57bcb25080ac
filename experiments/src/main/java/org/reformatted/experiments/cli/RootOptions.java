package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.Roots;
import picocli.CommandLine.Option;

/** The variant of a config, and the folders of its data and models. */
final class RootOptions {
    @Option(names = "--variant", paramLabel = "NAME", description = "Use a variant of the config, such as small.")
    @Nullable
    String variant;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that the config's data names are relative to (or " + Roots.DATA_VARIABLE
                    + "; default: experiments/data of the checkout).")
    @Nullable
    Path data;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Folder that the config's model names are relative to (or " + Roots.MODELS_VARIABLE
                    + "; default: experiments/models of the checkout).")
    @Nullable
    Path models;

    /** The command-line arguments for the same settings. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (variant != null) {
            arguments.addAll(List.of("--variant", variant));
        }
        if (data != null) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        if (models != null) {
            arguments.addAll(List.of("--models", models.toString()));
        }
        return arguments;
    }

    /** The data and model folders for a config file. */
    Roots roots(Path config) {
        Path folder = config.toAbsolutePath().getParent();
        return Roots.of(Harness.checkout(), data, models, System.getenv(), folder == null ? Path.of("") : folder);
    }
}
