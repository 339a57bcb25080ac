package org.reformatted.experiments.spark;

import java.io.Serializable;

/**
 * A piece of the input that one task reads: lines of a JSON Lines file, or a whole file of another kind.
 *
 * @param file its address
 * @param start the byte from which lines are taken: those that begin behind the first line break at or behind it, or at byte 0
 * @param end the byte up to which lines begin; -1 for a whole file
 */
record Piece(String file, long start, long end) implements Serializable {
    boolean isWhole() {
        return end < 0;
    }

    /** The file's name in messages. */
    String shown() {
        return shown(file);
    }

    /** An address in messages: that of a file of this machine, or of a disk that all share, as one machine names it. */
    static String shown(String address) {
        return address.replaceFirst("^file:(?://)?(?=/)", "");
    }

    /** The file's name without its folders. */
    String name() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /**
     * A piece and what comes before it.
     *
     * @param piece the piece
     * @param lines the lines before it in its file
     * @param rows the rows before it in the whole input
     */
    record Numbered(Piece piece, long lines, long rows) implements Serializable {}

    /**
     * How much a piece holds.
     *
     * @param lines its lines
     * @param rows its rows, which are the lines that are not blank
     */
    record Size(long lines, long rows) implements Serializable {}
}
