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

/** The engine as this project runs it: no downloads, no telemetry, scripts run as they are written. */
public final class Torch {
    static {
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
    }

    private Torch() {}

    /**
     * Finds a device by name.
     *
     * @param name {@code cpu}, {@code gpu} or {@code gpu1}
     * @return the device
     * @throws ConfigException when there is no such device here
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
     * @return how many, 0 with an engine for the processor alone
     */
    public static int graphicsDevices() {
        return engine().getGpuCount();
    }

    private static ConfigException missing(String name, String rule) {
        return new ConfigException("device", List.of("device (" + name + "): " + rule));
    }

    /**
     * Makes a manager that owns native memory on a device.
     *
     * @param device where it lives
     * @return the manager, closed by the caller
     */
    public static NDManager newManager(Device device) {
        NDManager manager = engine().newBaseManager(device);
        interpretOnThisThread();
        return manager;
    }

    /**
     * A manager of the processor's memory, for what kernels take from there: it lasts as long as the process and owns nothing itself.
     *
     * @return the manager; make a sub-manager of it, or attach what it creates elsewhere
     */
    public static NDManager host() {
        return Host.MANAGER;
    }

    /** Made when it is first asked for. */
    private static final class Host {
        private static final NDManager MANAGER = engine().newBaseManager(Device.cpu());
    }

    /**
     * Sets how many cores an operator may use; reductions, and so the last bits of results, depend on it.
     *
     * @param threads at least 1
     */
    public static void setThreads(int threads) {
        engine();
        JniUtils.setNumThreads(threads);
    }

    /**
     * The number of cores an operator may use.
     *
     * @return threads
     */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /**
     * Seeds every random draw that follows.
     *
     * @param seed any number; 31 bits of it count
     */
    public static void setSeed(long seed) {
        engine().setRandomSeed((int) Math.floorMod(seed, (long) Integer.MAX_VALUE));
    }

    /**
     * Runs scripts as they are written on this thread: the profiling executor would take several slow calls to specialise for each new
     * shape, and gains nothing on operators of this size.
     */
    static void interpretOnThisThread() {
        JniUtils.setGraphExecutorOptimize(false);
    }

    /**
     * What computes, for records and for those who look for a fault.
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
     * The engine; its first call has it load libtorch, for CUDA where the launcher named a folder.
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
                            + " of a libtorch, PYTORCH_VERSION and PYTORCH_FLAVOR to what it is, such as 2.7.1 and cpu,"
                            + " or use a program that brings it",
                    e);
        }
    }
}
