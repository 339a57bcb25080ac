package org.reformatted.experiments.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.FolderLock;

/** The experiments below a folder of runs, one line each. */
public final class RunListing {
    private static final int COMMIT_DIGITS = 10;

    private RunListing() {}

    /**
     * Lists experiments.
     *
     * @param runs the folder of experiments
     * @return a header and one line for each experiment: name, state, steps, size, start of its last step, commit
     */
    public static List<String> lines(Path runs) {
        List<String> lines = new ArrayList<>();
        lines.add(row("experiment", "state", "steps", "size", "last step (UTC)", "commit"));
        if (Files.isDirectory(runs)) {
            for (Path folder : RunFolder.folders(runs)) {
                RunFolder run = RunFolder.read(folder);
                if (!run.records().isEmpty() || !run.unfinished().isEmpty()) {
                    lines.add(line(run));
                }
            }
        }
        return lines;
    }

    private static String line(RunFolder run) {
        Optional<ArtifactRecord> last =
                run.records().values().stream().max(Comparator.comparing(ArtifactRecord::started));
        return row(
                run.name(),
                state(run),
                String.valueOf(run.records().size()),
                RunFolder.bytes(RunFolder.size(run.root())),
                last.map(record -> record.started().replaceAll("\\..*|Z$", "")).orElse("-"),
                last.map(record -> commit(record.gitCommit())).orElse("-"));
    }

    private static String state(RunFolder run) {
        if (!run.unreadable().isEmpty()) {
            return "damaged";
        }
        if (!run.unfinished().isEmpty()) {
            return FolderLock.heldSince(run.root()).isPresent() ? "running" : "unfinished";
        }
        return run.report().isPresent() ? "finished" : "no report";
    }

    private static String commit(String commit) {
        String digits = commit.replaceAll("\\+.*", "");
        return digits.substring(0, Math.min(COMMIT_DIGITS, digits.length())) + (commit.contains("+") ? "+" : "");
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-28s %-10s %5s %10s  %-19s  %s", (Object[]) cells)
                .stripTrailing();
    }
}
