package org.reformatted.realign.classify;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ridge regression in its dual form: {@code (K + lambda I) A = Y}, solved by conjugate gradients. N queries, C categories. */
final class KernelRidge {
    private static final int MOST_STEPS = 200;
    private static final double TOLERANCE = 1e-3;

    private KernelRidge() {}

    /** Computes the products of all pairs of vectors, (N, N). */
    static INDArray gram(List<TfidfFeatures.Vector> vectors, int columns) {
        int n = vectors.size();
        float[] gram = new float[n * n];
        float[] dense = new float[columns];
        for (int i = 0; i < n; i++) {
            TfidfFeatures.Vector one = vectors.get(i);
            for (int t = 0; t < one.columns().length; t++) {
                dense[one.columns()[t]] = one.values()[t];
            }
            for (int j = 0; j <= i; j++) {
                float product = dot(dense, vectors.get(j));
                gram[i * n + j] = product;
                gram[j * n + i] = product;
            }
            for (int column : one.columns()) {
                dense[column] = 0;
            }
        }
        return Nd4j.create(gram, new long[] {n, n}, 'c');
    }

    private static float dot(float[] dense, TfidfFeatures.Vector vector) {
        float sum = 0;
        for (int t = 0; t < vector.columns().length; t++) {
            sum += dense[vector.columns()[t]] * vector.values()[t];
        }
        return sum;
    }

    /** Returns the targets with one column per category: 1 if the query has it, otherwise -1/(C-1). (N, C) */
    static INDArray targets(int[] labels, int categories) {
        INDArray targets =
                Nd4j.valueArrayOf(new long[] {labels.length, categories}, -1.0 / (categories - 1), DataType.FLOAT);
        for (int i = 0; i < labels.length; i++) {
            targets.putScalar(i, labels[i], 1);
        }
        return targets;
    }

    /** Solves for all categories together, each with its own step lengths. (N, C) */
    static INDArray solve(INDArray gram, INDArray targets, double lambda) {
        INDArray solution = Nd4j.zeros(DataType.FLOAT, targets.shape());
        INDArray residual = targets.dup();
        INDArray direction = residual.dup();
        INDArray squares = residual.mul(residual).sum(0); // (C)
        double stop = TOLERANCE * TOLERANCE * squares.maxNumber().doubleValue();
        for (int step = 0; step < MOST_STEPS && squares.maxNumber().doubleValue() > stop; step++) {
            INDArray image = gram.mmul(direction).addi(direction.mul(lambda));
            INDArray length = squares.div(direction.mul(image).sum(0).addi(1e-30));
            solution.addi(direction.mulRowVector(length));
            residual.subi(image.mulRowVector(length));
            INDArray next = residual.mul(residual).sum(0);
            direction = residual.add(direction.mulRowVector(next.div(squares.add(1e-30))));
            squares = next;
        }
        return solution;
    }
}
