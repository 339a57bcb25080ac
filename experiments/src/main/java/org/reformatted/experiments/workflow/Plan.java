package org.reformatted.experiments.workflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigTree;

/**
 * The steps of a run with their states, dependencies first.
 *
 * @param steps the steps in the order in which they run
 */
public record Plan(List<PlannedStep> steps) {
    /** The state of a step. */
    public enum State {
        /** Its artifact exists. */
        CACHED,
        /** Files of its artifact are missing or differ from their recorded hashes; it runs again. */
        DAMAGED,
        /** It was interrupted; it is continued. */
        UNFINISHED,
        /** It is prepared and waits for the result of another program. */
        WAITING,
        /** It ran before with other settings or inputs. */
        STALE,
        /** It never ran. */
        NEW
    }

    /**
     * A step of the plan.
     *
     * @param step the step
     * @param fingerprint its fingerprint
     * @param state its state
     * @param reasons for a stale step, the changes since its newest artifact; for a damaged step, the damaged files; for a waiting step, the awaited
     *     result; for a cached step, foreign files in its folder
     */
    public record PlannedStep(Step step, String fingerprint, State state, List<String> reasons) {}

    /**
     * Plans the steps that the goals need.
     *
     * @param goals the steps wanted
     * @param store where artifacts are kept
     * @param fingerprints the identity of steps
     * @return the plan
     */
    public static Plan of(List<? extends Step> goals, ArtifactStore store, Fingerprints fingerprints) {
        Map<String, Step> ordered = new LinkedHashMap<>();
        goals.forEach(goal -> visit(goal, ordered));
        return new Plan(ordered.values().stream()
                .map(step -> planned(step, store, fingerprints))
                .toList());
    }

    private static void visit(Step step, Map<String, Step> ordered) {
        if (!ordered.containsKey(step.name())) {
            step.dependencies().forEach(dependency -> visit(dependency, ordered));
            ordered.put(step.name(), step);
        }
    }

    private static PlannedStep planned(Step step, ArtifactStore store, Fingerprints fingerprints) {
        String fingerprint = fingerprints.of(step);
        ArtifactCheck check = store.check(step.name(), fingerprint);
        if (check.isSound()) {
            return new PlannedStep(step, fingerprint, State.CACHED, check.requireOwnFolders());
        }
        if (!check.damages().isEmpty()) {
            return new PlannedStep(step, fingerprint, State.DAMAGED, check.damages());
        }
        Path partial = store.partial(step.name(), fingerprint);
        if (Files.exists(partial.resolve(ArtifactStore.WAITING))) {
            String awaited =
                    TextFiles.readString(partial.resolve(ArtifactStore.WAITING)).strip();
            return new PlannedStep(step, fingerprint, State.WAITING, List.of(awaited));
        }
        if (Files.isDirectory(partial)) {
            return new PlannedStep(step, fingerprint, State.UNFINISHED, List.of());
        }
        Optional<ArtifactRecord> before = store.newest(step.name());
        return before.isPresent()
                ? new PlannedStep(step, fingerprint, State.STALE, changes(before.get(), step, fingerprints))
                : new PlannedStep(step, fingerprint, State.NEW, List.of());
    }

    private static List<String> changes(ArtifactRecord before, Step step, Fingerprints fingerprints) {
        String version = before.versions().getOrDefault(Fingerprints.VERSION_NAME, "1");
        if (!version.equals(String.valueOf(Fingerprints.VERSION))) {
            return List.of("fingerprints are computed differently: version " + version + " -> " + Fingerprints.VERSION
                    + "; the step runs again once");
        }
        List<String> changes = new ArrayList<>();
        if (before.recipe() != step.recipe()) {
            changes.add("recipe of " + step.name() + ": " + before.recipe() + " -> " + step.recipe());
        }
        changes.addAll(ConfigTree.differences(before.config(), ConfigTree.of(step.config())));
        Map<String, String> inputs = new TreeMap<>();
        before.inputs().forEach((name, input) -> inputs.put(name, input.sha256()));
        named("input ", inputs, fingerprints.inputs(step), changes);
        named("step ", before.dependencies(), fingerprints.dependencies(step), changes);
        return changes;
    }

    private static void named(String kind, Map<String, String> before, Map<String, String> now, List<String> changes) {
        now.forEach((name, hash) -> {
            if (!hash.equals(before.get(name))) {
                changes.add(kind + name + (before.containsKey(name) ? " changed" : " is new"));
            }
        });
        before.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> changes.add(kind + name + " is gone"));
    }
}
