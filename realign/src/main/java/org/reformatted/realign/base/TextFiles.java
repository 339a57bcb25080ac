package org.reformatted.realign.base;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Reads UTF-8 text files with clear error messages, and writes them so that a reader never sees a partial file. */
public final class TextFiles {
    private TextFiles() {}

    /**
     * Reads a complete file.
     *
     * @param file a UTF-8 file, compressed when its name ends in {@code .gz} or {@code .zst}
     * @return its text, without a byte order mark
     * @throws InputException when it is missing, not UTF-8, truncated or too long
     */
    public static String readString(Path file) {
        try (BufferedReader reader = reader(file)) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[1 << 16];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
                if (text.length() > ReadLimits.current().textChars()) {
                    throw ReadLimits.current().textTooLong();
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Opens a file for reading; malformed UTF-8 is an error, never a replacement character. A byte order mark is skipped.
     *
     * @param file a UTF-8 file, compressed when its name ends in {@code .gz} or {@code .zst}
     * @return a reader that the caller closes
     * @throws InputException when it is missing
     */
    public static BufferedReader reader(Path file) {
        return reader(file, ReadLimits.current(), false);
    }

    /**
     * As {@link #reader}, but for callers that read lines: a line that is longer than {@link ReadLimits} allows is an error.
     *
     * @param file a UTF-8 file, compressed when its name ends in {@code .gz} or {@code .zst}
     * @return a reader that the caller closes
     * @throws InputException when it is missing
     */
    public static BufferedReader lineReader(Path file) {
        return reader(file, ReadLimits.current(), true);
    }

    static BufferedReader reader(Path file, ReadLimits limits, boolean byLines) {
        OpenedFiles.opened(file);
        try {
            Reader chars = new InputStreamReader(
                    InputBytes.open(file, limits),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            BufferedReader reader = new BufferedReader(byLines ? new LineLimit(chars, limits) : chars, 1 << 16);
            return passByteOrderMark(file, reader);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static BufferedReader passByteOrderMark(Path file, BufferedReader reader) throws IOException {
        try {
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw unreadable(file, e);
        }
    }

    /**
     * Opens a file for writing.
     *
     * @param file a UTF-8 file, compressed when its name ends in {@code .gz} or {@code .zst}; its folder is created when missing
     * @param options how it is opened; without options, an existing file is replaced
     * @return a writer that the caller closes
     * @throws IOException when it cannot be opened
     */
    public static BufferedWriter writer(Path file, OpenOption... options) throws IOException {
        return writer(bytes(file, options));
    }

    static OutputStream bytes(Path file, OpenOption... options) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        OutputStream bytes = Files.newOutputStream(file, options);
        return InputBytes.compressed(file, bytes);
    }

    static BufferedWriter writer(OutputStream bytes) {
        return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
    }

    /**
     * Writes a temporary file in the same folder and renames it: a reader sees the old text or the new text, never a partial one, even after a crash
     * of the machine.
     *
     * @param file the file to write; its folder is created when missing
     * @param text the complete text
     */
    public static void writeAtomically(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            // Not createTempFile: only the owner may read such a file, and the finished file would keep these
            // permissions.
            Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW);
                sync(temporary);
                move(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Moves a file or folder to its final name atomically, so that a file under the final name is always complete.
     *
     * @param from the finished file or folder
     * @param to its final name, on the same file system
     * @throws IOException when the move fails
     */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(from + " and " + to + " are on different file systems; keep both on one", e);
        }
    }

    /**
     * Forces a file's bytes to the disk.
     *
     * @param file the file
     * @throws IOException when the disk refuses
     */
    public static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(0));
            channel.force(true);
        }
    }

    /**
     * Converts a failed read to an exception with a clear message.
     *
     * @param file the file that could not be read
     * @param e the cause
     * @return the exception, to be thrown
     */
    public static InputException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new InputException(file + ": there is no such file; check the path", e);
        }
        if (e instanceof CharacterCodingException) {
            return new InputException(
                    file + ":" + malformedLine(file) + ": found bytes that are not UTF-8; save the file as UTF-8", e);
        }
        if (e instanceof ReadLimits.LimitException) {
            return new InputException(file + ": " + e.getMessage(), e);
        }
        if (e instanceof EOFException) {
            return new InputException(
                    file
                            + ": the file ends in the middle of its compressed data; expected a complete file; fetch it"
                            + " again",
                    e);
        }
        return new InputException(file + ": cannot be read (" + e.getMessage() + "); check the file and its rights", e);
    }

    private static long malformedLine(Path file) {
        try {
            return InputBytes.malformedLine(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
