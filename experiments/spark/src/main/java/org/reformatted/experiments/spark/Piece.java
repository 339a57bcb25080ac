package org.reformatted.experiments.spark;

import java.io.Serializable;

/**
 * A piece of the input that one task reads: lines of a JSON Lines file, or a complete file of another kind.
 *
 * @param file its address
 * @param start the first byte: the piece has the lines after the first line break at or after this byte; from byte 0 it has all lines
 * @param end the last byte at which a line may start; -1 for a complete file
 */
record Piece(String file, long start, long end) implements Serializable {
    boolean isWhole() {
        return end < 0;
    }

    /** The file's name in messages. */
    String shown() {
        return shown(file);
    }

    /** An address in messages: for a file on this machine, or on a shared disk, the path as on one machine. */
    static String shown(String address) {
        return address.replaceFirst("^file:(?://)?(?=/)", "");
    }

    /** The file's name without its folders. */
    String name() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /**
     * A piece and the numbers of lines and rows before it.
     *
     * @param piece the piece
     * @param lines the number of lines before it in its file
     * @param rows the number of rows before it in the complete input
     */
    record Numbered(Piece piece, long lines, long rows) implements Serializable {}

    /**
     * The size of a piece.
     *
     * @param lines the number of its lines
     * @param rows the number of its rows, which are the non-blank lines
     */
    record Size(long lines, long rows) implements Serializable {}
}
