package org.reformatted.experiments.workflow;

import java.util.Map;

/**
 * The content of an artifact's {@code artifact.json}. The file is written last, so a folder that has it is complete.
 *
 * @param step the step's name
 * @param fingerprint 64 hexadecimal digits
 * @param recipe the version of the code, see {@link Step#recipe()}
 * @param config the config with every default filled in
 * @param inputs each input file or folder, by its role
 * @param dependencies the fingerprint of each step whose artifact it read
 * @param versions the versions of this project, Java and the engine
 * @param gitCommit the commit of the project's checkout, with {@code +changes} if it was not clean; {@code unknown} outside a checkout
 * @param machine processor, cores, memory, operating system, device
 * @param started the time when the step was started last, ISO 8601 in UTC
 * @param seconds the time it took since then, in seconds
 * @param result the values that the step reports about its result
 * @param files SHA-256 of every file in the artifact, by its path in the folder
 */
public record ArtifactRecord(
        String step,
        String fingerprint,
        int recipe,
        Object config,
        Map<String, Input> inputs,
        Map<String, String> dependencies,
        Map<String, String> versions,
        String gitCommit,
        Map<String, String> machine,
        String started,
        double seconds,
        Map<String, Object> result,
        Map<String, String> files) {
    /**
     * A file or folder from outside the experiment.
     *
     * @param path its path; not a part of the identity
     * @param sha256 the hash of its bytes
     */
    public record Input(String path, String sha256) {}

    /** The record's file name. */
    public static final String FILE = "artifact.json";
}
