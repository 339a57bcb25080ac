package org.reformatted.experiments.runs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.InputException;

/**
 * What of an experiment no report refers to: artifacts of earlier settings, and the folders of interrupted work.
 *
 * @param run the experiment
 * @param folders the names of folders that can go
 */
public record RunCleaning(RunFolder run, List<String> folders) {
    /**
     * Looks for what can go.
     *
     * @param run the experiment
     * @param old whether earlier reports can go too, with what they alone refer to
     * @return the folders; of an experiment without a report none
     * @throws InputException when a record cannot be read, which may say that others are needed
     */
    public static RunCleaning of(RunFolder run, boolean old) {
        if (!run.unreadable().isEmpty()) {
            throw new InputException(run.root().resolve(run.unreadable().get(0))
                    + ": the record cannot be read, and what it needs is not known; run the experiment again, or remove"
                    + " this folder, before the others are cleaned");
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
     * A line a folder with its size, and the sum.
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
     * What deleting them frees.
     *
     * @return bytes
     */
    public long bytes() {
        return folders.stream()
                .mapToLong(folder -> RunFolder.size(run.root().resolve(folder)))
                .sum();
    }

    /** Deletes the folders, while no other process works in the experiment. */
    public void delete() {
        try (FolderLock lock = FolderLock.ofFolder(run.root())) {
            folders.forEach(folder -> ArtifactStore.delete(run.root().resolve(folder)));
        }
    }
}
