package org.reformatted.experiments.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.llm.AnswerStore;

/**
 * The artifacts of one experiment, a folder {@code <step>-<first 8 digits of the fingerprint>} each. Work goes on in
 * {@code <name>.partial}; its record is written last and the folder is renamed in one step, so a folder with the final name is whole.
 */
public final class ArtifactStore {
    private static final int SHOWN_DIGITS = 8;

    /** The name of the file of answers, and formerly of such a file in each step's folder. */
    public static final String ANSWERS = "answers.sqlite";

    private final Path root;

    /**
     * Opens the store of an experiment.
     *
     * @param root its folder, made when first written to
     */
    public ArtifactStore(Path root) {
        this.root = root;
    }

    /**
     * The store's folder.
     *
     * @return the folder
     */
    public Path root() {
        return root;
    }

    /**
     * The file in which answers of language models are kept, by model and request. All experiments of a folder of runs share it, so that an
     * answer is paid for once whatever changes in their configs.
     *
     * @return the file, beside the experiment's folder
     */
    public Path answers() {
        return root.resolveSibling(ANSWERS);
    }

    /** Copies the answers of runs from before there was one file for all, whose steps kept them in their folders, so that none is paid again. */
    void collectAnswers() {
        if (Files.exists(answers()) || !Files.isDirectory(root)) {
            return;
        }
        List<Path> former;
        try (Stream<Path> folders = Files.list(root)) {
            former = folders.map(folder -> folder.resolve(ANSWERS))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw TextFiles.unreadable(root, e);
        }
        if (!former.isEmpty()) {
            try (AnswerStore all = AnswerStore.open(answers())) {
                former.forEach(all::addAll);
            }
        }
    }

    /**
     * Where the artifact of a step stands, or would.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return the folder
     */
    public Path folder(String step, String fingerprint) {
        return root.resolve(step + "-" + fingerprint.substring(0, SHOWN_DIGITS));
    }

    /**
     * Where work on an artifact goes on until it is whole.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return the folder
     */
    public Path partial(String step, String fingerprint) {
        Path whole = folder(step, fingerprint);
        return whole.resolveSibling(whole.getFileName() + ".partial");
    }

    /**
     * Looks an artifact up.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return its record, when the artifact is whole
     */
    public Optional<ArtifactRecord> find(String step, String fingerprint) {
        Path file = folder(step, fingerprint).resolve(ArtifactRecord.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ArtifactRecord record = Json.read(file, ArtifactRecord.class);
        if (!record.fingerprint().equals(fingerprint)) {
            throw new InputException(file + ": found fingerprint " + record.fingerprint() + ", expected " + fingerprint
                    + "; remove this folder and run again");
        }
        return Optional.of(record);
    }

    /**
     * The newest artifact of a step, whatever its fingerprint.
     *
     * @param step the step's name
     * @return its record
     */
    public Optional<ArtifactRecord> newest(String step) {
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> isVersion(folder.getFileName().toString(), step))
                    .map(folder -> folder.resolve(ArtifactRecord.FILE))
                    .filter(Files::exists)
                    .max(Comparator.comparing(ArtifactStore::modified))
                    .map(file -> Json.read(file, ArtifactRecord.class));
        } catch (IOException e) {
            throw TextFiles.unreadable(root, e);
        }
    }

    /**
     * Makes a finished partial folder the artifact.
     *
     * @param record the record, to which the files' hashes are added
     * @return the artifact's folder
     */
    public Path publish(ArtifactRecord record) {
        Path partial = partial(record.step(), record.fingerprint());
        Path whole = folder(record.step(), record.fingerprint());
        try {
            TextFiles.writeAtomically(partial.resolve(ArtifactRecord.FILE), Json.pretty(withFiles(record, partial)));
            TextFiles.move(partial, whole);
            return whole;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + partial + " to " + whole, e);
        }
    }

    /**
     * Keeps other processes out of this experiment for as long as the lock is open.
     *
     * @return the lock, to be closed
     * @throws InputException when another process holds it
     */
    public AutoCloseable lock() {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new InputException(root
                        + ": another run of this experiment is at work here; wait for it, or give this one"
                        + " another folder with --runs");
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + root, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static boolean isVersion(String folder, String step) {
        return folder.startsWith(step + "-")
                && folder.substring(step.length() + 1).matches("[0-9a-f]{" + SHOWN_DIGITS + "}");
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private static ArtifactRecord withFiles(ArtifactRecord r, Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            TextFiles.sync(file);
            hashes.put(folder.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
        }
        return new ArtifactRecord(
                r.step(),
                r.fingerprint(),
                r.recipe(),
                r.config(),
                r.inputs(),
                r.dependencies(),
                r.versions(),
                r.gitCommit(),
                r.machine(),
                r.started(),
                r.seconds(),
                r.result(),
                hashes);
    }
}
