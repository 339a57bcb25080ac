package org.reformatted.finetune.kernel;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.jna.NativeLibrary;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much memory a device has, and how much of it is in use. On the processor that is the memory of this process. */
public final class DeviceMemory {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceMemory.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path SYSTEM = Path.of("/proc/meminfo");

    private DeviceMemory() {}

    /**
     * What the device has in all; on the processor what the machine or its container has.
     *
     * @param device the device
     * @return bytes
     */
    public static long total(Device device) {
        return device.isGpu()
                ? gpu(device).getMax()
                : ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
    }

    /**
     * What a program could take now: of a graphics device what no process holds; on the processor what the system can give without swapping, and
     * within a container's limit.
     *
     * @param device the device
     * @return bytes
     */
    public static long free(Device device) {
        long unused = total(device) - used(device).orElse(0);
        return device.isGpu()
                ? unused
                : Math.min(unused, field(SYSTEM, "MemAvailable:").orElse(unused));
    }

    /**
     * Gives back to the system what this process has freed, where its C library keeps it (glibc's {@code malloc_trim}; {@code scripts/settings.sh} has it keep
     * 4 GiB, so that a step of training finds the pages of the step before). For the time between two models: what is kept counts as in use.
     */
    public static void release() {
        try {
            NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0L});
        } catch (UnsatisfiedLinkError e) {
            LOG.debug("this C library has no malloc_trim: what was freed counts as in use", e);
        }
    }

    /**
     * How people call the device.
     *
     * @param device the device
     * @return such as {@code cpu} or {@code gpu0}
     */
    public static String name(Device device) {
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }

    /**
     * Memory for people.
     *
     * @param bytes the memory
     * @return in GiB: two digits behind the point below 10, else one
     */
    public static String gib(long bytes) {
        double gib = bytes / (double) (1L << 30);
        return String.format(Locale.ROOT, gib < 10 ? "%.2f" : "%.1f", gib);
    }

    /**
     * What is in use now: this process's resident set, or what all processes hold of a graphics device.
     *
     * @param device the device
     * @return bytes; absent where the system does not report it
     */
    public static OptionalLong used(Device device) {
        return device.isGpu() ? OptionalLong.of(gpu(device).getCommitted()) : field(STATUS, "VmRSS:");
    }

    /**
     * The most that was in use since the process began: the resident set's peak. PyTorch keeps what it once took of a graphics device, so
     * there it is what is in use now.
     *
     * @param device the device
     * @return bytes; absent where the system does not report it
     */
    public static OptionalLong peak(Device device) {
        return device.isGpu() ? used(device) : field(STATUS, "VmHWM:");
    }

    /**
     * What generation of kernels a graphics device runs.
     *
     * @param device a graphics device
     * @return ten times the major number and the minor one, such as 90
     */
    public static int computeCapability(Device device) {
        return Integer.parseInt(CudaUtils.getComputeCapability(device.getDeviceId()));
    }

    private static MemoryUsage gpu(Device device) {
        return CudaUtils.getGpuMemory(device);
    }

    private static OptionalLong field(Path file, String field) {
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
