package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.SuiteConfig;
import org.reformatted.experiments.report.SuiteReport;
import org.reformatted.realign.config.BoundConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins the reports of finished experiments. */
@Command(
        name = "suite",
        mixinStandardHelpOptions = true,
        description = {
            "Joins the newest reports of finished experiments into one: a table of experiments and arms with"
                    + " differences and the paper's values. Runs nothing.",
            "The file names them: {name: table-math, suite: [EXPERIMENT, CONFIG.yaml, ...]}."
        },
        footer = {"", "Example:", "  scripts/harness suite suite.yaml --out table-math"})
final class SuiteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SUITE", description = "A YAML file with name and suite.")
    Path file = Path.of("");

    @Mixin
    RunOptions experiments = new RunOptions();

    @Option(names = "--variant", paramLabel = "NAME", description = "The variant of each config that ran.")
    @Nullable
    String variant;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("suite");

    @Override
    public Integer call() {
        ExperimentOptions.requireFile(file);
        BoundConfig<SuiteConfig> bound = ConfigFiles.load(file, null, SuiteConfig.class);
        SuiteEntries entries = new SuiteEntries(file, variant, experiments.folder());
        Map<String, Path> reports = entries.reports(entries.names(bound));
        SuiteReport.write(bound.value().name(), bound.value().description(), reports, out);
        System.out.println(out.resolve("suite.html"));
        return 0;
    }
}
