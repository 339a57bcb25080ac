package org.reformatted.realign.config;

import java.util.List;

/**
 * The files that a config was put together from. A line is numbered through all of them, so that one number says both: the lines of the first file
 * begin at 1, those of the next at {@value #LINES} and so on.
 *
 * @param names what messages call the files; at least one
 */
public record ConfigSources(List<String> names) {
    /** More lines than a config has. */
    static final int LINES = 100_000;

    /** Copies the list. */
    public ConfigSources {
        names = List.copyOf(names);
    }

    /**
     * Names a line.
     *
     * @param line numbered through all files
     * @return such as {@code table-math.yaml:12}
     */
    public String place(int line) {
        int file = Math.min(line / LINES, names.size() - 1);
        return names.get(file) + ":" + (line - file * LINES);
    }
}
