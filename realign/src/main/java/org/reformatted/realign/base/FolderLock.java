package org.reformatted.realign.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets one process at a time work on a folder or file. The lock belongs to the operating system, which releases it when its process dies. The lock
 * file contains the owner's process, which a second process names in its error message. Where this process has no write permission, nothing is
 * locked, so that a finished run can still be read.
 */
public final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /** The text that {@link #describe} writes. */
    private static final Pattern OWNER =
            Pattern.compile("process (?<process>\\d+) on (?<host>.*), started (?<start>\\S+)");

    /** Locks that this process holds: the operating system does not protect threads of one process from each other. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Optional<FileChannel> channel;

    private FolderLock(Path file, Optional<FileChannel> channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param folder the folder, created when missing
     * @return the lock, to be closed
     * @throws InputException when another process holds it
     */
    public static FolderLock ofFolder(Path folder) {
        return acquire(folder, folder.resolve(NAME));
    }

    /**
     * Locks a file with a lock file in the same folder.
     *
     * @param file the file, which need not exist
     * @return the lock, to be closed
     * @throws InputException when another process holds it
     */
    public static FolderLock ofFile(Path file) {
        return acquire(file, file.resolveSibling("." + file.getFileName() + NAME));
    }

    /**
     * Returns since when a process has been working in a folder. The lock itself is not touched, so a process on another machine counts as working
     * until it has ended normally.
     *
     * @param folder the folder
     * @return the time when the lock was taken, if its owner is alive or on another machine; else empty
     */
    public static Optional<Instant> heldSince(Path folder) {
        Path lockFile = folder.resolve(NAME);
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        try {
            Instant since = Files.getLastModifiedTime(lockFile).toInstant();
            return isHeld(lockFile) ? Optional.of(since) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw TextFiles.unreadable(lockFile, e);
        }
    }

    private static boolean isHeld(Path lockFile) throws IOException {
        if (HELD.contains(lockFile.toRealPath())) {
            return true; // reading the file would release this process's lock
        }
        Matcher owner = OWNER.matcher(Files.readString(lockFile).strip());
        return !owner.matches() || !owner.group("host").equals(host()) || isAlive(owner);
    }

    private static boolean isAlive(Matcher owner) {
        return ProcessHandle.of(Long.parseLong(owner.group("process")))
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().startInstant().orElse(Instant.EPOCH))
                .filter(start -> start.toString().equals(owner.group("start")))
                .isPresent();
    }

    private static FolderLock acquire(Path what, Path named) {
        Path absolute = named.toAbsolutePath().normalize();
        Path folder = Objects.requireNonNull(absolute.getParent(), "a lock file is in a folder");
        if (Files.isDirectory(folder) && !Files.isWritable(folder)) {
            return new FolderLock(absolute, Optional.empty());
        }
        Path lockFile = real(what, folder).resolve(absolute.getFileName());
        if (!HELD.add(lockFile)) {
            throw taken(what, describe());
        }
        Optional<FileChannel> channel = Optional.empty();
        try {
            while (channel.isEmpty()) {
                channel = open(what, lockFile);
            }
            return new FolderLock(lockFile, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + what, e);
        } finally {
            if (channel.isEmpty()) {
                HELD.remove(lockFile);
            }
        }
    }

    /** The real path of a folder, which is created when missing. A process must not open its own lock file twice through different links. */
    private static Path real(Path what, Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + what, e);
        }
    }

    /** Opens and locks the file; empty when its last owner deleted it between these two steps. */
    private static Optional<FileChannel> open(Path what, Path lockFile) throws IOException {
        FileChannel channel = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean kept = false;
        try {
            if (channel.tryLock() == null) {
                throw taken(what, Files.readString(lockFile).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((describe() + "\n").getBytes(StandardCharsets.UTF_8)));
            kept = isAt(lockFile, channel);
            return kept ? Optional.of(channel) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    /**
     * Tests whether a path still names the locked file: if it does, its size changes when the channel is written. The file is not read, because POSIX
     * releases a process's locks on a file as soon as the process closes any descriptor of that file.
     */
    private static boolean isAt(Path lockFile, FileChannel channel) throws IOException {
        long size = channel.size();
        boolean follows = Files.size(lockFile) == size;
        channel.write(ByteBuffer.wrap(" ".repeat(1 + new Random().nextInt(64)).getBytes(StandardCharsets.UTF_8)));
        follows &= Files.size(lockFile) == channel.size();
        channel.truncate(size);
        return follows && Files.size(lockFile) == size;
    }

    private static InputException taken(Path what, String owner) {
        return new InputException(what + ": another process is at work here (" + owner
                + "); wait for it, or name another place, such as with --out or --runs");
    }

    private static String describe() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        return "process " + ProcessHandle.current().pid() + " on " + host() + ", started "
                + info.startInstant().orElse(Instant.EPOCH);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    @Override
    public void close() {
        if (channel.isEmpty()) {
            return;
        }
        try {
            Files.deleteIfExists(file);
            channel.get().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + file, e);
        } finally {
            HELD.remove(file);
        }
    }
}
