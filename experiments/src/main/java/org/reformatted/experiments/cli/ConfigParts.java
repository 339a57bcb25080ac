package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.experiments.config.ExperimentConfig;
import org.reformatted.finetune.train.SftConfig;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Inherits;
import org.reformatted.realign.pipeline.RealignConfig;

/**
 * What a config file holds for a command that uses one part of it: an experiment's, one with the part under its key and nothing else, or one
 * that is the part.
 *
 * @param realign how an instruction set is rewritten
 * @param realigns other ways, by name
 * @param finetune how a model is trained
 */
record ConfigParts(
        Optional<RealignConfig> realign,

        @Default("{}") @Inherits("realign") Map<String, RealignConfig> realigns,

        Optional<SftConfig> finetune) {
    private static final List<String> KEYS = List.of("realign", "realigns", "finetune");

    /** Whether a file holds parts alone, and no experiment. */
    static boolean isIn(Path file) {
        List<String> keys = keys(file);
        return !keys.isEmpty() && KEYS.containsAll(keys);
    }

    private static List<String> keys(Path file) {
        return ConfigBinder.topKeys(String.valueOf(file.getFileName()), TextFiles.readString(file));
    }

    /** Whether a file is a part itself, told by a key that it must have. */
    static boolean isPart(Path file, String key) {
        List<String> keys = keys(file);
        return keys.contains(key) && !keys.contains("evaluate") && KEYS.stream().noneMatch(keys::contains);
    }

    /** The realign part of a config. */
    static BoundConfig<RealignConfig> realign(Path file) {
        if (isPart(file, "input")) {
            return ConfigFiles.load(file, RealignConfig.class);
        }
        return part(file, "realign", load(file).value().realign());
    }

    /** The finetune part of a config. */
    static BoundConfig<SftConfig> finetune(Path file) {
        if (isPart(file, "model")) {
            return ConfigFiles.load(file, SftConfig.class);
        }
        return part(file, "finetune", load(file).value().finetune());
    }

    /** The parts of an experiment's config, or of one that holds parts alone. */
    static BoundConfig<ConfigParts> load(Path file) {
        if (isIn(file)) {
            return ConfigFiles.load(file, ConfigParts.class);
        }
        BoundConfig<ExperimentConfig> whole = ConfigFiles.load(file, ExperimentConfig.class);
        ExperimentConfig config = whole.value();
        return new BoundConfig<>(
                whole.name(),
                new ConfigParts(config.realign(), config.realigns(), config.finetune()),
                whole.lines(),
                List.of());
    }

    private static <T> BoundConfig<T> part(Path file, String key, Optional<T> part) {
        String name = String.valueOf(file.getFileName());
        T present = part.orElseThrow(() -> new ConfigException(
                name, List.of(name + ":1: " + key + " is missing; add this block, which the command works by")));
        return new BoundConfig<>(name, present, load(file).lines(), List.of());
    }
}
