package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KernelRidgeTest {
    @Test
    void theConjugateGradientsSolveTheRidge() {
        INDArray gram = Nd4j.create(new float[][] {{1, 0.5f, 0}, {0.5f, 1, 0.2f}, {0, 0.2f, 1}});
        INDArray targets = KernelRidge.targets(new int[] {0, 1, 0}, 2);
        INDArray dual = KernelRidge.solve(gram, targets, 0.3);
        INDArray again = gram.mmul(dual).add(dual.mul(0.3));
        assertThat(again.distance2(targets)).isLessThan(1e-4);
    }
}
