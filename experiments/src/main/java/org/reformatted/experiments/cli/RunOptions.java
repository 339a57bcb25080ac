package org.reformatted.experiments.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.reformatted.experiments.runs.RunFolder;
import picocli.CommandLine.Option;

/** The folder of experiments, for commands that need no config. */
final class RunOptions {
    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Folder of experiments (default: runs of the checkout).")
    @Nullable
    Path runs;

    Path folder() {
        return runs == null ? Harness.checkout().resolve("runs") : runs;
    }

    RunFolder find(String run) {
        return RunFolder.find(run, folder());
    }
}
