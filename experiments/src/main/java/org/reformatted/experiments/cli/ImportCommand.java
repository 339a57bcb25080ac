package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.runs.RunArchive;
import org.reformatted.finetune.weights.GgufImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Unpacks an exported experiment, or converts the model file of another program to a Hugging Face folder. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Unpacks an experiment written by \"harness export RUN\" below --runs and compares every file with its"
                    + " recorded hash.",
            "Or converts a GGUF file to a Hugging Face folder: config, tokenizer, chat template and weights. Quantised"
                    + " weights become float32."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness import quickstart.zip",
            "  scripts/harness import --gguf model-Q4_K_M.gguf --to MODEL"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "An exported experiment.")
    @Nullable
    Path archive;

    @Option(
            names = "--gguf",
            paramLabel = "FILE",
            description = "A LLaMA or Mistral model in the type F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K,"
                    + " Q5_K or Q6_K.")
    @Nullable
    Path gguf;

    @Option(names = "--to", paramLabel = "DIR", description = "The folder to write, with --gguf.")
    @Nullable
    Path to;

    @Override
    public Integer call() {
        if (gguf != null && to != null && archive == null) {
            GgufImport.convert(gguf, to);
            System.out.println(to);
        } else if (archive != null && gguf == null && to == null) {
            RunArchive.Imported imported = RunArchive.read(archive, runs.folder());
            Path root = imported.run().root();
            System.err.println(imported.added().size() + " artifacts added, all match their records; "
                    + imported.present() + " existed already and match their records; scripts/harness report " + root
                    + " writes the report again");
            System.out.println(root);
        } else {
            throw new ParameterException(
                    spec.commandLine(),
                    "name either an exported experiment with FILE, or a model with --gguf FILE --to" + " DIR");
        }
        return 0;
    }
}
