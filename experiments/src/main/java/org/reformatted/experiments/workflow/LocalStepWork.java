package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reformatted.experiments.workflow.Plan.PlannedStep;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigTree;

/**
 * Runs a step in this process and publishes its artifact. The step's folder is locked during that time, so that the next run cannot use it while a
 * process of an earlier run is still working.
 *
 * @param store where artifacts are kept
 * @param fingerprints the identity of steps
 * @param environment the machine and versions for the records
 * @param clock gives the time
 */
public record LocalStepWork(ArtifactStore store, Fingerprints fingerprints, Environment environment, Clock clock)
        implements StepWork {
    @Override
    public Path run(PlannedStep planned, Map<String, Path> artifacts, Optional<String> device, Progress progress) {
        Step step = planned.step();
        Path partial = store.partial(step.name(), planned.fingerprint());
        try (FolderLock lock = FolderLock.ofFile(partial)) {
            Instant start = clock.instant();
            Optional<Path> finished = store.prepare(step.name(), planned.fingerprint(), step.reusable());
            if (finished.isPresent()) {
                return finished.get();
            }
            requireSound(step);
            Map<String, ?> result = step.run(new StepContext(partial, artifacts, store.answers(), progress));
            return store.publish(record(planned, device, start, result));
        }
    }

    private ArtifactRecord record(PlannedStep planned, Optional<String> device, Instant start, Map<String, ?> result) {
        Step step = planned.step();
        Object config = ConfigTree.of(step.config());
        Environment where = device.map(environment::on).orElse(environment);
        return new ArtifactRecord(
                step.name(),
                planned.fingerprint(),
                step.recipe(),
                config == null ? Map.of() : config,
                inputs(step),
                fingerprints.dependencies(step),
                versions(),
                where.gitCommit(),
                where.machine(),
                start.toString(),
                Math.round(Duration.between(start, clock.instant()).toMillis() / 100.0) / 10.0,
                new TreeMap<>(result),
                Map.of());
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>(environment.versions());
        versions.put(Fingerprints.VERSION_NAME, String.valueOf(Fingerprints.VERSION));
        return versions;
    }

    /** Checks the artifacts of the dependencies again, because hours may have passed since the plan was created. */
    private void requireSound(Step step) {
        for (Step dependency : step.dependencies()) {
            ArtifactCheck check = store.check(dependency.name(), fingerprints.of(dependency));
            if (!check.isSound()) {
                throw new InputException(String.join("; ", check.damages())
                        + "; it changed during this run; run again to repeat " + dependency.name());
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
}
