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

/** The memory of a device and how much of it is in use. On the processor, the memory in use is that of this process. */
public final class DeviceMemory {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceMemory.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path SYSTEM = Path.of("/proc/meminfo");

    private DeviceMemory() {}

    /**
     * The total memory of the device; on the processor that of the machine or of its container.
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
     * The memory that a program could allocate now: on a graphics device the memory that no process uses; on the processor the memory that is
     * available without swapping and within a container's limit.
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
     * Returns freed memory to the system that the C library still keeps (glibc's {@code malloc_trim}; {@code scripts/settings.sh} makes glibc keep 4
     * GiB, so that a training step reuses the pages of the step before). Call it between two models: kept memory counts as in use.
     */
    public static void release() {
        try {
            NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0L});
        } catch (UnsatisfiedLinkError e) {
            LOG.debug("this C library has no malloc_trim: freed memory counts as in use", e);
        }
    }

    /**
     * The short name of a device.
     *
     * @param device the device
     * @return such as {@code cpu} or {@code gpu0}
     */
    public static String name(Device device) {
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }

    /**
     * Formats an amount of memory.
     *
     * @param bytes the memory
     * @return the amount in GiB, with two digits after the decimal point below 10 and one digit otherwise
     */
    public static String gib(long bytes) {
        double gib = bytes / (double) (1L << 30);
        return String.format(Locale.ROOT, gib < 10 ? "%.2f" : "%.1f", gib);
    }

    /**
     * The memory in use: the resident set of this process, or the memory of a graphics device that all processes use.
     *
     * @param device the device
     * @return bytes; absent where the system does not report it
     */
    public static OptionalLong used(Device device) {
        return device.isGpu() ? OptionalLong.of(gpu(device).getCommitted()) : field(STATUS, "VmRSS:");
    }

    /**
     * The peak of the memory in use since the process started: the peak of the resident set. On a graphics device PyTorch keeps allocated memory, so
     * there it is the memory that is in use now.
     *
     * @param device the device
     * @return bytes; absent where the system does not report it
     */
    public static OptionalLong peak(Device device) {
        return device.isGpu() ? used(device) : field(STATUS, "VmHWM:");
    }

    /**
     * The compute capability of a graphics device.
     *
     * @param device a graphics device
     * @return ten times the major number plus the minor number, such as 90
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
