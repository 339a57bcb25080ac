package org.reformatted.experiments.runs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.reformatted.experiments.step.ArtifactCheck;
import org.reformatted.experiments.step.ArtifactStore;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/** An experiment as one file: its newest report and every artifact behind it, each with its record and seal, so that the reader can verify all bytes. */
public final class RunArchive {
    private RunArchive() {}

    /**
     * Writes the archive.
     *
     * @param run the experiment
     * @param file the archive
     * @return how many artifacts it holds
     */
    public static int write(RunFolder run, Path file) {
        Set<String> folders = run.requireClosure(run.requireReport()).keySet();
        List<String> damages = damages(run.root(), folders);
        if (!damages.isEmpty()) {
            throw new InputException(String.join("; ", damages) + "; run the experiment again before it is exported");
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
                for (String folder : new TreeSet<>(folders)) {
                    add(run, folder, zip);
                }
            }
            TextFiles.move(partial, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return folders.size();
    }

    private static void add(RunFolder run, String folder, ZipOutputStream zip) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(run.root().resolve(folder))) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name =
                    run.name() + "/" + run.root().relativize(file).toString().replace('\\', '/');
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(0);
            zip.putNextEntry(entry);
            Files.copy(file, zip);
            zip.closeEntry();
        }
    }

    private static List<String> damages(Path root, Set<String> folders) {
        return folders.stream()
                .flatMap(folder -> ArtifactCheck.of(root.resolve(folder), FileHashes.reading()).damages().stream())
                .toList();
    }

    /**
     * Unpacks an archive below a folder of runs and compares every file with its recorded hash. Artifacts that are there already are kept.
     *
     * @param file the archive
     * @param runs the folder of experiments
     * @return the experiment
     * @throws InputException when the file is no such archive, or a file of it is missing or differs; nothing is added then
     */
    public static RunFolder read(Path file, Path runs) {
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
            Path root = runs.resolve(experiment);
            Files.createDirectories(root);
            try (FolderLock lock = FolderLock.ofFolder(root)) {
                for (Path artifact : artifacts) {
                    Path target = root.resolve(artifact.getFileName());
                    if (!Files.exists(target)) {
                        TextFiles.move(artifact, target);
                    }
                }
            }
            return RunFolder.read(root.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new InputException(file + ": the archive cannot be read (" + e.getMessage()
                    + "); expected a file that \"harness export RUN\" wrote");
        } finally {
            ArtifactStore.delete(staged);
        }
    }

    /** The folders of artifacts in an archive, unpacked. */
    private static List<Path> unpack(Path file, Path staged) throws IOException {
        ArtifactStore.delete(staged);
        Set<Path> artifacts = new TreeSet<>();
        Set<String> experiments = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
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
                    file + ": the archive holds no artifact; expected a file that \"harness export RUN\" wrote");
        }
        return new ArrayList<>(artifacts);
    }
}
