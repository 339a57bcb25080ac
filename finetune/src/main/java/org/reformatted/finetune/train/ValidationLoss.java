package org.reformatted.finetune.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.reformatted.finetune.batch.BatchPlan;
import org.reformatted.finetune.batch.BatchStep;
import org.reformatted.finetune.batch.Batching;
import org.reformatted.finetune.batch.TokenBatch;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.step.BackwardPass;
import org.reformatted.finetune.train.step.TrainingState;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;

/**
 * Measures the loss on examples that are not trained on, before the first step and at a fixed interval of steps. Writes one line of validation.jsonl
 * for each measurement.
 */
final class ValidationLoss implements SftTrainer.CheckpointCallback {
    private final LlamaModel model;
    private final List<TokenizedExample> examples;
    private final BatchPlan plan;
    private final int every;
    private final Path file;
    private final Listener listener;

    /**
     * Prepares the measurements.
     *
     * @param model in training
     * @param examples the validation examples
     * @param batching defines the size of batches
     * @param maxLength longest row in tokens
     * @param every steps between two measurements
     * @param file validation.jsonl
     * @param listener is called after each measurement
     */
    ValidationLoss(
            LlamaModel model,
            List<TokenizedExample> examples,
            Batching batching,
            int maxLength,
            int every,
            Path file,
            Listener listener) {
        this.model = model;
        this.examples = examples;
        this.every = every;
        this.file = file;
        this.listener = listener;
        plan = new BatchPlan(examples, batching, maxLength, 0, false);
    }

    /**
     * A line of validation.jsonl.
     *
     * @param step completed optimizer steps
     * @param loss sum(w * cross entropy) / sum(w) over all examples
     * @param examples number of examples
     */
    record ValidationLine(long step, double loss, int examples) {}

    /** Is notified of measurements. */
    interface Listener {
        /**
         * Called after a loss was measured.
         *
         * @param steps completed optimizer steps
         * @param loss over all examples
         */
        void measured(long steps, double loss);
    }

    @Override
    public void stepped(TrainingState state) {
        if (state.step() % every == 0) {
            measure(state.step());
        }
    }

    /** Measures the loss and writes its line. Lines of this step and of later steps, from a stopped run, are replaced. */
    void measure(long step) {
        List<ValidationLine> lines = new ArrayList<>();
        if (Files.exists(file)) {
            try (Stream<ValidationLine> rows = JsonLines.read(file, ValidationLine.class)) {
                rows.filter(line -> line.step() < step).forEach(lines::add);
            }
        }
        double loss = loss();
        lines.add(new ValidationLine(step, loss, examples.size()));
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(Json.line(line)).append('\n'));
        TextFiles.writeAtomically(file, text.toString());
        listener.measured(step, loss);
    }

    private double loss() {
        double sum = 0;
        double weights = 0;
        for (BatchStep step : plan.epoch(0)) {
            for (BatchStep.Rows rows : step.batches()) {
                TokenBatch batch = TokenBatch.of(rows, examples);
                sum += BackwardPass.measure(model, batch);
                weights += batch.lossWeight();
            }
        }
        return sum / weights;
    }

    /**
     * Draws the validation examples.
     *
     * @param size of the entire set, at least 2
     * @param fraction to draw; at least one example is drawn and at least one is not
     * @param seed of the random numbers
     * @return for each example, whether it is drawn
     */
    static boolean[] draw(int size, double fraction, long seed) {
        boolean[] drawn = new boolean[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (long left = Math.min(size - 1, Math.max(1, Math.round(fraction * size))); left > 0; ) {
            int index = random.nextInt(size);
            if (!drawn[index]) {
                drawn[index] = true;
                left--;
            }
        }
        return drawn;
    }
}
