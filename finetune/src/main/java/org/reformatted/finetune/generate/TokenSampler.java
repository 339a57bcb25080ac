package org.reformatted.finetune.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reformatted.finetune.generate.Sampling.Chance;
import org.reformatted.finetune.generate.Sampling.Draw;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.kernel.Kernel;
import org.reformatted.realign.llm.SamplingSettings;

/** Draws the next tokens of a batch of rows. Both implementations draw the same tokens from the same logits. */
sealed interface TokenSampler extends AutoCloseable {
    /**
     * Draws a token for each row.
     *
     * @param step owns the intermediate results
     * @param logits float32, (rows, V)
     * @param chances one for each row
     * @param tolerance the maximum error of each logit
     * @return the tokens
     */
    List<Draw> draw(NDManager step, NDArray logits, List<Chance> chances, double tolerance);

    @Override
    void close();

    /** Draws on the processor, one row after the other. */
    record Here() implements TokenSampler {
        @Override
        public List<Draw> draw(NDManager step, NDArray logits, List<Chance> chances, double tolerance) {
            float[] all = HostTransfer.read(logits);
            int vocabulary = all.length / chances.size();
            List<Draw> draws = new ArrayList<>();
            float[] row = new float[vocabulary];
            for (int i = 0; i < chances.size(); i++) {
                System.arraycopy(all, i * vocabulary, row, 0, vocabulary);
                draws.add(Sampling.draw(row, chances.get(i), tolerance));
            }
            return draws;
        }

        @Override
        public void close() {}
    }

    /** Draws all rows at once on the device of the logits: for 64 rows of 32,000 logits, only 64 tokens and their margins are transferred. */
    final class There implements TokenSampler {
        /** Temperature, top-k, top-p, share and tolerance. */
        private static final int NUMBERS = 5;

        private final Kernel kernel;

        There(NDManager manager) {
            kernel = Kernel.load(manager, Map.of(), "sampling");
        }

        @Override
        public List<Draw> draw(NDManager step, NDArray logits, List<Chance> chances, double tolerance) {
            boolean greedy =
                    chances.stream().allMatch(chance -> chance.settings().temperature() == 0);
            NDArray drawn = greedy
                    ? kernel.run(step, "likeliest", logits).get(0)
                    : kernel.run(step, "draw", logits, numbers(step, chances, tolerance))
                            .get(0);
            double[] numbers = HostTransfer.readDoubles(drawn);
            List<Draw> draws = new ArrayList<>();
            for (int row = 0; row < chances.size(); row++) {
                draws.add(new Draw((int) numbers[row], numbers[chances.size() + row]));
            }
            return draws;
        }

        private static NDArray numbers(NDManager step, List<Chance> chances, double tolerance) {
            int rows = chances.size();
            double[] numbers = new double[NUMBERS * rows];
            for (int row = 0; row < rows; row++) {
                SamplingSettings settings = chances.get(row).settings();
                double[] own = {
                    settings.temperature(),
                    settings.topK(),
                    settings.topP(),
                    chances.get(row).share(),
                    tolerance
                };
                for (int i = 0; i < NUMBERS; i++) {
                    numbers[i * rows + row] = own[i];
                }
            }
            return HostTransfer.send(step, numbers, new Shape(NUMBERS, rows));
        }

        @Override
        public void close() {
            kernel.close();
        }
    }
}
