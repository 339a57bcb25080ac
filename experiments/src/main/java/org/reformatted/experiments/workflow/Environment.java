package org.reformatted.experiments.workflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The versions and the machine that a record lists; they are not a part of any fingerprint.
 *
 * @param versions the versions of this project, Java and the engine
 * @param gitCommit the commit of the checkout; {@code unknown} outside a checkout
 * @param machine processor, cores, memory, operating system, device
 */
public record Environment(Map<String, String> versions, String gitCommit, Map<String, String> machine) {
    /** The version of this project, as in its pom. */
    public static final String VERSION = "0.1.0";

    /** The name of the device of a computing step in the machine map of a record. */
    public static final String DEVICE = "device";

    /**
     * Reads the environment of this machine.
     *
     * @param checkout the project's folder
     * @param engine name and version of the compute engine, and its device, as the engine names them
     * @return the environment
     */
    public static Environment ofThisMachine(Path checkout, Map<String, String> engine) {
        Map<String, String> versions = new TreeMap<>(engine);
        versions.put("reformatted", VERSION);
        versions.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        Map<String, String> machine = new TreeMap<>();
        machine.put("processor", processor());
        machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        machine.put("memoryGiB", memoryGiB());
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return new Environment(versions, gitCommit(checkout), machine);
    }

    /**
     * The environment of a step that computes on a device.
     *
     * @param device its name
     * @return this environment with the device
     */
    Environment on(String device) {
        Map<String, String> with = new TreeMap<>(machine);
        with.put(DEVICE, device);
        return new Environment(versions, gitCommit, with);
    }

    private static String gitCommit(Path checkout) {
        String commit = command(checkout, "git", "rev-parse", "HEAD");
        if (!commit.matches("[0-9a-f]{40,64}")) {
            return "unknown";
        }
        return command(checkout, "git", "status", "--porcelain").isEmpty() ? commit : commit + "+changes";
    }

    private static String command(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : "failed";
        } catch (IOException e) {
            return "failed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "failed";
        }
    }

    private static String processor() {
        return procLine(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch"));
    }

    private static String memoryGiB() {
        String kib = procLine(Path.of("/proc/meminfo"), "MemTotal", "");
        return kib.isEmpty() ? "unknown" : String.valueOf(Long.parseLong(kib.replaceAll("\\D", "")) >> 20);
    }

    private static String procLine(Path file, String key, String otherwise) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
