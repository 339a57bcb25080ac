package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.SuiteConfig;
import org.reformatted.experiments.miniature.BasePretraining;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigDocs;
import org.reformatted.realign.config.ConfigReference;
import org.reformatted.realign.config.ConfigSchema;
import org.reformatted.realign.pipeline.RealignConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the reference and the JSON Schema of configs from the records and their Javadoc. */
@Command(
        name = "config-reference",
        mixinStandardHelpOptions = true,
        description = "Writes config-reference.md and config-schema.json, which list the keys of every config, from the"
                + " sources of this checkout.",
        footer = {
            "",
            "Example:",
            "  scripts/harness config-reference",
            "",
            "An editor with YAML support completes the keys of a config that starts with the line",
            "  # yaml-language-server: $schema=docs/config-schema.json"
        })
final class ConfigReferenceCommand implements Callable<Integer> {
    /** The records that config files describe. */
    static final List<Class<?>> ROOTS = List.of(
            ExperimentConfig.class,
            RealignConfig.class,
            SftConfig.class,
            BasePretraining.Course.class,
            SuiteConfig.class);

    static final String REFERENCE = "config-reference.md";
    static final String SCHEMA = "config-schema.json";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the two files (default: docs of the checkout).")
    @Nullable
    Path out;

    @Override
    public Integer call() {
        Path folder = out == null ? Harness.checkout().resolve("docs") : out;
        ConfigDocs docs = new ConfigDocs(Harness.checkout());
        TextFiles.writeAtomically(folder.resolve(REFERENCE), ConfigReference.of(ROOTS, docs));
        TextFiles.writeAtomically(folder.resolve(SCHEMA), ConfigSchema.of(ROOTS, docs));
        System.out.println(folder.resolve(REFERENCE));
        System.out.println(folder.resolve(SCHEMA));
        return 0;
    }
}
