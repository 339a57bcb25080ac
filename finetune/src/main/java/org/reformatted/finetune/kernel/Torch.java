package org.reformatted.finetune.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigException;

/** The engine with the settings of this project: no downloads, no telemetry, and scripts run without the profiling executor. */
public final class Torch {
    static {
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
    }

    private Torch() {}

    /**
     * Finds a device by its name.
     *
     * @param name {@code cpu}, {@code gpu} or {@code gpu1}
     * @return the device
     * @throws ConfigException when this machine has no such device
     */
    public static Device device(String name) {
        if (!name.matches("cpu|gpu\\d*")) {
            throw missing(name, "it must be cpu, gpu or gpu with its number, such as gpu1");
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        Device device = Device.gpu(Math.max(0, Device.fromName(name).getDeviceId()));
        int count = graphicsDevices();
        if (device.getDeviceId() >= count) {
            throw missing(name, "the engine finds " + count + " graphics devices here; see harness doctor, or use cpu");
        }
        return device;
    }

    /**
     * Counts the graphics devices that the engine can use.
     *
     * @return the number of devices, 0 with an engine for the processor only
     */
    public static int graphicsDevices() {
        return engine().getGpuCount();
    }

    private static ConfigException missing(String name, String rule) {
        return new ConfigException("device", List.of("device (" + name + "): " + rule));
    }

    /**
     * Creates a manager that owns native memory on a device.
     *
     * @param device the device
     * @return the manager, closed by the caller
     */
    public static NDManager newManager(Device device) {
        NDManager manager = engine().newBaseManager(device);
        interpretOnThisThread();
        return manager;
    }

    /**
     * A manager of the processor's memory, for kernel arguments that stay there. It is open until the process ends and must not own tensors itself.
     *
     * @return the manager; create a sub-manager of it, or attach its tensors to another manager
     */
    public static NDManager host() {
        return Host.MANAGER;
    }

    /** Created at its first use. */
    private static final class Host {
        private static final NDManager MANAGER = engine().newBaseManager(Device.cpu());
    }

    /**
     * Sets the number of cores that an operator may use. The order of reductions, and so the last bits of results, depend on it.
     *
     * @param threads at least 1
     */
    public static void setThreads(int threads) {
        engine();
        JniUtils.setNumThreads(threads);
    }

    /**
     * The number of cores that an operator may use.
     *
     * @return threads
     */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /**
     * Sets the seed of all later random numbers.
     *
     * @param seed any number; it is reduced to 31 bits
     */
    public static void setSeed(long seed) {
        engine().setRandomSeed((int) Math.floorMod(seed, (long) Integer.MAX_VALUE));
    }

    /**
     * Switches the profiling executor off on this thread. It would take several slow calls to specialise a script for each new shape, and gains
     * nothing on operators of this size.
     */
    static void interpretOnThisThread() {
        JniUtils.setGraphExecutorOptimize(false);
    }

    /**
     * The versions of the engine, for records and for diagnosis.
     *
     * @return the engine with its version and flavour, and the number of graphics devices
     */
    public static Map<String, String> versions() {
        Engine engine = engine();
        String flavour = graphicsDevices() > 0 ? "CUDA" : "CPU";
        return Map.of(
                "engine",
                "PyTorch " + engine.getVersion() + " " + flavour + " through DJL " + Engine.getDjlVersion(),
                "gpus",
                String.valueOf(graphicsDevices()));
    }

    /**
     * Returns the engine. The first call loads libtorch, for CUDA if the launcher named a folder.
     *
     * @throws InputException when there is no libtorch, or it cannot be loaded
     */
    static synchronized Engine engine() {
        String cuda = System.getProperty(CudaLibraries.PROPERTY);
        if (cuda != null) {
            new CudaLibraries(Path.of(cuda)).use();
            System.clearProperty(CudaLibraries.PROPERTY);
        }
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new InputException(
                    "libtorch: it cannot be loaded (" + cause.getMessage() + "); set PYTORCH_LIBRARY_PATH to the folder"
                            + " of a libtorch, and PYTORCH_VERSION and PYTORCH_FLAVOR to its version and flavour, such"
                            + " as 2.7.1 and cpu, or use a build of this program that includes it",
                    e);
        }
    }
}
