package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.SuiteConfig;
import org.reformatted.experiments.report.SuiteReport;
import org.reformatted.experiments.step.ArtifactCheck;
import org.reformatted.experiments.step.ArtifactRecord;
import org.reformatted.experiments.step.ArtifactStore;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigException;
import picocli.CommandLine.Command;
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

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder of runs (default: runs of the checkout).")
    @Nullable
    Path runs;

    @Option(names = "--variant", paramLabel = "NAME", description = "The variant of each config that ran.")
    @Nullable
    String variant;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("suite");

    @Override
    public Integer call() {
        ExperimentOptions.requireFile(file);
        BoundConfig<SuiteConfig> bound = ConfigFiles.load(file, null, SuiteConfig.class);
        Path root = runs == null ? Harness.checkout().resolve("runs") : runs;
        Map<String, Path> reports = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        names(bound)
                .forEach((name, entry) -> report(root.resolve(name))
                        .ifPresentOrElse(
                                folder -> reports.put(name, folder),
                                () -> missing.add(root.resolve(name) + ": there is no finished report of " + name)));
        if (!missing.isEmpty()) {
            throw new InputException(
                    String.join("; ", missing) + "; run these experiments first: scripts/harness run CONFIG");
        }
        SuiteReport.write(bound.value().name(), bound.value().description(), reports, out);
        System.out.println(out.resolve("suite.html"));
        return 0;
    }

    /** The experiments' names, with what the suite says of each; problems of all configs are reported at once. */
    private Map<String, String> names(BoundConfig<SuiteConfig> bound) {
        Map<String, String> names = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < bound.value().suite().size(); i++) {
            String entry = bound.value().suite().get(i);
            try {
                String name = name(entry);
                if (names.putIfAbsent(name, entry) != null) {
                    problems.add(bound.problem(
                            "suite[" + i + "]",
                            entry + " is the experiment " + name + " again; remove one of the two"));
                }
            } catch (InputException e) {
                problems.add(bound.problem("suite[" + i + "]", String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(bound.name(), problems);
        }
        return names;
    }

    private String name(String entry) {
        if (!entry.matches(".*\\.ya?ml")) {
            return entry;
        }
        Path folder = file.toAbsolutePath().getParent();
        Path config = folder == null ? Path.of(entry) : folder.resolve(entry);
        ExperimentOptions.requireFile(config);
        return ConfigFiles.load(config, variant, ExperimentConfig.class).value().name();
    }

    private static Optional<Path> report(Path experiment) {
        ArtifactStore store = new ArtifactStore(experiment.toAbsolutePath().normalize());
        Optional<ArtifactRecord> newest = store.newest("report");
        newest.map(record -> store.check(record.step(), record.fingerprint()))
                .filter(check -> !check.isSound())
                .map(ArtifactCheck::damages)
                .ifPresent(damages -> {
                    throw new InputException(String.join("; ", damages) + "; run the experiment again");
                });
        return newest.map(record -> store.folder(record.step(), record.fingerprint()));
    }
}
