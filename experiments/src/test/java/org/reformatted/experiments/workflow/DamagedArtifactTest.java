package org.reformatted.experiments.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.experiments.workflow.Plan.State;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.Progress;

/** Every file of a finished run, damaged in three ways: each damage is named, and the step that made the file runs once more. */
class DamagedArtifactTest {
    private enum Damage {
        CHANGED_BYTE,
        TRUNCATED,
        DELETED;

        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            FileTime before = Files.getLastModifiedTime(file);
            switch (this) {
                case CHANGED_BYTE -> bytes[bytes.length / 2] ^= 1;
                case TRUNCATED -> bytes = java.util.Arrays.copyOf(bytes, bytes.length / 2);
                case DELETED -> {
                    Files.delete(file);
                    return;
                }
            }
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, before);
        }
    }

    @TempDir
    Path folder;

    private ArtifactStore store;
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void open() {
        store = store();
    }

    private ArtifactStore store() {
        return new ArtifactStore(folder.resolve("runs"), FileHashes.keptIn(folder.resolve("hashes.tsv")));
    }

    @Test
    void everyDamageIsNamedAndHealed() throws IOException {
        run();
        Map<String, byte[]> whole = contents();
        assertThat(whole.keySet()).anyMatch(name -> name.endsWith("artifact.json"));
        settle();
        states(); // the hashes are known from here on
        int damages = 0;
        for (String name : whole.keySet()) {
            for (Damage damage : Damage.values()) {
                Path file = store.root().resolve(name);
                damage.to(file);
                store = store();
                String what = damage + " of " + name;
                Plan plan = plan();
                assertThat(plan.steps()).as(what).anyMatch(step -> step.state() == State.DAMAGED);
                assertThat(plan.steps().stream()
                                .filter(step -> step.state() == State.DAMAGED)
                                .flatMap(step -> step.reasons().stream()))
                        .as(what)
                        .anyMatch(reason -> reason.contains(file.getParent().toString()));
                log.clear();
                run();
                assertThat(log).as(what).anyMatch(line -> line.contains("runs again"));
                assertThat(states()).as(what).containsOnly(State.CACHED);
                Map<String, byte[]> healed = contents();
                assertThat(healed.keySet()).as(what).isEqualTo(whole.keySet());
                healed.forEach((healedName, bytes) -> {
                    if (!healedName.contains("artifact.")) {
                        assertThat(bytes).as(healedName + " after " + what).isEqualTo(whole.get(healedName));
                    }
                });
                damages++;
            }
        }
        assertThat(damages).isEqualTo(3 * whole.size()).isGreaterThanOrEqualTo(24);
    }

    @Test
    void aFinishedFolderThatWasNotRenamedIsRenamedAndNotRunAgain() throws IOException {
        Path train = run().get("train");
        Files.move(train, train.resolveSibling(train.getFileName() + ".partial"));
        log.clear();
        List<ToyStep> steps = graph();
        run(steps);
        assertThat(steps.get(1).runs).isEmpty();
        assertThat(states()).containsOnly(State.CACHED);
    }

    @Test
    void aForeignFileBesideIsNamedAndOneInAFolderThatIsReadWholeIsRefused() throws IOException {
        Path train = run().get("train");
        Files.writeString(train.resolve("notes.txt"), "mine");
        log.clear();
        run();
        assertThat(log).anyMatch(line -> line.contains("notes.txt: this file is not part of the artifact"));
        Files.createDirectory(train.resolve("checkpoint"));
        Files.writeString(train.resolve("checkpoint/model.safetensors"), "foreign");
        assertThatThrownBy(this::plan).hasMessageContaining("model.safetensors").hasMessageContaining("move it away");
    }

    private Map<String, Path> run() {
        return run(graph());
    }

    private Map<String, Path> run(List<ToyStep> steps) {
        Environment environment = new Environment(Map.of(), "unknown", Map.of());
        Fingerprints fingerprints = new Fingerprints();
        return runner(store, fingerprints, environment)
                .run(Plan.of(steps, store, fingerprints), Progress.SILENT, log::add);
    }

    private Plan plan() {
        return Plan.of(graph(), store, new Fingerprints());
    }

    private List<State> states() {
        return plan().steps().stream().map(Plan.PlannedStep::state).toList();
    }

    private List<ToyStep> graph() {
        ToyStep data = new ToyStep("data", Map.of("version", 1), Map.of());
        ToyStep train = new ToyStep("train", Map.of("rate", 2), Map.of(), data);
        return List.of(data, train);
    }

    /** Makes the files old enough for their hashes to be taken as known. */
    private void settle() throws IOException {
        for (String name : contents().keySet()) {
            Files.setLastModifiedTime(
                    store.root().resolve(name), FileTime.from(Instant.now().minusSeconds(60)));
        }
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String name : ArtifactCheck.files(store.root())) {
            contents.put(name, Files.readAllBytes(store.root().resolve(name)));
        }
        return contents;
    }

    private static StepRunner runner(ArtifactStore store, Fingerprints fingerprints, Environment environment) {
        StepWork here = new LocalStepWork(store, fingerprints, environment, Clock.systemUTC());
        return new StepRunner(store, Capacity.one("cpu"), here, here);
    }
}
