package org.reformatted.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.SuiteConfig;
import org.reformatted.experiments.runs.RunFolder;
import org.reformatted.experiments.workflow.ArtifactCheck;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigException;

/**
 * Finds the experiments that a suite names.
 *
 * @param suite the suite's file; configs are relative to its folder
 * @param variant the variant of each config that ran
 * @param runs the folder of experiments
 */
record SuiteEntries(Path suite, @Nullable String variant, Path runs) {
    /** The experiments' names, each with its entry in the suite; problems of all configs are reported together. */
    Map<String, String> names(BoundConfig<SuiteConfig> bound) {
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
            } catch (ConfigException e) {
                problems.add(bound.problem("suite[" + i + "]", entry + ": " + String.join("; ", e.problems())));
            } catch (InputException e) {
                problems.add(bound.problem("suite[" + i + "]", String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(bound.name(), problems);
        }
        return names;
    }

    /**
     * Finds the problems of a suite that can be found before its experiments have run.
     *
     * @return a sentence for each name that is neither an experiment in the folder of runs nor a config
     */
    List<String> problems(BoundConfig<SuiteConfig> bound) {
        List<String> problems = new ArrayList<>();
        names(bound).forEach((name, entry) -> {
            if (!isConfig(entry) && !Files.isDirectory(runs.resolve(name))) {
                int place = bound.value().suite().indexOf(entry);
                problems.add(bound.problem(
                        "suite[" + place + "]",
                        entry + ": there is no experiment of this name in " + runs
                                + "; run it first, or name its config, a file that ends in .yaml"));
            }
        });
        return problems;
    }

    /** The newest report of each experiment, by the dates in its records. */
    Map<String, Path> reports(Map<String, String> names) {
        Map<String, Path> reports = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        names.keySet()
                .forEach(name -> report(runs.resolve(name).toAbsolutePath().normalize())
                        .ifPresentOrElse(
                                folder -> reports.put(name, folder),
                                () -> missing.add(runs.resolve(name) + ": there is no finished report of " + name)));
        if (!missing.isEmpty()) {
            throw new InputException(
                    String.join("; ", missing) + "; run these experiments first: scripts/harness run CONFIG");
        }
        return reports;
    }

    private String name(String entry) {
        if (!isConfig(entry)) {
            return entry;
        }
        Path folder = suite.toAbsolutePath().getParent();
        Path config = folder == null ? Path.of(entry) : folder.resolve(entry);
        ExperimentOptions.requireFile(config);
        return ConfigFiles.load(config, variant, ExperimentConfig.class).value().name();
    }

    private static boolean isConfig(String entry) {
        return entry.matches(".*\\.ya?ml");
    }

    private static Optional<Path> report(Path experiment) {
        if (!Files.isDirectory(experiment)) {
            return Optional.empty();
        }
        Optional<Path> newest = RunFolder.read(experiment).report().map(experiment::resolve);
        newest.map(folder -> ArtifactCheck.of(folder, FileHashes.shared()))
                .filter(check -> !check.isSound())
                .map(ArtifactCheck::damages)
                .ifPresent(damages -> {
                    throw new InputException(String.join("; ", damages) + "; run the experiment again");
                });
        return newest;
    }
}
