package org.reformatted.experiments.step;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.reformatted.experiments.step.Plan.PlannedStep;
import org.reformatted.experiments.step.Plan.State;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.base.WaitingException;
import org.reformatted.realign.config.ConfigTree;

/** Runs the steps of a plan one after the other; what is cached is not run again. */
public final class StepRunner {
    private final ArtifactStore store;
    private final Fingerprints fingerprints;
    private final Environment environment;
    private final Clock clock;

    /**
     * Makes a runner.
     *
     * @param store where artifacts are kept
     * @param fingerprints the identity of steps
     * @param environment what the records tell of machine and versions
     * @param clock tells the time
     */
    public StepRunner(ArtifactStore store, Fingerprints fingerprints, Environment environment, Clock clock) {
        this.store = store;
        this.fingerprints = fingerprints;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Runs what is not cached.
     *
     * @param plan the steps, dependencies first
     * @param progress where steps tell how far they are
     * @param log is told of each step when it is done, in one line
     * @return the artifact folder of each step, by name
     * @throws WaitingException when a step waits for another program, once all steps that do not need it are done
     */
    public Map<String, Path> run(Plan plan, Progress progress, Consumer<String> log) {
        plan.steps().stream()
                .filter(planned -> planned.state() != State.CACHED)
                .forEach(planned -> planned.step().requireReady());
        if (plan.steps().stream().anyMatch(planned -> planned.state() != State.CACHED)) {
            store.collectAnswers();
        }
        Map<String, Path> artifacts = new LinkedHashMap<>();
        List<String> awaited = new ArrayList<>();
        int number = 0;
        for (PlannedStep planned : plan.steps()) {
            number++;
            String name = planned.step().name();
            String count = "[" + number + "/" + plan.steps().size() + "] ";
            if (!planned.step().dependencies().stream().allMatch(needed -> artifacts.containsKey(needed.name()))) {
                log.accept(count + name + "  needs a step that waits");
            } else if (planned.state() == State.CACHED) {
                log.accept(count + name + "  cached");
                planned.reasons().forEach(log);
                artifacts.put(name, store.folder(name, planned.fingerprint()));
            } else {
                Instant start = clock.instant();
                if (planned.state() == State.DAMAGED) {
                    planned.reasons().forEach(reason -> log.accept(reason + "; " + name + " runs once more"));
                }
                try {
                    artifacts.put(name, run(planned, artifacts, progress, start));
                    log.accept(count + name + "  done in " + seconds(start) + " s");
                } catch (WaitingException e) {
                    String sentence = name + ": " + e.getMessage();
                    Path partial = store.partial(name, planned.fingerprint());
                    TextFiles.writeAtomically(partial.resolve(ArtifactStore.WAITING), e.getMessage() + "\n");
                    log.accept(count + name + "  waits");
                    awaited.add(sentence);
                }
            }
        }
        if (!awaited.isEmpty()) {
            throw new WaitingException(String.join("\n", awaited));
        }
        return artifacts;
    }

    private Path run(PlannedStep planned, Map<String, Path> artifacts, Progress progress, Instant start) {
        Step step = planned.step();
        Optional<Path> finished = store.prepare(step.name(), planned.fingerprint(), step.reusable());
        if (finished.isPresent()) {
            return finished.get();
        }
        requireSound(step);
        Path partial = store.partial(step.name(), planned.fingerprint());
        Map<String, Path> needed = new HashMap<>();
        step.dependencies().forEach(d -> needed.put(d.name(), artifacts.get(d.name())));
        Map<String, ?> result = step.run(new StepContext(partial, needed, store.answers(), progress));
        Object config = ConfigTree.of(step.config());
        return store.publish(new ArtifactRecord(
                step.name(),
                planned.fingerprint(),
                step.recipe(),
                config == null ? Map.of() : config,
                inputs(step),
                fingerprints.dependencies(step),
                versions(),
                environment.gitCommit(),
                environment.machine(),
                start.toString(),
                Double.parseDouble(seconds(start)),
                new TreeMap<>(result),
                Map.of()));
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>(environment.versions());
        versions.put(Fingerprints.VERSION_NAME, String.valueOf(Fingerprints.VERSION));
        return versions;
    }

    /** Hours may have passed since the plan was made. */
    private void requireSound(Step step) {
        for (Step dependency : step.dependencies()) {
            ArtifactCheck check = store.check(dependency.name(), fingerprints.of(dependency));
            if (!check.isSound()) {
                throw new InputException(String.join("; ", check.damages())
                        + "; it changed while this run was at work; run again to redo " + dependency.name());
            }
        }
    }

    private Map<String, ArtifactRecord.Input> inputs(Step step) {
        Map<String, ArtifactRecord.Input> inputs = new TreeMap<>();
        fingerprints.inputs(step).forEach((name, hash) -> {
            String path = String.valueOf(step.inputs().get(name));
            inputs.put(name, new ArtifactRecord.Input(path, hash));
        });
        return inputs;
    }

    private String seconds(Instant start) {
        return String.valueOf(
                Math.round(Duration.between(start, clock.instant()).toMillis() / 100.0) / 10.0);
    }
}
