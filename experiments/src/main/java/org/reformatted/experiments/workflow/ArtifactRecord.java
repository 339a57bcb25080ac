package org.reformatted.experiments.workflow;

import java.util.Map;

/**
 * What is in an artifact's {@code artifact.json}, written last: a folder that has it is whole.
 *
 * @param step the step's name
 * @param fingerprint 64 hexadecimal digits
 * @param recipe the version of the code's meaning
 * @param config the config with every default filled in
 * @param inputs each input file or folder, by the part it plays
 * @param dependencies fingerprint of each step it read
 * @param versions of what ran: this project, Java, the engine
 * @param gitCommit of the project's checkout, with {@code +changes} when it was not clean; {@code unknown} outside a checkout
 * @param machine processor, cores, memory, operating system, device
 * @param started when the step began for the last time, ISO 8601 in UTC
 * @param seconds how long it took since then
 * @param result what the step reports of its result
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
     * @param path where it was; no part of the identity
     * @param sha256 the hash of its bytes
     */
    public record Input(String path, String sha256) {}

    /** The record's file name. */
    public static final String FILE = "artifact.json";
}
