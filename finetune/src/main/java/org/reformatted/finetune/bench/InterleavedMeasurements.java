package org.reformatted.finetune.bench;

import java.util.Arrays;
import org.reformatted.finetune.kernel.MatmulPeak;
import org.reformatted.finetune.train.TrainingTrial;

/**
 * Interleaved measurements of matrix products, our step and the step through DJL's operators, which runs in this process and in a separate one. The
 * share of a step is computed from the best product next to it. On a busy machine a product of milliseconds finds both cores free more often than a
 * step of seconds. Shares are therefore also computed from the processor time of the entire process, which excludes waiting for other programs and
 * for the other core.
 */
final class InterleavedMeasurements {
    private static final int PRODUCTS = 6;

    private final double[] peak;
    private final double[] ours;
    private final double[] theirs;
    private final double[] share;
    private final double[] operatorShare;
    private final double[] ratio;
    private final double[] apart;
    private final double[] ratioApart;
    private final ProcessorTime products = new ProcessorTime();
    private final ProcessorTime ourSteps = new ProcessorTime();
    private final ProcessorTime theirSteps = new ProcessorTime();
    private double productOperations;
    private double stepOperations;

    InterleavedMeasurements(int rounds) {
        peak = new double[rounds];
        ours = new double[rounds];
        theirs = new double[rounds];
        share = new double[rounds];
        operatorShare = new double[rounds];
        ratio = new double[rounds];
        apart = new double[rounds];
        ratioApart = new double[rounds];
    }

    void take(int round, TrainingTrial mine, OperatorTrial operators, OperatorProcess process, MatmulPeak product) {
        double before = best(product);
        ours[round] = ourSteps.seconds(mine::step);
        double between = best(product);
        theirs[round] = theirSteps.seconds(operators::step);
        double after = best(product);
        process.step(); // a warm-up, since this process has been idle
        apart[round] = process.step();
        stepOperations += mine.operations();
        peak[round] = Math.max(before, Math.max(between, after));
        share[round] = mine.operations() / ours[round] / Math.max(before, between);
        operatorShare[round] = mine.operations() / theirs[round] / Math.max(between, after);
        ratio[round] = theirs[round] / ours[round];
        ratioApart[round] = apart[round] / ours[round];
    }

    private double best(MatmulPeak product) {
        double[] best = {0};
        products.seconds(() -> best[0] = product.best(PRODUCTS, System::nanoTime));
        productOperations += (PRODUCTS + 1) * product.operations(); // including the one that is not counted
        return best[0];
    }

    void report(BenchTable table, long tokens) {
        table.row("matrix product, GFLOP/s", "%s", BenchTable.spread(scaled(peak, 1e-9), "%.1f"));
        table.row("training, tokens/s", "%s", BenchTable.spread(rates(ours, tokens), "%.0f"));
        table.row("training, share of the matrix product's operations", "%s", BenchTable.spread(share, "%.3f"));
        table.row("through DJL's operators, tokens/s", "%s", BenchTable.spread(rates(theirs, tokens), "%.0f"));
        table.row("through DJL's operators, share", "%s", BenchTable.spread(operatorShare, "%.3f"));
        table.row("training over DJL's operators", "%s", BenchTable.spread(ratio, "%.2f"));
        table.row(
                "through DJL's operators in a Java started as any other, tokens/s",
                "%s",
                BenchTable.spread(rates(apart, tokens), "%.0f"));
        table.row("training over those", "%s", BenchTable.spread(ratioApart, "%.2f"));
        double peakRate = productOperations / products.total();
        table.row(
                "by processor time",
                "matrix product %.1f GFLOP/s a core; share %.3f, through DJL's operators %.3f; training over DJL's"
                        + " operators %.2f",
                peakRate / 1e9,
                stepOperations / ourSteps.total() / peakRate,
                stepOperations / theirSteps.total() / peakRate,
                theirSteps.total() / ourSteps.total());
    }

    private static double[] scaled(double[] numbers, double factor) {
        return Arrays.stream(numbers).map(x -> x * factor).toArray();
    }

    private static double[] rates(double[] seconds, long tokens) {
        return Arrays.stream(seconds).map(x -> tokens / x).toArray();
    }
}
