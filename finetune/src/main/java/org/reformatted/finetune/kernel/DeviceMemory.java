package org.reformatted.finetune.kernel;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory a device has, and how much of it is in use. On the processor that is the memory of this process. */
public final class DeviceMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

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
     * What is in use now: this process's resident set, or what all processes hold of a graphics device.
     *
     * @param device the device
     * @return bytes; absent where the system does not tell
     */
    public static OptionalLong used(Device device) {
        return device.isGpu() ? OptionalLong.of(gpu(device).getCommitted()) : resident("VmRSS:");
    }

    /**
     * The most that was in use since the process began: the resident set's peak. PyTorch keeps what it once took of a graphics device, so
     * there it is what is in use now.
     *
     * @param device the device
     * @return bytes; absent where the system does not tell
     */
    public static OptionalLong peak(Device device) {
        return device.isGpu() ? used(device) : resident("VmHWM:");
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

    private static OptionalLong resident(String field) {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
