package org.reformatted.realign.classify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;

/**
 * Whether ND4J computes on a graphics device, and why. Its kernels ({@code nd4j-cuda-11.6} 1.0.0-M2.1) are compiled for compute capability 3.7 to 8.6
 * and contain no code that a driver could compile for a later generation: code for 8.6 runs on all of 8.x, but not on 9.0 (Hopper).
 *
 * @param built whether the program contains the CUDA backend
 * @param cuda whether ND4J uses it
 * @param why the reason, in a phrase
 */
public record CudaChoice(boolean built, boolean cuda, String why) {
    private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
    private static final int OLDEST = 37;
    private static final int NEWEST = 89;
    private static final int PATIENCE_SECONDS = 20;

    /**
     * A graphics device.
     *
     * @param name its name
     * @param major the major version of its compute capability
     * @param minor the minor version of its compute capability
     */
    record Device(String name, int major, int minor) {
        /** Reads a line of {@code nvidia-smi --query-gpu=name,compute_cap --format=csv,noheader}. */
        static Device parse(String line) {
            int comma = line.lastIndexOf(',');
            String[] capability = line.substring(comma + 1).strip().split("\\.", -1);
            Check.argument(
                    comma > 0 && capability.length == 2 && (capability[0] + capability[1]).matches("\\d+"),
                    "nvidia-smi's line (%s) must contain a name and a compute capability",
                    line);
            return new Device(
                    line.substring(0, comma).strip(), Integer.parseInt(capability[0]), Integer.parseInt(capability[1]));
        }
    }

    /**
     * Chooses for this program and this machine.
     *
     * @return the choice
     */
    public static CudaChoice ofThisMachine() {
        return isBuilt() ? of(true, devices()) : of(false, List.of());
    }

    /** Chooses by the first device, which ND4J uses. */
    static CudaChoice of(boolean built, List<Device> devices) {
        if (!built) {
            return new CudaChoice(false, false, "the program was built without -Pnd4j-cuda");
        }
        if (devices.isEmpty()) {
            return new CudaChoice(true, false, "nvidia-smi shows no graphics device");
        }
        Device first = devices.get(0);
        int capability = 10 * first.major + first.minor;
        String device =
                String.format(Locale.ROOT, "%s has compute capability %d.%d", first.name, first.major, first.minor);
        return capability >= OLDEST && capability <= NEWEST
                ? new CudaChoice(true, true, device)
                : new CudaChoice(true, false, device + ", and ND4J's kernels are for 3.7 to 8.9");
    }

    private static boolean isBuilt() {
        return CudaChoice.class.getClassLoader().getResource(BACKEND.replace('.', '/') + ".class") != null;
    }

    private static List<Device> devices() {
        String listed = listed();
        return listed == null ? List.of() : listed.lines().map(Device::parse).toList();
    }

    /** Returns the output of nvidia-smi; null if it does not exist or fails. */
    private static @Nullable String listed() {
        try {
            Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? printed : null;
        } catch (IOException e) {
            return null; // no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
