package org.reformatted.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.graph.ExperimentChecks;
import org.reformatted.experiments.graph.ExperimentGraph;
import org.reformatted.experiments.graph.Forecast;
import org.reformatted.experiments.graph.Forecasts;
import org.reformatted.experiments.graph.Preflight;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.experiments.workflow.Capacity;
import org.reformatted.experiments.workflow.Fingerprints;
import org.reformatted.experiments.workflow.Plan;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An experiment's config and folders: the options that {@code run}, {@code plan}, {@code validate} and {@code report} share. */
final class ExperimentOptions {
    @Parameters(paramLabel = "CONFIG", description = "A YAML file, such as experiments/configs/quickstart.yaml.")
    Path config = Path.of("");

    @Mixin
    RootOptions places = new RootOptions();

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Folder for artifacts (default: runs of the checkout); an experiment's are in DIR/NAME.")
    @Nullable
    Path runs;

    @Option(
            names = "--verify",
            description = "Read every byte of inputs and artifacts again, also of files whose size, times and inode"
                    + " have not changed.")
    boolean verify;

    @Mixin
    JobOptions jobs = new JobOptions();

    private static final double GIB = 1L << 30;

    private final FileHashes read = FileHashes.reading();

    @Mixin
    DeviceOptions device = new DeviceOptions();

    private @Nullable BoundConfig<ExperimentConfig> bound;

    /** Reads the config and checks that everything it names exists; reports all problems together. */
    BoundConfig<ExperimentConfig> load() {
        if (bound == null) {
            requireFile(config);
            ConfigParts.requireExperiment(config);
            bound = ConfigFiles.load(config, places.variant, ExperimentConfig.class);
            List<String> problems = ExperimentChecks.problems(bound, roots());
            if (!problems.isEmpty()) {
                throw new ConfigException(bound.name(), problems);
            }
        }
        return bound;
    }

    /** Checks the content of every file and model that the config names, before the run costs time or money. */
    void requireUsable() {
        BoundConfig<ExperimentConfig> config = load();
        Preflight checks = new Preflight(config, roots(), compute(), System.getenv());
        checks.experiment(config.value())
                .machine(
                        store().root(),
                        capacity().elsewhere() ? List.of() : capacity().devices())
                .models(config.value());
        List<String> problems = checks.problems();
        if (!problems.isEmpty()) {
            throw new ConfigException(config.name(), problems);
        }
    }

    Roots roots() {
        return places.roots(config);
    }

    ExperimentGraph graph() {
        return new ExperimentGraph(load().value(), roots(), compute());
    }

    Path runsFolder() {
        return runs == null ? Harness.checkout().resolve("runs") : runs;
    }

    ArtifactStore store() {
        Path root = runsFolder();
        return new ArtifactStore(
                root.resolve(load().value().name()).toAbsolutePath().normalize(), hashes());
    }

    Fingerprints fingerprints() {
        return new Fingerprints(hashes());
    }

    private FileHashes hashes() {
        return verify ? read : FileHashes.shared();
    }

    Forecasts forecasts(ArtifactStore store, Fingerprints fingerprints) {
        return new Forecasts(store, fingerprints, compute(), Harness.checkout());
    }

    /** The steps and devices that may be in use at the same time. */
    Capacity capacity() {
        return jobs.capacity(device);
    }

    /** The device of the steps that compute in this process; a plan describes this device too. */
    Compute compute() {
        return device.compute(capacity().devices().get(0));
    }

    /** The command-line arguments with which another process of this program reads the same config and folders. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(
                List.of(config.toString(), "--runs", runsFolder().toString()));
        arguments.addAll(places.arguments());
        arguments.addAll(
                List.of("--threads", String.valueOf(device.threads), "--batch-rows", String.valueOf(device.batchRows)));
        if (verify) {
            arguments.add("--verify");
        }
        return arguments;
    }

    /** Rejects a run that needs more memory or disk space than this machine has, counting the steps that run at the same time. */
    void requireSpace(Plan plan, ArtifactStore store, Fingerprints fingerprints, Capacity capacity) {
        Forecasts forecasts = forecasts(store, fingerprints);
        List<String> problems = new ArrayList<>();
        List<Forecast> all = new ArrayList<>();
        for (Plan.PlannedStep step : plan.steps()) {
            Forecast forecast = forecasts.of(step);
            forecast.refusal()
                    .filter(refusal -> !capacity.elsewhere()) // the refusal is about this machine's memory
                    .ifPresent(refusal -> problems.add(step.step().name() + ": " + refusal));
            all.add(forecast);
        }
        problems.addAll(Forecasts.shortages(all, capacity));
        long disk = Forecast.disk(all, capacity.jobs());
        long free = store.root().toFile().getUsableSpace();
        for (Path there = store.root(); free == 0 && there != null; there = there.getParent()) {
            free = there.toFile().getUsableSpace();
        }
        if (disk > free) {
            problems.add(String.format(
                    Locale.ROOT,
                    "the disk of %s has %.2f GiB free and the remaining steps need up to %.2f GiB; name another folder"
                            + " with --runs, or lower finetune.checkpoint.keep",
                    store.root(),
                    free / GIB,
                    disk / GIB));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(
                    load().name(), problems.stream().distinct().toList());
        }
    }

    Plan plan(ExperimentGraph graph, ArtifactStore store, Fingerprints fingerprints) {
        return Plan.of(List.of(graph.report()), store, fingerprints);
    }

    /** Requires the config's file. A missing file is a mistake in the command; it is reported in the same way as a mistake in the config. */
    static void requireFile(Path config) {
        if (!Files.isRegularFile(config)) {
            throw new ConfigException(
                    config.toString(),
                    List.of("there is no such file; name a YAML config, such as experiments/configs/quickstart.yaml"));
        }
    }
}
