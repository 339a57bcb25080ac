package org.reformatted.experiments.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.llm.AnswerStore;

/**
 * The artifacts of one experiment, each in a folder {@code <step>-<first 8 digits of the fingerprint>}. A step works in {@code <name>.partial}. Its
 * record is written last and the folder is renamed in one operation, so a folder with the final name is complete.
 */
public final class ArtifactStore {
    private static final int SHOWN_DIGITS = 8;

    /** The name of the file of answers. Earlier versions had such a file in each step's folder. */
    public static final String ANSWERS = "answers.sqlite";

    /** A file in a step's partial folder: the result that the step waits for. */
    public static final String WAITING = "waiting.txt";

    /** The suffix of the name of a folder with an unfinished artifact. */
    public static final String PARTIAL = ".partial";

    private final Path root;
    private final FileHashes hashes;

    /**
     * Opens the store of an experiment.
     *
     * @param root its folder, created at the first write
     */
    public ArtifactStore(Path root) {
        this(root, FileHashes.shared());
    }

    /**
     * Opens the store of an experiment.
     *
     * @param root its folder, created at the first write
     * @param hashes computes the hashes of files
     */
    public ArtifactStore(Path root, FileHashes hashes) {
        this.root = root;
        this.hashes = hashes;
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
     * The file that stores the answers of language models, by model and request. All experiments in a folder of runs share it, so that an answer is
     * paid for only once, even if the configs change.
     *
     * @return the file, next to the experiment's folder
     */
    public Path answers() {
        return root.resolveSibling(ANSWERS);
    }

    /** Copies the answers of runs of earlier versions, which stored answers in each step's folder, so that none is paid for again. */
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
     * The folder of a step's artifact, whether or not it exists.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return the folder
     */
    public Path folder(String step, String fingerprint) {
        return root.resolve(name(step, fingerprint));
    }

    /**
     * The folder in which a step works until its artifact is complete.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return the folder
     */
    public Path partial(String step, String fingerprint) {
        Path whole = folder(step, fingerprint);
        return whole.resolveSibling(whole.getFileName() + PARTIAL);
    }

    /**
     * Compares an artifact's files with their recorded hashes.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return the result of the check
     */
    public ArtifactCheck check(String step, String fingerprint) {
        return ArtifactCheck.of(folder(step, fingerprint), hashes).expecting(fingerprint);
    }

    /**
     * Looks up an artifact.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return its record, if the artifact is complete and every file has its recorded hash
     */
    public Optional<ArtifactRecord> find(String step, String fingerprint) {
        ArtifactCheck check = check(step, fingerprint);
        return check.isSound() ? check.record() : Optional.empty();
    }

    /**
     * Prepares the folder in which a step works. It keeps the files of an interrupted run, and of a damaged artifact the files that a new run may use
     * again. A finished artifact that was not renamed yet is renamed.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @param reusable names of files that a new run uses again
     * @return the artifact's folder, if it only had to be renamed
     */
    Optional<Path> prepare(String step, String fingerprint, Set<String> reusable) {
        Path whole = folder(step, fingerprint);
        Path partial = partial(step, fingerprint);
        try {
            if (Files.isDirectory(whole)) {
                salvage(ArtifactCheck.of(whole, hashes), partial, reusable);
            } else if (isFinished(partial, fingerprint)) {
                TextFiles.move(partial, whole);
                return Optional.of(whole);
            }
            Files.createDirectories(partial);
            Files.deleteIfExists(partial.resolve(ArtifactCheck.SEAL));
            Files.deleteIfExists(partial.resolve(ArtifactRecord.FILE));
            Files.deleteIfExists(partial.resolve(WAITING));
            Files.setLastModifiedTime(
                    partial, FileTime.from(Instant.now())); // shows harness watch that the step is running
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + partial, e);
        }
    }

    private boolean isFinished(Path partial, String fingerprint) {
        ArtifactCheck check = ArtifactCheck.of(partial, hashes).expecting(fingerprint);
        return check.isSound() && check.foreign().isEmpty();
    }

    /** Moves the sound files of a damaged artifact that may be used again to the partial folder, and deletes the other files. */
    private static void salvage(ArtifactCheck damaged, Path partial, Set<String> reusable) throws IOException {
        Files.createDirectories(partial);
        Map<String, String> recorded =
                damaged.record().map(ArtifactRecord::files).orElse(Map.of());
        for (String name : ArtifactCheck.files(damaged.folder())) {
            Path file = damaged.folder().resolve(name);
            boolean sound = recorded.isEmpty() || Sha256.of(file).equals(recorded.get(name));
            if (reusable.contains(name) && sound && !Files.exists(partial.resolve(name))) {
                Files.move(file, partial.resolve(name));
            }
        }
        delete(damaged.folder());
    }

    /**
     * Deletes a folder with all its content.
     *
     * @param folder the folder; nothing happens if it does not exist
     */
    public static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    /**
     * The newest artifact of a step, whatever its fingerprint. A record that cannot be read is skipped.
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
                    .filter(folder -> Files.exists(folder.resolve(ArtifactRecord.FILE)))
                    .sorted(Comparator.comparing((Path folder) -> modified(folder.resolve(ArtifactRecord.FILE)))
                            .reversed())
                    .flatMap(folder -> ArtifactCheck.record(folder).stream())
                    .findFirst();
        } catch (IOException e) {
            throw TextFiles.unreadable(root, e);
        }
    }

    /**
     * Turns a finished partial folder into the artifact.
     *
     * @param record the record, to which the files' hashes are added
     * @return the artifact's folder
     */
    public Path publish(ArtifactRecord record) {
        Path partial = partial(record.step(), record.fingerprint());
        Path whole = folder(record.step(), record.fingerprint());
        try {
            Path file = partial.resolve(ArtifactRecord.FILE);
            TextFiles.writeAtomically(file, Json.pretty(withFiles(record, partial)));
            TextFiles.writeAtomically(partial.resolve(ArtifactCheck.SEAL), ArtifactCheck.seal(file));
            TextFiles.move(partial, whole);
            return whole;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move " + partial + " to " + whole, e);
        }
    }

    /**
     * Locks this experiment against other processes until the lock is closed.
     *
     * @return the lock, to be closed
     * @throws org.reformatted.realign.base.InputException if another process has locked it
     */
    public FolderLock lock() {
        return FolderLock.ofFolder(root);
    }

    /**
     * The name of an artifact's folder.
     *
     * @param step the step's name
     * @param fingerprint its fingerprint
     * @return the step's name and the first digits of the fingerprint
     */
    public static String name(String step, String fingerprint) {
        return step + "-" + fingerprint.substring(0, SHOWN_DIGITS);
    }

    /**
     * Whether a folder's name is the name of a finished artifact.
     *
     * @param folder the name
     * @return true for a step's name and the first digits of a fingerprint
     */
    public static boolean isArtifact(String folder) {
        return folder.matches(".+-[0-9a-f]{" + SHOWN_DIGITS + "}");
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
        Set<String> names = ArtifactCheck.files(folder);
        names.removeAll(Set.of(ArtifactRecord.FILE, ArtifactCheck.SEAL));
        for (String name : names) {
            TextFiles.sync(folder.resolve(name));
            hashes.put(name, Sha256.of(folder.resolve(name)));
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
