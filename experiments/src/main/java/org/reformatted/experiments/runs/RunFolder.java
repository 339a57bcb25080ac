package org.reformatted.experiments.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.reformatted.experiments.report.ReportInputs;
import org.reformatted.experiments.report.ReportSources;
import org.reformatted.experiments.workflow.ArtifactCheck;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;

/**
 * One experiment's folder of artifacts.
 *
 * @param root the folder
 * @param records the records of the finished artifacts, by the names of their folders
 * @param unfinished the folders of running or interrupted work
 * @param unreadable the folders whose record cannot be read
 */
public record RunFolder(
        Path root, Map<String, ArtifactRecord> records, List<String> unfinished, List<String> unreadable) {
    private static final String REPORT = "report";

    /**
     * Reads an experiment's folder.
     *
     * @param root the folder
     * @return its content
     */
    public static RunFolder read(Path root) {
        Map<String, ArtifactRecord> records = new TreeMap<>();
        Set<String> unfinished = new TreeSet<>();
        Set<String> unreadable = new TreeSet<>();
        for (Path folder : folders(root)) {
            String name = String.valueOf(folder.getFileName());
            if (name.endsWith(ArtifactStore.PARTIAL)) {
                unfinished.add(name);
            } else if (ArtifactStore.isArtifact(name)) {
                try {
                    records.put(name, Json.read(folder.resolve(ArtifactRecord.FILE), ArtifactRecord.class));
                } catch (InputException e) {
                    unreadable.add(name);
                }
            }
        }
        return new RunFolder(root, records, List.copyOf(unfinished), List.copyOf(unreadable));
    }

    /**
     * Finds an experiment's folder.
     *
     * @param run a folder, or an experiment's name
     * @param runs the folder of experiments
     * @return its content
     * @throws InputException if there is no such folder, or no artifact in it
     */
    public static RunFolder find(String run, Path runs) {
        Path root = Files.isDirectory(Path.of(run)) ? Path.of(run) : runs.resolve(run);
        if (!Files.isDirectory(root)) {
            throw new InputException(run + ": found neither this folder nor " + root
                    + "; name an experiment below --runs, see \"harness runs\"");
        }
        RunFolder found = read(root.toAbsolutePath().normalize());
        if (found.records.isEmpty() && found.unfinished.isEmpty()) {
            throw new InputException(root + ": there is no artifact here; name an experiment's folder");
        }
        return found;
    }

    /**
     * Whether a name or path is that of an experiment's folder.
     *
     * @param run a folder, or an experiment's name
     * @param runs the folder of experiments
     * @return true if it contains a finished artifact
     */
    public static boolean isRun(String run, Path runs) {
        return Stream.of(Path.of(run), runs.resolve(run))
                .filter(Files::isDirectory)
                .anyMatch(root -> !read(root).records.isEmpty());
    }

    static List<Path> folders(Path root) {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw TextFiles.unreadable(root, e);
        }
    }

    /**
     * The experiment's name.
     *
     * @return the folder's name
     */
    public String name() {
        return String.valueOf(root.getFileName());
    }

    /**
     * The newest report.
     *
     * @return the name of its folder; absent if the experiment has no report
     */
    public Optional<String> report() {
        return records.entrySet().stream()
                .filter(entry -> entry.getValue().step().equals(REPORT))
                .max(Comparator.comparing(entry -> entry.getValue().started()))
                .map(Map.Entry::getKey);
    }

    /**
     * The newest report's folder.
     *
     * @return the folder
     * @throws InputException if the experiment has no report
     */
    public String requireReport() {
        return report().orElseThrow(() ->
                new InputException(root + ": the experiment has no report; complete it: scripts/harness run CONFIG"));
    }

    /**
     * An artifact and all artifacts it depends on.
     *
     * @param folder the name of its folder
     * @return records by the names of folders, first the artifact and then its dependencies; missing artifacts are left out
     */
    public Map<String, ArtifactRecord> closure(String folder) {
        Map<String, ArtifactRecord> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(folder));
        Set<String> seen = new TreeSet<>();
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            ArtifactRecord record = records.get(name);
            if (seen.add(name) && record != null) {
                found.put(name, record);
                record.dependencies().forEach((step, fingerprint) -> open.add(ArtifactStore.name(step, fingerprint)));
            }
        }
        return found;
    }

    /**
     * As {@link #closure}, but requires that all artifacts exist.
     *
     * @param folder the name of its folder
     * @return records by the names of folders, the artifact first
     * @throws InputException that names an artifact that is missing or whose record cannot be read
     */
    public Map<String, ArtifactRecord> requireClosure(String folder) {
        Map<String, ArtifactRecord> found = closure(folder);
        found.values()
                .forEach(record -> record.dependencies().forEach((step, fingerprint) -> {
                    String name = ArtifactStore.name(step, fingerprint);
                    if (!found.containsKey(name)) {
                        throw new InputException(
                                root.resolve(name) + ": this artifact is missing or its record cannot be read,"
                                        + " and " + folder + " depends on it; run the experiment again to create it");
                    }
                }));
        return found;
    }

    /**
     * The inputs of the newest report. Every file is first compared with its recorded hash.
     *
     * @return the inputs
     * @throws InputException that names each file that is missing or differs, or if the report was written by a version that did not write its
     *     sources
     */
    public ReportInputs inputs() {
        String report = requireReport();
        requireSound(requireClosure(report).keySet());
        Path sources = root.resolve(report).resolve(ReportSources.FILE);
        if (!Files.exists(sources)) {
            throw new InputException(sources + ": the report was written by a version that did not write this file;"
                    + " run the experiment again, which only repeats the report");
        }
        return Json.read(sources, ReportSources.class).open(root);
    }

    private void requireSound(Set<String> folders) {
        List<String> damages = folders.stream()
                .flatMap(name -> ArtifactCheck.of(root.resolve(name), FileHashes.shared()).damages().stream())
                .toList();
        if (!damages.isEmpty()) {
            throw new InputException(String.join("; ", damages) + "; run the experiment again to repeat these steps");
        }
    }

    /**
     * The total size of the files below a folder.
     *
     * @param folder any folder
     * @return bytes
     */
    static long size(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw TextFiles.unreadable(folder, e);
        }
    }

    /**
     * A number of bytes with a unit.
     *
     * @param bytes the number
     * @return such as {@code 12.3 MB}
     */
    public static String bytes(long bytes) {
        return bytes < 1_000_000
                ? String.format(java.util.Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1_000_000_000
                        ? String.format(java.util.Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(java.util.Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
