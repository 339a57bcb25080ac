package org.reformatted.finetune.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The floating-point operations a second that a product of two large square matrices reaches on a device: what nothing made of such products can
 * exceed. Owns its matrices.
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
     * @param device where
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
     * The peak of this process's first run on a device, which is measured once in about a fifth of a second: the best of some products.
     *
     * @param device where
     * @param type of the numbers
     * @return operations a second
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
     * Measures.
     *
     * @param rounds how many, behind one that is not counted
     * @param nanoTime the clock
     * @return operations a second of the best round
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
     * The operations of a round: a multiplication and an addition for each of n * n * n pairs.
     *
     * @return operations
     */
    public double operations() {
        return 2.0 * size * size * size * products;
    }

    /**
     * Runs a round to its end.
     *
     * @param nanoTime the clock
     * @return how long it took
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
