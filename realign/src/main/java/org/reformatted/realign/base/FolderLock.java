package org.reformatted.realign.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes away from a folder or file while one works on it. The lock is the operating system's, so that of a process that died is
 * free; the file beside holds the owner's process for the message of whoever comes second.
 */
public final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";
    private static final String OWN = ", lock ";
    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param folder the folder, made when missing
     * @return the lock, to be closed
     * @throws InputException when another process holds it
     */
    public static FolderLock ofFolder(Path folder) {
        return acquire(folder, folder.resolve(NAME));
    }

    /**
     * Locks a file by a lock file beside it.
     *
     * @param file the file, which need not be there
     * @return the lock, to be closed
     * @throws InputException when another process holds it
     */
    public static FolderLock ofFile(Path file) {
        return acquire(file, file.resolveSibling("." + file.getFileName() + NAME));
    }

    private static FolderLock acquire(Path what, Path lockFile) {
        try {
            Files.createDirectories(lockFile.toAbsolutePath().getParent());
            while (true) {
                FileChannel channel = FileChannel.open(
                        lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    channel.close();
                    throw new InputException(what + ": another process is at work here ("
                            + owner(lockFile).replaceAll(OWN + ".*", "")
                            + "); wait for it, or name another place, such as with --out or --runs");
                }
                String own = describe();
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.UTF_8)));
                if (owner(lockFile).equals(own.strip())) {
                    return new FolderLock(lockFile, channel);
                }
                channel.close(); // its last owner deleted the file between our opening and locking it
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + what, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String describe() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        return "process " + ProcessHandle.current().pid() + " on " + host() + ", started "
                + info.startInstant().orElse(Instant.EPOCH) + OWN + UUID.randomUUID() + "\n";
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    private static String owner(Path lockFile) throws IOException {
        try {
            return Files.readString(lockFile).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + file, e);
        }
    }
}
