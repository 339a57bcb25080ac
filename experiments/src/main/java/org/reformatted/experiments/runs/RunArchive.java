package org.reformatted.experiments.runs;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.reformatted.experiments.report.ZipFiles;
import org.reformatted.experiments.workflow.ArtifactCheck;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/**
 * Writes and reads an experiment as one file: its newest report and every artifact it depends on, each with its record and seal, so that all bytes
 * can be verified.
 */
public final class RunArchive {
    /**
     * The result of an import.
     *
     * @param run the experiment
     * @param added the names of the artifacts that were added
     * @param present the number of artifacts in the archive that existed already and match their records
     */
    public record Imported(RunFolder run, List<String> added, int present) {}

    private RunArchive() {}

    /**
     * Writes the archive.
     *
     * @param run the experiment
     * @param file the archive
     * @return the number of artifacts in it
     */
    public static int write(RunFolder run, Path file) {
        Set<String> folders = run.requireClosure(run.requireReport()).keySet();
        List<String> damages = damages(run.root(), folders);
        if (!damages.isEmpty()) {
            throw new InputException(String.join("; ", damages) + "; run the experiment again before it is exported");
        }
        SortedMap<String, Path> entries = new TreeMap<>();
        for (String folder : folders) {
            try (Stream<Path> walk = Files.walk(run.root().resolve(folder))) {
                walk.filter(Files::isRegularFile)
                        .forEach(one -> entries.put(ZipFiles.name(run.name(), run.root(), one), one));
            } catch (IOException e) {
                throw TextFiles.unreadable(run.root().resolve(folder), e);
            }
        }
        ZipFiles.write(file, entries);
        return folders.size();
    }

    private static List<String> damages(Path root, Set<String> folders) {
        return folders.stream()
                .flatMap(folder -> ArtifactCheck.of(root.resolve(folder), FileHashes.reading()).damages().stream())
                .toList();
    }

    /**
     * Unpacks an archive below a folder of runs and compares every file with its recorded hash. Existing artifacts are kept.
     *
     * @param file the archive
     * @param runs the folder of experiments
     * @return the experiment and the added artifacts
     * @throws InputException if the file is not such an archive, a file of it is missing or differs, or an existing artifact is damaged; in these
     *     cases nothing is added
     */
    public static Imported read(Path file, Path runs) {
        Path staged = runs.toAbsolutePath().normalize().resolve("." + file.getFileName() + ".importing");
        try {
            Files.createDirectories(runs);
            List<Path> artifacts = unpack(file, staged);
            Path experiment = staged.relativize(artifacts.get(0)).getName(0);
            Set<String> names = new TreeSet<>();
            artifacts.forEach(one -> names.add(String.valueOf(one.getFileName())));
            List<String> damages = damages(staged.resolve(experiment), names);
            if (!damages.isEmpty()) {
                throw new InputException(file + ": " + String.join("; ", damages)
                        + "; the archive is damaged, and nothing was imported; export the experiment again");
            }
            Path root = runs.resolve(experiment).toAbsolutePath().normalize();
            Files.createDirectories(root);
            List<String> added = add(artifacts, root);
            return new Imported(RunFolder.read(root), added, names.size() - added.size());
        } catch (ZipException | EOFException e) {
            throw new InputException(file + ": the archive is damaged (" + e.getMessage()
                    + "), and nothing was imported; expected a file that \"harness export RUN\" wrote");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + file + " below " + runs, e);
        } finally {
            ArtifactStore.delete(staged);
        }
    }

    /** Moves artifacts into an experiment's folder, except those that exist there. */
    private static List<String> add(List<Path> artifacts, Path root) throws IOException {
        List<String> added = new ArrayList<>();
        try (FolderLock lock = FolderLock.ofFolder(root)) {
            Set<String> present = new TreeSet<>();
            artifacts.stream()
                    .map(artifact -> String.valueOf(artifact.getFileName()))
                    .filter(name -> Files.exists(root.resolve(name)))
                    .forEach(present::add);
            List<String> damages = damages(root, present);
            if (!damages.isEmpty()) {
                throw new InputException(String.join("; ", damages)
                        + "; this artifact existed before the import, and nothing was imported; remove its folder and"
                        + " import again");
            }
            for (Path artifact : artifacts) {
                String name = String.valueOf(artifact.getFileName());
                if (!present.contains(name)) {
                    TextFiles.move(artifact, root.resolve(name));
                    added.add(name);
                }
            }
        }
        return added;
    }

    /** Unpacks an archive and returns the folders of its artifacts. */
    private static List<Path> unpack(Path file, Path staged) throws IOException {
        ArtifactStore.delete(staged);
        Set<Path> artifacts = new TreeSet<>();
        Set<String> experiments = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(opened(file)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = staged.resolve(entry.getName()).normalize();
                Path inside = staged.relativize(target);
                boolean sound = target.startsWith(staged)
                        && inside.getNameCount() > 2
                        && inside.getName(0).toString().matches("[a-z0-9][a-z0-9.-]*")
                        && ArtifactStore.isArtifact(inside.getName(1).toString());
                if (!sound || !(experiments.add(inside.getName(0).toString()) ? experiments.size() == 1 : true)) {
                    throw new InputException(file + ": the entry " + entry.getName()
                            + " is not a file of one experiment's artifacts; expected a file that \"harness"
                            + " export RUN\" wrote");
                }
                artifacts.add(staged.resolve(inside.subpath(0, 2)));
                Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
                Files.copy(zip, target);
            }
        }
        if (artifacts.isEmpty()) {
            throw new InputException(
                    file + ": the archive contains no artifact; expected a file that \"harness export RUN\" wrote");
        }
        return new ArrayList<>(artifacts);
    }

    private static InputStream opened(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }
}
