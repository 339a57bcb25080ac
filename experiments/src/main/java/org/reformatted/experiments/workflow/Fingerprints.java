package org.reformatted.experiments.workflow;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.config.ConfigTree;

/**
 * The identity of steps: a hash over the canonical config, the recipe, the hashes of input files and the fingerprints of what the step
 * depends on. Every file is hashed once in the life of this object, which several threads may use.
 */
public final class Fingerprints {
    /**
     * Incremented when fingerprints of unchanged configs change, so that all steps run once more. 2: derived from the marks of config
     * components, so that budgets, limits, intervals of saving and paths have no effect.
     */
    public static final int VERSION = 2;

    /** The name under which a record's versions hold {@link #VERSION}; records of version 1 have none. */
    static final String VERSION_NAME = "fingerprints";

    private final FileHashes hashes;
    private final Map<Path, String> files = new HashMap<>();
    private final Map<String, String> steps = new HashMap<>();

    /** Computes hashes of files, without reading those again that are known. */
    public Fingerprints() {
        this(FileHashes.shared());
    }

    /**
     * Computes hashes of files in a given way.
     *
     * @param hashes computes them
     */
    public Fingerprints(FileHashes hashes) {
        this.hashes = hashes;
    }

    /**
     * A step's fingerprint.
     *
     * @param step the step
     * @return 64 hexadecimal digits
     */
    public synchronized String of(Step step) {
        String known = steps.get(step.name());
        if (known == null) {
            known = Sha256.of(Json.canonical(identity(step)));
            steps.put(step.name(), known);
        }
        return known;
    }

    /**
     * The hashes of a step's input files.
     *
     * @param step the step
     * @return part to SHA-256
     */
    public synchronized Map<String, String> inputs(Step step) {
        Map<String, String> hashes = new TreeMap<>();
        step.inputs().forEach((name, path) -> hashes.put(name, files.computeIfAbsent(path, this.hashes::of)));
        return hashes;
    }

    /**
     * The fingerprints of what a step depends on.
     *
     * @param step the step
     * @return step name to fingerprint
     */
    public synchronized Map<String, String> dependencies(Step step) {
        Map<String, String> prints = new TreeMap<>();
        step.dependencies().forEach(dependency -> prints.put(dependency.name(), of(dependency)));
        return prints;
    }

    private Map<String, Object> identity(Step step) {
        return Map.of(
                "version", VERSION,
                "config", tree(step),
                "recipe", step.recipe(),
                "inputs", inputs(step),
                "dependencies", dependencies(step));
    }

    private static Object tree(Step step) {
        Object tree = ConfigTree.of(step.config());
        return tree == null ? Map.of() : tree;
    }
}
