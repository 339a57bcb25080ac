package org.reformatted.experiments.cli;

import java.nio.file.Path;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigBinder;

/** Reads the config files that commands name. */
final class ConfigFiles {
    private ConfigFiles() {}

    /** Reads a config and writes a line to standard error for each former key in it. */
    static <T> BoundConfig<T> load(Path file, Class<T> type) {
        BoundConfig<T> bound = ConfigBinder.bind(file, type);
        bound.notes().forEach(System.err::println);
        return bound;
    }
}
