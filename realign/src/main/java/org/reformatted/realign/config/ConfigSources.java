package org.reformatted.realign.config;

import java.util.List;

/**
 * The files from which a config was read. Lines are numbered over all files, so that one number identifies the file and the line: the lines of the
 * first file start at 1, those of the next file at {@value #LINES} and so on.
 *
 * @param names the names of the files for messages; at least one
 */
public record ConfigSources(List<String> names) {
    /** Upper limit on the lines of a config. */
    static final int LINES = 100_000;

    /** Copies the list. */
    public ConfigSources {
        names = List.copyOf(names);
    }

    /**
     * Returns the name of a line.
     *
     * @param line the line, numbered over all files
     * @return the name, such as {@code table-math.yaml:12}
     */
    public String place(int line) {
        int file = Math.min(line / LINES, names.size() - 1);
        return names.get(file) + ":" + (line - file * LINES);
    }
}
