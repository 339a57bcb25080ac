package org.reformatted.finetune.kernel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Transfers numbers between Java and the device of a model. Training and generation send and read only through this class, so that a test can count
 * the transfers. A graphics device computes while Java continues; reading a number waits until the device has finished.
 */
public final class HostTransfer {
    /** Sends without waiting: CUDA copies memory that is not pinned into its own buffer before the call returns. */
    private static final String SCRIPT = """
          def send(self, x: Tensor, there: Tensor) -> Tensor:
            return torch.to(x, there.device, x.dtype, True)

          def join(self, numbers: List[Tensor]) -> Tensor:
            return torch.stack(numbers)
        """;

    private static final Map<Device, Border> BORDERS = new ConcurrentHashMap<>();
    private static final ThreadLocal<Counts> COUNTS = ThreadLocal.withInitial(() -> new Counts(0, 0));

    private HostTransfer() {}

    /**
     * Counts of the transfers of a thread.
     *
     * @param sent number of arrays sent to the device of their manager
     * @param read number of reads
     */
    public record Counts(long sent, long read) {
        /**
         * The transfers since earlier counts.
         *
         * @param before the earlier counts
         * @return the differences
         */
        public Counts since(Counts before) {
            return new Counts(sent - before.sent, read - before.read);
        }
    }

    /**
     * The transfers of this thread since it started.
     *
     * @return the counts
     */
    public static Counts counts() {
        return COUNTS.get();
    }

    /**
     * Creates a tensor on the device of its owner.
     *
     * @param owner owns the tensor, which is on its device
     * @param numbers row by row
     * @param shape of the tensor
     * @return the tensor
     */
    public static NDArray send(NDManager owner, long[] numbers, Shape shape) {
        return send(owner, manager -> manager.create(numbers, shape));
    }

    /**
     * Creates a tensor on the device of its owner.
     *
     * @param owner owns the tensor, which is on its device
     * @param numbers of a tensor of one dimension
     * @return the tensor
     */
    public static NDArray send(NDManager owner, long[] numbers) {
        return send(owner, numbers, new Shape(numbers.length));
    }

    /**
     * Creates a tensor on the device of its owner.
     *
     * @param owner owns the tensor, which is on its device
     * @param numbers of a tensor of one dimension
     * @return the tensor
     */
    public static NDArray send(NDManager owner, int[] numbers) {
        return send(owner, manager -> manager.create(numbers));
    }

    /**
     * Creates a tensor on the device of its owner.
     *
     * @param owner owns the tensor, which is on its device
     * @param numbers row by row
     * @param shape of the tensor
     * @return the tensor
     */
    public static NDArray send(NDManager owner, float[] numbers, Shape shape) {
        return send(owner, manager -> manager.create(numbers, shape));
    }

    /**
     * Creates a tensor on the device of its owner.
     *
     * @param owner owns the tensor, which is on its device
     * @param numbers row by row
     * @param shape of the tensor
     * @return the tensor
     */
    public static NDArray send(NDManager owner, double[] numbers, Shape shape) {
        return send(owner, manager -> manager.create(numbers, shape));
    }

    private static NDArray send(NDManager owner, Function<NDManager, NDArray> make) {
        Counts before = COUNTS.get();
        COUNTS.set(new Counts(before.sent + 1, before.read));
        if (!owner.getDevice().isGpu()) {
            return make.apply(owner);
        }
        try (NDManager here = Torch.host().newSubManager()) {
            return border(owner.getDevice()).send(owner, make.apply(here));
        }
    }

    /**
     * Creates a number in the processor's memory, where kernels read it without waiting for a graphics device.
     *
     * @param owner owns the tensor
     * @param number the number
     * @return a scalar on the processor
     */
    public static NDArray createOnHost(NDManager owner, long number) {
        NDArray kept = Torch.host().create(number);
        kept.attach(owner);
        return kept;
    }

    /**
     * Reads a tensor.
     *
     * @param array float32
     * @return its numbers, row by row
     */
    public static float[] read(NDArray array) {
        countRead();
        return array.toFloatArray();
    }

    /**
     * Reads a tensor.
     *
     * @param array float64
     * @return its numbers, row by row
     */
    public static double[] readDoubles(NDArray array) {
        countRead();
        return array.toDoubleArray();
    }

    /**
     * Reads scalars in one transfer.
     *
     * @param scalars float32, at least one
     * @return their numbers in order
     */
    public static float[] read(List<NDArray> scalars) {
        NDManager owner = scalars.get(0).getManager();
        try (NDManager scope = owner.newSubManager()) {
            return read(border(owner.getDevice()).join(scope, scalars));
        }
    }

    private static void countRead() {
        Counts before = COUNTS.get();
        COUNTS.set(new Counts(before.sent, before.read + 1));
    }

    static Border border(Device device) {
        return BORDERS.computeIfAbsent(device, Border::new);
    }

    /** The kernel of a device; it is kept until the process ends. */
    static final class Border {
        private final Kernel kernel;
        private final NDArray there;

        private Border(Device device) {
            NDManager manager = Torch.newManager(device);
            kernel = Kernel.compile(manager, SCRIPT);
            there = manager.zeros(new Shape(1));
        }

        NDArray send(NDManager owner, NDArray here) {
            return kernel.apply(owner, "send", here, there).get(0);
        }

        NDArray join(NDManager owner, List<NDArray> scalars) {
            return kernel.run(owner, "join", scalars).get(0);
        }
    }
}
