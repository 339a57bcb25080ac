package org.reformatted.finetune.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.metrics.MetricsFile;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.finetune.weights.Folders;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Seal;
import org.reformatted.realign.base.TextFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The saved states of a run. Each state is a folder that is named after the number of completed steps and is written atomically. */
final class StateFolder implements SftTrainer.CheckpointCallback {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final String RECORD = "state.json";
    private static final String SEAL = "state.sha256";

    private final Path folder;
    private final String fingerprint;
    private final SftConfig.CheckpointConfig config;

    StateFolder(Path folder, String fingerprint, SftConfig.CheckpointConfig config) {
        this.folder = folder;
        this.fingerprint = fingerprint;
        this.config = config;
    }

    /**
     * The run and the step of a state.
     *
     * @param fingerprint of the run
     * @param step completed steps
     * @param metrics hash of the lines of metrics.jsonl for these steps
     */
    record StateRecord(String fingerprint, long step, String metrics) {}

    /**
     * Sets a run to the last undamaged saved state, if there is one. Damaged states are logged and deleted.
     *
     * @param state of a run that has not started
     * @throws InputException when the state belongs to another run
     */
    void resume(TrainingState state) {
        List<Path> states = states();
        for (int i = states.size() - 1; i >= 0; i--) {
            Path last = states.get(i);
            List<String> damages = damages(last);
            if (damages.isEmpty()) {
                StateRecord saved = Json.read(last.resolve(RECORD), StateRecord.class);
                requireSame(last, saved.fingerprint());
                state.read(last, saved.step());
                return;
            }
            LOG.warn(
                    "{}; the training resumes from {} instead",
                    String.join("; ", damages),
                    i == 0 ? "the start of the run" : "the state before it");
            delete(last);
        }
    }

    /** Lists the changed files of a state, and checks that the lines of metrics.jsonl before it are unchanged. */
    private List<String> damages(Path state) {
        List<String> damages = seal(state).damages(contents(state), FileHashes.reading());
        if (!damages.isEmpty()) {
            return damages;
        }
        StateRecord saved = Json.read(state.resolve(RECORD), StateRecord.class);
        return saved.fingerprint().equals(fingerprint)
                        && !saved.metrics().equals(MetricsFile.hash(metrics(), saved.step()))
                ? List.of(metrics() + ": the lines of the first " + saved.step() + " steps have been changed")
                : List.of();
    }

    private static Seal seal(Path state) {
        return Seal.in(state.resolve(SEAL));
    }

    private static List<Path> contents(Path state) {
        return List.of(state.resolve(RECORD), state.resolve(TrainingState.TENSORS));
    }

    private Path metrics() {
        return folder.resolveSibling(MetricsFile.FILE);
    }

    private void requireSame(Path place, String found) {
        if (!found.equals(fingerprint)) {
            throw InputException.at(
                    place,
                    "it belongs to a run with other settings, data or model",
                    "a folder of this run",
                    "choose another folder for the results, or delete " + folder.getParent());
        }
    }

    @Override
    public void stepped(TrainingState state) {
        if (state.step() % config.every() == 0) {
            save(state);
        }
    }

    private void save(TrainingState state) {
        Path target = folder.resolve(String.format(Locale.ROOT, "step-%08d", state.step()));
        try {
            Files.createDirectories(folder);
            Folders.replace(target, partial -> {
                state.write(partial);
                String lines = MetricsFile.hash(metrics(), state.step());
                Files.writeString(
                        partial.resolve(RECORD), Json.pretty(new StateRecord(fingerprint, state.step(), lines)));
                TextFiles.sync(partial.resolve(RECORD));
                seal(partial).write(contents(partial));
            });
            state.savedAs(target);
            List<Path> states = states();
            for (Path old : states.subList(0, Math.max(0, states.size() - config.keep()))) {
                Folders.delete(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the state in " + folder, e);
        }
    }

    /** The complete states, oldest first. */
    private List<Path> states() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("step-\\d+"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    /** Deletes all states after the run has written its checkpoint. */
    void delete() {
        delete(folder);
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
