package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.graph.LocalCheckpoints;
import org.reformatted.experiments.report.RealignInspector;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.pipeline.RealignPipeline;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Realigns a data set, with the {@code realign:} part of an experiment's config or with a config that has only this part. */
@Command(
        name = "realign",
        mixinStandardHelpOptions = true,
        description =
                "Realigns a data set: writes conversations.jsonl, original.jsonl, verdicts.jsonl and summary.json.",
        subcommands = {RealignCommand.Inspect.class, RealignAuditCommand.class, RealignConvertCommand.class},
        footer = {
            "",
            "Examples:",
            "  scripts/harness realign experiments/configs/quickstart.yaml --out realigned",
            "  scripts/harness realign experiments/configs/quickstart.yaml --dry-run",
            "  scripts/harness realign inspect realigned"
        })
final class RealignCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "An experiment's config, or a config with only realign: ..., or only with the keys below it.")
    @Nullable
    Path config;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results.")
    @Nullable
    Path out;

    @Option(
            names = "--dry-run",
            description = "Show calls, tokens and cost, and send nothing; with --out, without the requests that are"
                    + " answered there.")
    boolean dryRun;

    @Mixin
    RootOptions places = new RootOptions();

    @Mixin
    DeviceOptions device = new DeviceOptions();

    @Override
    public Integer call() {
        Path file = required(config, "CONFIG, a YAML file,");
        ExperimentOptions.requireFile(file);
        Roots roots = places.roots(file);
        Progress progress = TerminalProgress.onStandardError();
        LocalCheckpoints checkpoints = new LocalCheckpoints(roots, device.compute());
        if (dryRun) {
            System.out.print(RealignTable.of(RealignPipeline.estimate(
                    ConfigParts.realign(file, places.variant).value(),
                    roots::dataFile,
                    checkpoints,
                    Optional.ofNullable(out),
                    progress)));
            return 0;
        }
        Path folder = required(out, "--out DIR (or --dry-run)");
        try (StopNotice notice =
                StopNotice.show("answers so far are kept in " + folder + "; run the same command again to continue")) {
            System.err.print(RealignTable.of(RealignPipeline.run(
                    ConfigParts.realign(file, places.variant).value(),
                    roots::dataFile,
                    checkpoints,
                    System.getenv(),
                    folder,
                    progress)));
        }
        System.out.println(folder.resolve(RealignPipeline.CONVERSATIONS));
        return 0;
    }

    private Path required(@Nullable Path given, String what) {
        if (given == null) {
            throw usage(spec, this, what + " is missing");
        }
        return given;
    }

    private static CommandLine.ParameterException usage(@Nullable CommandSpec spec, Object command, String fault) {
        return new CommandLine.ParameterException(spec == null ? new CommandLine(command) : spec.commandLine(), fault);
    }

    /** Shows the results of realigning. */
    @Command(
            name = "inspect",
            mixinStandardHelpOptions = true,
            description = "Writes one HTML page that shows each row before and after realigning, and the reason; it"
                    + " needs no network.",
            footer = {"", "Example:", "  scripts/harness realign inspect realigned"})
    static final class Inspect implements Callable<Integer> {
        @Spec
        @Nullable
        CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "The folder that realigning wrote.")
        Path folder = Path.of("");

        @Option(
                names = "--rows",
                paramLabel = "N",
                description = "Maximum number of rows on the page (default: ${DEFAULT-VALUE}).")
        int rows = 5000;

        @Option(names = "--page", paramLabel = "FILE", description = "The page (default: inspect.html in DIR).")
        @Nullable
        Path page;

        @Override
        public Integer call() {
            if (rows < 1) {
                throw usage(spec, this, "--rows (" + rows + ") must be positive");
            }
            Path file = page == null ? folder.resolve("inspect.html") : page;
            RealignInspector.write(folder, rows, file);
            System.out.println(file);
            return 0;
        }
    }
}
