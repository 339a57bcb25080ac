package org.reformatted.experiments.runs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.InputException;

/**
 * The parts of an experiment that no report refers to: artifacts of earlier settings, and the folders of interrupted work.
 *
 * @param run the experiment
 * @param folders the names of folders that can be deleted
 */
public record RunCleaning(RunFolder run, List<String> folders) {
    /**
     * Finds the folders that can be deleted.
     *
     * @param run the experiment
     * @param old whether earlier reports can be deleted too, with the artifacts that only they refer to
     * @return the folders; none for an experiment without a report
     * @throws InputException if a record cannot be read, because it may depend on other artifacts
     */
    public static RunCleaning of(RunFolder run, boolean old) {
        if (!run.unreadable().isEmpty()) {
            throw new InputException(run.root().resolve(run.unreadable().get(0))
                    + ": the record cannot be read, so its dependencies are not known; run the experiment again, or"
                    + " remove this folder, before cleaning the others");
        }
        Set<String> kept = new TreeSet<>();
        run.records().forEach((folder, record) -> {
            boolean keeps = old
                    ? run.report().filter(folder::equals).isPresent()
                    : record.step().equals("report");
            if (keeps) {
                kept.addAll(run.closure(folder).keySet());
            }
        });
        if (kept.isEmpty()) {
            return new RunCleaning(run, List.of());
        }
        return new RunCleaning(
                run,
                Stream.concat(run.records().keySet().stream(), run.unfinished().stream())
                        .filter(folder -> !kept.contains(folder))
                        .toList());
    }

    /**
     * One line for each folder with its size, and the sum.
     *
     * @return the lines
     */
    public List<String> lines() {
        List<String> lines = folders.stream()
                .map(folder -> String.format(
                        java.util.Locale.ROOT,
                        "%10s  %s",
                        RunFolder.bytes(RunFolder.size(run.root().resolve(folder))),
                        run.root().resolve(folder)))
                .toList();
        return Stream.concat(
                        lines.stream(),
                        Stream.of(run.name() + ": " + folders.size() + " folders, " + RunFolder.bytes(bytes())))
                .toList();
    }

    /**
     * The disk space that deleting frees.
     *
     * @return bytes
     */
    public long bytes() {
        return folders.stream()
                .mapToLong(folder -> RunFolder.size(run.root().resolve(folder)))
                .sum();
    }

    /** Deletes the folders; locks the experiment against other processes meanwhile. */
    public void delete() {
        try (FolderLock lock = FolderLock.ofFolder(run.root())) {
            folders.forEach(folder -> ArtifactStore.delete(run.root().resolve(folder)));
        }
    }
}
