package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigBinder;

/** Reads the config files that commands name. */
final class ConfigFiles {
    private ConfigFiles() {}

    /** Reads a config, or a variant of it, and writes a line to standard error for each outdated key in it. */
    static <T> BoundConfig<T> load(Path file, @Nullable String variant, Class<T> type) {
        BoundConfig<T> bound = ConfigBinder.bind(file, Optional.ofNullable(variant), type);
        bound.notes().forEach(System.err::println);
        return bound;
    }
}
