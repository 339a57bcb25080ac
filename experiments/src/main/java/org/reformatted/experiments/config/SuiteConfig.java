package org.reformatted.experiments.config;

import java.util.List;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * Finished experiments that are joined into one report, such as those of one of the paper's tables.
 *
 * @param name the name of the suite
 * @param description a description of the suite
 * @param suite the experiments: their names in the folder of runs, or their configs, relative to this file
 */
public record SuiteConfig(
        @Identity String name,
        @Default("") @Identity String description,
        @Identity List<String> suite) {
    /** Checks that there are experiments, each once. */
    public SuiteConfig {
        suite = List.copyOf(suite);
        Check.argument(!suite.isEmpty(), "suite must name at least one experiment");
        Check.argument(
                suite.stream().distinct().count() == suite.size(), "suite (%s) must name each experiment once", suite);
    }
}
