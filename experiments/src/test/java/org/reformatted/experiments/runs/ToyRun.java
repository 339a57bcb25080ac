package org.reformatted.experiments.runs;

import java.nio.file.Path;
import java.util.Map;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.experiments.workflow.ArtifactStore;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/** Small experiments on disk: {@code toy}, of a training step and a report, and more that a test adds. */
final class ToyRun {
    private final Path folder;
    private ArtifactStore store;

    ToyRun(Path folder) {
        this.folder = folder;
        this.store = new ArtifactStore(folder.resolve("runs/toy"));
        artifact("train-a", "1", Map.of(), Map.of("rate", 1));
        artifact("report", "1", Map.of("train-a", print("train-a", "1")), Map.of());
    }

    /** Adds the next artifacts to another experiment. */
    void begin(String experiment) {
        store = new ArtifactStore(folder.resolve("runs").resolve(experiment));
    }

    /** Publishes an artifact of one file, whose data, commit, date and score follow from its version, a digit. */
    Path artifact(String step, String version, Map<String, String> dependencies, Map<String, ?> config) {
        Path partial = store.partial(step, print(step, version));
        TextFiles.writeAtomically(partial.resolve("result/text.txt"), step + version);
        return store.publish(new ArtifactRecord(
                step,
                print(step, version),
                1,
                config,
                Map.of("data", new ArtifactRecord.Input("x", Sha256.of("data" + version))),
                dependencies,
                Map.of("java", "17"),
                "abc" + version,
                Map.of(),
                "2026-01-0" + version + "T00:00:00Z",
                1.5,
                Map.of("score", Integer.parseInt(version)),
                Map.of()));
    }

    RunFolder run() {
        return RunFolder.find("toy", folder.resolve("runs"));
    }

    static String print(String step, String version) {
        return Sha256.of(step + version);
    }
}
