package org.reformatted.realign.base;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** UTF-8 text files: read with errors a person understands, written so that a reader never sees half of one. */
public final class TextFiles {
    private TextFiles() {}

    /**
     * Reads a whole file.
     *
     * @param file a UTF-8 file, gzipped when its name ends in {@code .gz}
     * @return its text
     * @throws InputException when it is missing or not UTF-8
     */
    public static String readString(Path file) {
        try (BufferedReader reader = reader(file)) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[1 << 16];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
            return text.toString();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Opens a file for reading; malformed UTF-8 is an error, never a replacement character.
     *
     * @param file a UTF-8 file, gzipped when its name ends in {@code .gz}
     * @return a reader that the caller closes
     * @throws InputException when it is missing
     */
    public static BufferedReader reader(Path file) {
        OpenedFiles.opened(file);
        try {
            InputStream bytes = Files.newInputStream(file);
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            return new BufferedReader(
                    new InputStreamReader(
                            plain,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    1 << 16);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Opens a file for writing.
     *
     * @param file a UTF-8 file, gzipped when its name ends in {@code .gz}; its folder is made when missing
     * @param options how it is opened; replaced when it exists if none are given
     * @return a writer that the caller closes
     * @throws IOException when it cannot be opened
     */
    public static BufferedWriter writer(Path file, OpenOption... options) throws IOException {
        return writer(bytes(file, options));
    }

    static OutputStream bytes(Path file, OpenOption... options) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        OutputStream bytes = Files.newOutputStream(file, options);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
    }

    static BufferedWriter writer(OutputStream bytes) {
        return new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
    }

    /**
     * Writes a file beside its place and moves it there: a reader, or a machine that dies, finds the old text or the new, never half.
     *
     * @param file where the text shall stand; its folder is made when missing
     * @param text the whole text
     */
    public static void writeAtomically(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            // Not createTempFile: what that makes only its owner may read, and so the finished file.
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
     * Moves a file or folder into place in one step, so that what exists under the final name is whole.
     *
     * @param from the finished file or folder
     * @param to its final name, on the same file system
     * @throws IOException when the move fails
     */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(from + " and " + to + " lie on different file systems; keep both on one", e);
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
     * Turns a failed read into a sentence.
     *
     * @param file what could not be read
     * @param e why
     * @return the exception, to be thrown
     */
    public static InputException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new InputException(file + ": there is no such file; check the path", e);
        }
        if (e instanceof java.nio.charset.CharacterCodingException) {
            return new InputException(file + ": found bytes that are not UTF-8; save the file as UTF-8", e);
        }
        return new InputException(file + ": cannot be read (" + e.getMessage() + "); check the file and its rights", e);
    }
}
