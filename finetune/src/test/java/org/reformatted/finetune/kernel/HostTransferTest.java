package org.reformatted.finetune.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.kernel.HostTransfer.Counts;

class HostTransferTest {
    @Test
    void scalarsAreReadTogetherInTheirOrder() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Counts before = HostTransfer.counts();
            List<NDArray> scalars = List.of(manager.ones(new Shape()), manager.zeros(new Shape()));
            assertThat(HostTransfer.read(scalars)).containsExactly(1, 0);
            assertThat(HostTransfer.counts().since(before)).isEqualTo(new Counts(0, 1));
        }
    }

    @Test
    void everyArrayThatIsSentCountsOnce() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Counts before = HostTransfer.counts();
            assertThat(HostTransfer.send(manager, new long[] {3, 1}).toLongArray())
                    .containsExactly(3, 1);
            assertThat(HostTransfer.send(manager, new int[] {2}).toIntArray()).containsExactly(2);
            assertThat(HostTransfer.send(manager, new float[] {1, 2}, new Shape(2, 1))
                            .getShape())
                    .isEqualTo(new Shape(2, 1));
            assertThat(HostTransfer.send(manager, new double[] {0.1}, new Shape(1))
                            .toDoubleArray())
                    .containsExactly(0.1);
            assertThat(HostTransfer.counts().since(before)).isEqualTo(new Counts(4, 0));
        }
    }

    /** The copy that a graphics device takes does not wait; here it is the tensor itself. */
    @Test
    void copiesThatDoNotWaitKeepNumbersAndType() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            NDArray sent =
                    HostTransfer.border(Device.cpu()).send(manager, manager.create(new long[] {1L << 40, -2, 7}));
            assertThat(sent.getDataType()).isEqualTo(DataType.INT64);
            assertThat(sent.toLongArray()).containsExactly(1L << 40, -2, 7);
        }
    }
}
