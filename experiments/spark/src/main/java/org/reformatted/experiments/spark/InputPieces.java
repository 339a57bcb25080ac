package org.reformatted.experiments.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/** Finds the files of an input, in the order in which one machine reads them, and splits them into {@link Piece}s. */
final class InputPieces {
    private static final Pattern DATA = Pattern.compile("[^.].*\\.(?:(?:jsonl|json|csv|tsv)(?:\\.gz|\\.zst)?|parquet)");
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:");
    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private InputPieces() {}

    /** Whether an address has the scheme of a file system. */
    static boolean hasScheme(String address) {
        return SCHEME.matcher(address).lookingAt();
    }

    /** The address of a file on this machine. */
    static String address(java.nio.file.Path file) {
        return "file://" + file.toAbsolutePath().normalize();
    }

    /**
     * Finds the pieces.
     *
     * @param address a file, a folder or a pattern
     * @param bytes the maximum size of a piece with lines
     * @return the pieces in order
     */
    static List<Piece> find(String address, long bytes) {
        List<Piece> pieces = new ArrayList<>();
        for (FileStatus status : files(address)) {
            String file = status.getPath().toString();
            if (file.endsWith(".jsonl") && status.getLen() > bytes && isLines(status.getPath())) {
                for (long start = 0; start < status.getLen(); start += bytes) {
                    pieces.add(new Piece(file, start, Math.min(status.getLen(), start + bytes)));
                }
            } else if (file.endsWith(".jsonl") && isLines(status.getPath())) {
                pieces.add(new Piece(file, 0, status.getLen()));
            } else {
                pieces.add(new Piece(file, 0, -1));
            }
        }
        return pieces;
    }

    /** The files' names, lengths and times, with which a changed input is detected. */
    static List<String> states(String address) {
        return files(address).stream()
                .map(file -> file.getPath() + " " + file.getLen() + " " + file.getModificationTime())
                .toList();
    }

    private static List<FileStatus> files(String address) {
        Path path = new Path(address);
        FileSystem files = JobFolder.fileSystem(path);
        try {
            FileStatus[] found = files.globStatus(path);
            if (found == null || found.length == 0) {
                throw new InputException(address + ": there is no such file; check the path");
            }
            List<FileStatus> all = new ArrayList<>();
            for (FileStatus status : found) {
                if (status.isDirectory()) {
                    addBelow(files, status.getPath(), all);
                } else {
                    all.add(status);
                }
            }
            if (all.isEmpty()) {
                throw InputException.at(
                        address,
                        "no file of rows",
                        "files that end in .jsonl, .json, .csv, .tsv or .parquet",
                        "check the path");
            }
            all.sort(Comparator.comparing(file ->
                    Path.getPathWithoutSchemeAndAuthority(file.getPath()).toString()));
            return all;
        } catch (IOException e) {
            throw JobFolder.failed(path, e);
        }
    }

    private static void addBelow(FileSystem files, Path folder, List<FileStatus> all) throws IOException {
        for (FileStatus status : files.listStatus(folder)) {
            if (status.isDirectory()) {
                addBelow(files, status.getPath(), all);
            } else if (DATA.matcher(status.getPath().getName()).matches()) {
                all.add(status);
            }
        }
    }

    /** Whether the first non-blank line is one JSON object. */
    private static boolean isLines(Path file) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(JobFolder.fileSystem(file).open(file), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && line.isBlank()) {
                line = lines.readLine();
            }
            String first = line == null ? "" : line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
            return Json.MAPPER.readTree(first).isObject();
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw JobFolder.failed(file, e);
        }
    }

    /** Opens the lines of a piece; text that is not UTF-8 causes an error when it is read. */
    static BufferedReader lines(Piece piece) {
        Path file = new Path(piece.file());
        try {
            FSDataInputStream in = JobFolder.fileSystem(file).open(file);
            in.seek(piece.start());
            BoundedLines bounded = new BoundedLines(in, piece.start(), piece.end());
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(
                            bounded,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    1 << 16);
            if (piece.start() == 0) {
                reader.mark(1);
                if (reader.read() != BYTE_ORDER_MARK) {
                    reader.reset();
                }
            }
            return reader;
        } catch (IOException e) {
            throw JobFolder.failed(file, e);
        }
    }

    /** The lines that start after {@code start} (or at byte 0) and not after {@code end}, so that each line is in exactly one piece. */
    static final class BoundedLines extends InputStream {
        private final InputStream in;
        private final long end;
        private final byte[] buffer = new byte[1 << 16];
        private long position;
        private int next;
        private int filled;
        private boolean ended;

        BoundedLines(InputStream in, long start, long end) throws IOException {
            this.in = in;
            this.end = end;
            this.position = start;
            if (start > 0) {
                int read = read();
                while (read >= 0 && read != '\n') {
                    read = read();
                }
            }
        }

        @Override
        public int read() throws IOException {
            if (ended || (next == filled && !fill())) {
                return -1;
            }
            int value = buffer[next++] & 0xff;
            position++;
            if (value == '\n' && position > end) {
                ended = true;
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int value = read();
                if (value < 0) {
                    return count == 0 && length > 0 ? -1 : count;
                }
                bytes[offset + count++] = (byte) value;
            }
            return count;
        }

        private boolean fill() throws IOException {
            next = 0;
            filled = Math.max(0, in.read(buffer));
            return filled > 0;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
