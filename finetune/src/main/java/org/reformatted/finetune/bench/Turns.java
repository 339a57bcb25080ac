package org.reformatted.finetune.bench;

import java.util.Arrays;
import org.reformatted.finetune.kernel.MatmulPeak;
import org.reformatted.finetune.train.TrainingTrial;

/** Turns of matrix products, our step and the step through DJL's operators. A share is taken of the products beside the step. */
final class Turns {
    private static final int PRODUCTS = 6;

    private final double[] peak;
    private final double[] ours;
    private final double[] theirs;
    private final double[] share;
    private final double[] operatorShare;
    private final double[] ratio;

    Turns(int rounds) {
        peak = new double[rounds];
        ours = new double[rounds];
        theirs = new double[rounds];
        share = new double[rounds];
        operatorShare = new double[rounds];
        ratio = new double[rounds];
    }

    void take(int round, TrainingTrial mine, OperatorTrial operators, MatmulPeak product) {
        double before = product.best(PRODUCTS, System::nanoTime);
        ours[round] = seconds(mine::step);
        double between = product.best(PRODUCTS, System::nanoTime);
        theirs[round] = seconds(operators::step);
        double after = product.best(PRODUCTS, System::nanoTime);
        peak[round] = Math.max(before, Math.max(between, after));
        share[round] = mine.operations() / ours[round] / Math.max(before, between);
        operatorShare[round] = mine.operations() / theirs[round] / Math.max(between, after);
        ratio[round] = theirs[round] / ours[round];
    }

    private static double seconds(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e9;
    }

    void tell(BenchTable table, long tokens) {
        table.row("matrix product, GFLOP/s", "%s", BenchTable.spread(scaled(peak, 1e-9), "%.1f"));
        table.row("training, tokens/s", "%s", BenchTable.spread(rates(ours, tokens), "%.0f"));
        table.row("training, share of the matrix product's operations", "%s", BenchTable.spread(share, "%.3f"));
        table.row("through DJL's operators, tokens/s", "%s", BenchTable.spread(rates(theirs, tokens), "%.0f"));
        table.row("through DJL's operators, share", "%s", BenchTable.spread(operatorShare, "%.3f"));
        table.row("training over DJL's operators", "%s", BenchTable.spread(ratio, "%.2f"));
    }

    private static double[] scaled(double[] numbers, double factor) {
        return Arrays.stream(numbers).map(x -> x * factor).toArray();
    }

    private static double[] rates(double[] seconds, long tokens) {
        return Arrays.stream(seconds).map(x -> tokens / x).toArray();
    }
}
