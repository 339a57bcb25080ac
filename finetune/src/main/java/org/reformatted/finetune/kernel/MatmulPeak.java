package org.reformatted.finetune.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Measures the floating-point operations per second of a product of two large square matrices on a device. No computation that consists of such
 * products can be faster. Owns its matrices.
 */
public final class MatmulPeak implements AutoCloseable {
    private static final int CPU_SIZE = 1024;
    private static final int GPU_SIZE = 8192;
    private static final int GPU_PRODUCTS = 10;
    private static final int ROUNDS = 7;
    private static final Map<String, Double> MEASURED = new ConcurrentHashMap<>();

    private final NDManager manager;
    private final Kernel kernel;
    private final NDArray matrix;
    private final long size;
    private final long products;

    /**
     * Prepares the matrices.
     *
     * @param device the device
     * @param type of the numbers
     */
    public MatmulPeak(Device device, NumberType type) {
        manager = Torch.newManager(device);
        kernel = Kernel.load(manager, Map.of(), "peak");
        size = device.isGpu() ? GPU_SIZE : CPU_SIZE;
        products = device.isGpu() ? GPU_PRODUCTS : 1;
        NDArray like = manager.create(new Shape(0));
        matrix = kernel.run(manager, "random", like, size, (long) type.code()).get(0);
    }

    /**
     * The peak of a device: the best of several rounds, measured once in a process, in about a fifth of a second.
     *
     * @param device the device
     * @param type of the numbers
     * @return operations per second
     */
    public static double known(Device device, NumberType type) {
        String key = device + " " + type + " " + Torch.threads();
        return MEASURED.computeIfAbsent(key, unknown -> {
            try (MatmulPeak peak = new MatmulPeak(device, type)) {
                return peak.best(ROUNDS, System::nanoTime);
            }
        });
    }

    /**
     * Measures the peak.
     *
     * @param rounds number of rounds, after one that is not counted
     * @param nanoTime the clock
     * @return operations per second of the best round
     */
    public double best(int rounds, LongSupplier nanoTime) {
        seconds(nanoTime);
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < rounds; round++) {
            best = Math.min(best, seconds(nanoTime));
        }
        return operations() / best;
    }

    /**
     * The operations of a round: a multiplication and an addition for each of the n * n * n pairs of a product.
     *
     * @return operations
     */
    public double operations() {
        return 2.0 * size * size * size * products;
    }

    /**
     * Runs a round and waits for its result.
     *
     * @param nanoTime the clock
     * @return its duration in seconds
     */
    public double seconds(LongSupplier nanoTime) {
        try (NDManager scope = manager.newSubManager()) {
            long start = nanoTime.getAsLong();
            kernel.run(scope, "multiply", matrix, matrix, products).get(0).getFloat();
            return (nanoTime.getAsLong() - start) / 1e9;
        }
    }

    @Override
    public void close() {
        kernel.close();
        manager.close();
    }
}
