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
 * The identity of steps: a hash over the canonical config, the recipe, the hashes of input files and the fingerprints of the dependencies. An object
 * of this class hashes every file once. It is thread-safe.
 */
public final class Fingerprints {
    /**
     * Incremented when fingerprints of unchanged configs change, so that all steps run again. Version 2 derives them from the annotations of config
     * components, so that budgets, limits, saving intervals and paths have no effect.
     */
    public static final int VERSION = 2;

    /** The name of {@link #VERSION} in the versions of a record; records of version 1 do not have it. */
    static final String VERSION_NAME = "fingerprints";

    private final FileHashes hashes;
    private final Map<Path, String> files = new HashMap<>();
    private final Map<String, String> steps = new HashMap<>();

    /** Creates fingerprints with shared hashes of files, so that known files are not read again. */
    public Fingerprints() {
        this(FileHashes.shared());
    }

    /**
     * Creates fingerprints with given hashes of files.
     *
     * @param hashes computes the hashes
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
     * @return role to SHA-256
     */
    public synchronized Map<String, String> inputs(Step step) {
        Map<String, String> hashes = new TreeMap<>();
        step.inputs().forEach((name, path) -> hashes.put(name, files.computeIfAbsent(path, this.hashes::of)));
        return hashes;
    }

    /**
     * The fingerprints of a step's dependencies.
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
