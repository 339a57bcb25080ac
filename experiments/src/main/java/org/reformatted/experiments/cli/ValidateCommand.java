package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.config.SuiteConfig;
import org.reformatted.experiments.graph.MissingInputs;
import org.reformatted.experiments.graph.Preflight;
import org.reformatted.experiments.miniature.BasePretraining;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.pipeline.RealignConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a config and everything it names, without running anything. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a config and reports all problems together, each with its line and a remedy. It checks the first"
                    + " rows of every file, the headers of models, prompts, criteria, lengths, keys and folders; it"
                    + " sends, trains and writes nothing.",
            "The config may be that of an experiment with all its variants, have only realign or finetune, or be a"
                    + " suite."
        },
        footer = {"", "Example:", "  scripts/harness validate experiments/configs/quickstart.yaml --ping"})
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    ExperimentOptions experiment = new ExperimentOptions();

    @Option(names = "--ping", description = "Request the list of models from each service that the config names.")
    boolean ping;

    @Override
    public Integer call() {
        Path file = experiment.config;
        ExperimentOptions.requireFile(file);
        if (ConfigParts.isPart(file, "input")) {
            BoundConfig<RealignConfig> bound = ConfigFiles.load(file, experiment.places.variant, RealignConfig.class);
            check(bound, bound.value(), checks -> checks.realign("", bound.value()));
            return valid("a realign config");
        }
        if (ConfigParts.isPart(file, "model")) {
            BoundConfig<SftConfig> bound = ConfigFiles.load(file, experiment.places.variant, SftConfig.class);
            check(bound, bound.value(), checks -> checks.finetune("", bound.value(), "data", List.of()));
            return valid("a finetune config");
        }
        if (ConfigParts.isPart(file, "stages")) {
            BoundConfig<BasePretraining.Course> bound =
                    ConfigFiles.load(file, experiment.places.variant, BasePretraining.Course.class);
            check(bound, bound.value(), checks -> {});
            return valid("the config of a pretraining");
        }
        if (ConfigParts.isPart(file, "suite")) {
            BoundConfig<SuiteConfig> bound = ConfigFiles.load(file, null, SuiteConfig.class);
            refuse(bound, new SuiteEntries(file, experiment.places.variant, experiment.runsFolder()).problems(bound));
            return valid("a suite of " + bound.value().suite().size() + " experiments");
        }
        if (ConfigParts.isIn(file)) {
            BoundConfig<ConfigParts> bound = ConfigParts.load(file, experiment.places.variant);
            check(bound, bound.value(), checks -> parts(bound.value(), checks));
            return valid("only realign or finetune");
        }
        BoundConfig<ExperimentConfig> bound = experiment.load();
        refuse(bound, brokenVariants(file));
        check(
                bound,
                bound.value(),
                checks -> checks.experiment(bound.value())
                        .machine(
                                experiment.store().root(),
                                experiment.capacity().elsewhere()
                                        ? List.of()
                                        : experiment.capacity().devices()));
        ExperimentConfig config = bound.value();
        return valid(config.arms().size() + " arms, " + config.trainingSeeds().size() + " seeds, "
                + config.evaluate().size() + " tasks");
    }

    private static void parts(ConfigParts parts, Preflight checks) {
        parts.realign().ifPresent(realign -> checks.realign("realign", realign));
        parts.realigns().forEach((name, realign) -> checks.realign("realigns." + name, realign));
        parts.finetune().ifPresent(sft -> checks.finetune("finetune", sft, "finetune.data", List.of()));
    }

    private <T extends Record> void check(BoundConfig<?> bound, T config, Consumer<Preflight> look) {
        Roots roots = experiment.roots();
        List<String> problems = new ArrayList<>(MissingInputs.problems(bound, config, roots));
        if (problems.isEmpty()) {
            Preflight checks = new Preflight(bound, roots, experiment.compute(), System.getenv());
            checks.models(config);
            checks.keys(config);
            look.accept(checks);
            if (ping) {
                checks.ping(config);
            }
            problems.addAll(checks.problems());
        }
        refuse(bound, problems);
    }

    private static void refuse(BoundConfig<?> bound, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigException(bound.name(), problems);
        }
    }

    /** Problems in the keys and values of the variants that are not selected. */
    private static List<String> brokenVariants(Path file) {
        List<String> problems = new ArrayList<>();
        for (String variant : ConfigBinder.variants(file)) {
            try {
                ConfigBinder.bind(file, Optional.of(variant), ExperimentConfig.class);
            } catch (ConfigException e) {
                e.problems().forEach(problem -> problems.add(problem + " (variant " + variant + ")"));
            }
        }
        return problems;
    }

    private int valid(String what) {
        System.out.println(experiment.config.getFileName() + ": valid; " + what);
        return 0;
    }
}
