package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Inherits;
import org.reformatted.realign.pipeline.RealignConfig;

/**
 * The parts of a config file, for a command that uses one of them. The file is the config of an experiment, or has only such parts under their keys,
 * or is such a part itself.
 *
 * @param realign how an instruction set is rewritten
 * @param realigns other ways to rewrite it, by name
 * @param finetune how a model is trained
 */
record ConfigParts(
        Optional<RealignConfig> realign,

        @Default("{}") @Inherits("realign") Map<String, RealignConfig> realigns,

        Optional<SftConfig> finetune) {
    private static final List<String> KEYS = List.of("realign", "realigns", "finetune");

    /** Whether a file contains only parts, and no experiment. */
    static boolean isIn(Path file) {
        List<String> keys = keys(file);
        return !keys.isEmpty() && KEYS.containsAll(keys);
    }

    /**
     * Rejects a file that contains only parts where an experiment is required.
     *
     * @param file a config
     * @throws ConfigException if the file contains only parts; the message names the commands that accept it
     */
    static void requireExperiment(Path file) {
        if (isIn(file)) {
            BoundConfig<ConfigParts> parts = load(file, null);
            List<String> commands = new ArrayList<>();
            parts.value().realign().ifPresent(realign -> commands.add("realign"));
            parts.value().finetune().ifPresent(finetune -> commands.add("finetune"));
            throw new ConfigException(
                    parts.name(),
                    List.of(parts.name() + ":1: it contains only " + String.join(" and ", commands)
                            + " and no experiment; use harness " + String.join(" or harness ", commands)
                            + " with it, or add name, arms and evaluate"));
        }
    }

    private static List<String> keys(Path file) {
        return ConfigBinder.topKeys(file);
    }

    /** Whether a file is a part itself; a required key identifies it. */
    static boolean isPart(Path file, String key) {
        List<String> keys = keys(file);
        return keys.contains(key) && !keys.contains("evaluate") && KEYS.stream().noneMatch(keys::contains);
    }

    /** The realign part of a config. */
    static BoundConfig<RealignConfig> realign(Path file, @Nullable String variant) {
        if (isPart(file, "input")) {
            return ConfigFiles.load(file, variant, RealignConfig.class);
        }
        BoundConfig<ConfigParts> bound = load(file, variant);
        return part(bound, "realign", bound.value().realign());
    }

    /** The finetune part of a config. */
    static BoundConfig<SftConfig> finetune(Path file, @Nullable String variant) {
        if (isPart(file, "model")) {
            return ConfigFiles.load(file, variant, SftConfig.class);
        }
        BoundConfig<ConfigParts> bound = load(file, variant);
        return part(bound, "finetune", bound.value().finetune());
    }

    /** The parts of an experiment's config, or of a config that contains only parts. */
    static BoundConfig<ConfigParts> load(Path file, @Nullable String variant) {
        if (isIn(file)) {
            return ConfigFiles.load(file, variant, ConfigParts.class);
        }
        BoundConfig<ExperimentConfig> whole = ConfigFiles.load(file, variant, ExperimentConfig.class);
        ExperimentConfig config = whole.value();
        return whole.with(new ConfigParts(config.realign(), config.realigns(), config.finetune()));
    }

    private static <T> BoundConfig<T> part(BoundConfig<?> bound, String key, Optional<T> part) {
        String name = bound.name();
        T present = part.orElseThrow(() -> new ConfigException(
                name, List.of(name + ":1: " + key + " is missing; add this block, which the command needs")));
        return bound.with(present);
    }
}
