package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.pipeline.AuditSheet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a sheet on which a person judges sampled rewrites, and counts the judgments. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a sheet of sampled rewrites, original and rewrite side by side, to be judged by hand: right, wrong"
                    + " or unsure.",
            "Run again, it keeps the sheet and prints the counts."
        },
        footer = {"", "Example:", "  scripts/harness realign audit realigned --sample 200 --seed 1"})
final class RealignAuditCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder that realigning wrote.")
    Path folder = Path.of("");

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Number of rewrites to draw (default: ${DEFAULT-VALUE}).")
    int sample = 200;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the draw (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(names = "--sheet", paramLabel = "FILE", description = "The sheet (default: audit-SEED-SAMPLE.md in DIR).")
    @Nullable
    Path sheet;

    @Override
    public Integer call() {
        if (sample < 1) {
            throw new CommandLine.ParameterException(
                    spec == null ? new CommandLine(this) : spec.commandLine(),
                    "--sample (" + sample + ") must be positive");
        }
        Path file = sheet == null ? folder.resolve("audit-" + seed + "-" + sample + ".md") : sheet;
        System.err.print(AuditSheet.write(folder, sample, seed, file).text());
        System.out.println(file);
        return 0;
    }
}
