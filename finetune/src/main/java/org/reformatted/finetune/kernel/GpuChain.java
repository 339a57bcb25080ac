package org.reformatted.finetune.kernel;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The requirements of {@code --device gpu} that this machine meets: a driver, CUDA's runtime library, which counts the devices, and a libtorch built
 * for CUDA.
 *
 * @param driver the driver's version line in the Linux kernel; absent without a driver
 * @param runtime version of CUDA's runtime library, such as 13.0; absent if none is found
 * @param computes whether libtorch is built for CUDA and finds a device
 * @param libtorch the folder of libtorch
 * @param devices number of graphics devices that the engine finds
 */
public record GpuChain(
        Optional<String> driver, Optional<String> runtime, boolean computes, String libtorch, int devices) {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    /**
     * Inspects this machine.
     *
     * @return the findings
     */
    public static GpuChain ofThisMachine() {
        int devices = Torch.graphicsDevices();
        return new GpuChain(
                loadedDriver(),
                foundRuntime(),
                JniUtils.getFeatures().contains("CUDA"),
                LibUtils.getLibtorchPath(),
                devices);
    }

    private static Optional<String> loadedDriver() {
        try {
            return Files.isReadable(DRIVER)
                    ? Files.readAllLines(DRIVER).stream().findFirst()
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("unreadable");
        }
    }

    private static Optional<String> foundRuntime() {
        try {
            return Optional.of(CudaUtils.getCudaVersionString());
        } catch (RuntimeException e) {
            return Optional.empty(); // DJL throws this when it found no library
        }
    }

    /**
     * Describes each requirement as text.
     *
     * @return findings by their names, with a remedy for the first that is missing
     */
    public Map<String, String> findings() {
        Map<String, String> findings = new LinkedHashMap<>();
        findings.put("gpu driver", driver.orElse("none"));
        findings.put("cuda runtime", runtime.orElse("none found"));
        findings.put("libtorch", libtorch + (computes ? ", computes on CUDA" : ", does not compute on CUDA"));
        findings.put("--device gpu", usable() ? device(0) : remedy());
        return findings;
    }

    /** Whether a model can be placed on a device. */
    boolean usable() {
        return devices > 0 && computes;
    }

    private static String device(int number) {
        Device device = Device.gpu(number);
        int capability = DeviceMemory.computeCapability(device);
        return String.format(
                Locale.ROOT,
                "works: compute capability %d.%d, %.1f GiB%s",
                capability / 10,
                capability % 10,
                DeviceMemory.total(device) / (double) (1L << 30),
                capability < 80 ? "; no flash attention before 8.0" : "");
    }

    /** The first missing requirement, and how to meet it. */
    String remedy() {
        if (driver.isEmpty()) {
            return "cannot be used: no NVIDIA driver is loaded; install one";
        }
        if (!computes) {
            return "cannot be used: libtorch is built for the processor, or its CUDA is newer than the driver; set"
                    + " PYTORCH_LIBRARY_PATH to the folder of a libtorch for CUDA, and PYTORCH_VERSION and"
                    + " PYTORCH_FLAVOR to its version and flavour, such as 2.7.1 and cu128";
        }
        return "cannot be used: CUDA's runtime library is not found, or is newer than the driver; add"
                + " -Djna.library.path=DIR to HARNESS_JAVA_OPTS, where DIR contains libcudart.so";
    }
}
