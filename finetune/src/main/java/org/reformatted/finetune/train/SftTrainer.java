package org.reformatted.finetune.train;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.finetune.train.metrics.StepMeter;
import org.reformatted.finetune.train.metrics.TrainListener;
import org.reformatted.finetune.train.step.BackwardPass;
import org.reformatted.finetune.train.step.LearningRateSchedule;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.finetune.train.step.TrainingState.Gradients;
import org.reformatted.realign.base.InputException;

/** The training loop: batch, forward, masked loss, backward, clip, step, log. */
final class SftTrainer {
    private final SftConfig config;
    private final TrainingState state;
    private final BackwardPass pass;
    private final List<TokenizedExample> examples;
    private final BatchPlan plan;
    private final StepMeter meter;

    SftTrainer(
            SftConfig config,
            TrainingState state,
            int kept,
            List<TokenizedExample> examples,
            BatchPlan plan,
            StepMeter meter) {
        this.config = config;
        this.state = state;
        this.examples = examples;
        this.plan = plan;
        this.meter = meter;
        pass = new BackwardPass(
                state.backpropagation(), kept, config.neftuneAlpha().orElse(0.0));
    }

    /** Saves the state that resuming needs. */
    interface CheckpointCallback {
        /**
         * Called after every step.
         *
         * @param state the current state of the run
         */
        void stepped(TrainingState state);
    }

    /**
     * The number of optimizer steps of the entire run.
     *
     * @param config defines the number of steps or epochs
     * @param plan the steps of an epoch
     * @return steps
     */
    static long totalSteps(SftConfig config, BatchPlan plan) {
        return config.length().steps(plan);
    }

    /**
     * Trains from the state's step to the end.
     *
     * @param listener is called after each step
     * @param saver may save the state after each step
     */
    void train(TrainListener listener, CheckpointCallback saver) {
        long total = totalSteps(config, plan);
        StepCursor cursor = new StepCursor(plan);
        for (long step = state.step(); step < total; step++) {
            long start = System.nanoTime();
            BatchStep chosen = cursor.at(step);
            List<TokenBatch> batches = chosen.batches().stream()
                    .map(rows -> TokenBatch.of(rows, examples))
                    .toList();
            double weightSum =
                    batches.stream().mapToDouble(TokenBatch::lossWeight).sum();
            long number = step;
            Gradients found = state.differentiate(pass, batches, weightSum, i -> seed(number, i));
            requireFinite(step, found.loss(), found.norm(), chosen);
            double rate = LearningRateSchedule.at(
                    config.schedule(), config.optimizer().learningRate(), step, total);
            Torch.setSeed(seed(step, batches.size()));
            state.optimizer().step(rate, step + 1, found.norm());
            state.stepDone();
            double seconds = (System.nanoTime() - start) / 1e9;
            listener.stepped(meter.metrics(step, found.loss(), rate, found.norm(), members(chosen), seconds));
            saver.stepped(state);
        }
    }

    /** The seed of a batch. It is random, since the seeds of the layers are the next integers and must not overlap with those of another batch. */
    private long seed(long step, int batch) {
        return new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + step * 4096 + batch).nextLong() >>> 1;
    }

    private void requireFinite(long step, double loss, double norm, BatchStep chosen) {
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            String ids =
                    chosen.examples().stream().map(i -> examples.get(i).id()).collect(Collectors.joining(", "));
            throw InputException.at(
                    "step " + step + " on the examples " + ids,
                    "the loss is " + loss + " and the gradient's norm " + norm,
                    "finite numbers",
                    "lower optimizer.learningRate or look at these examples; the last good state is "
                            + state.lastSaved());
        }
    }

    private List<TokenizedExample> members(BatchStep step) {
        return step.examples().stream().map(examples::get).toList();
    }
}
