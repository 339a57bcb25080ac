package org.reformatted.realign.config;

import java.util.List;

/** A config that cannot be used, with all problems found in it. The program prints all of them and ends with exit code 2. */
public final class ConfigException extends RuntimeException {
    private final List<String> problems;

    /**
     * Creates an exception with the problems of one config.
     *
     * @param config the config's name, such as {@code table-math.yaml}
     * @param problems one sentence each: place, value, rule, remedy
     */
    public ConfigException(String config, List<String> problems) {
        super(message(config, problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns the problems, one sentence each.
     *
     * @return the sentences, in the order of their lines
     */
    public List<String> problems() {
        return problems;
    }

    private static String message(String config, List<String> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return config + ": " + count + ":\n  " + String.join("\n  ", problems);
    }
}
