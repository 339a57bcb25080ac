package org.reformatted.finetune.generate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * Draws the tokens of one answer. Each answer has its own random number generator, which draws one number per token, independent of the batch. Logits
 * of a batch differ in their last digits from those of a single row. If such a difference could change a draw, the token is drawn again from the
 * logits of the single row. The result is therefore the same as in a batch of one.
 */
public final class Sampling {
    private final SamplingSettings settings;
    private final SplittableRandom random;

    /**
     * Starts an answer.
     *
     * @param settings temperature, top-k, top-p and seed
     * @param candidate number of the answer among those drawn for the same request, from 0
     */
    public Sampling(SamplingSettings settings, int candidate) {
        this.settings = settings;
        random = new SplittableRandom(
                new SplittableRandom(settings.seed() + candidate * 0xD1342543DE82EF95L).nextLong());
    }

    /**
     * A token, and approximately how much each logit may change before another token is drawn.
     *
     * @param id the token
     * @param margin in units of a logit
     */
    record Draw(int id, double margin) {}

    /**
     * The inputs of a draw in addition to the logits.
     *
     * @param settings temperature, top-k and top-p
     * @param share position of the token in the running sum of the weights, as a fraction of the total, in [0, 1)
     */
    record Chance(SamplingSettings settings, double share) {}

    /**
     * Draws the random number of the next token.
     *
     * @return the inputs of the next draw
     */
    Chance next() {
        return new Chance(settings, settings.temperature() == 0 ? 0 : random.nextDouble());
    }

    /**
     * Draws a token.
     *
     * @param logits of the entire vocabulary
     * @param chance the other inputs of the draw
     * @param tolerance the maximum difference between these logits and those of a single row
     * @return the token and its margin
     */
    static Draw draw(float[] logits, Chance chance, double tolerance) {
        SamplingSettings settings = chance.settings;
        if (settings.temperature() == 0) {
            return likeliest(logits);
        }
        double[] weights = weights(logits, settings.temperature());
        if (settings.topK() == 0 && settings.topP() == 1) {
            return walk(weights, chance.share, settings.temperature());
        }
        NucleusWeights nucleus =
                NucleusWeights.of(weights, settings.topK(), settings.topP(), tolerance / settings.temperature());
        Draw draw = walk(nucleus.weights(), chance.share, settings.temperature());
        double moved = 4
                * settings.temperature()
                * nucleus.doubtfulWeight()
                / Arrays.stream(nucleus.weights()).sum();
        return new Draw(draw.id, nucleus.doubtful()[draw.id] ? 0 : draw.margin - moved);
    }

    /** The token with the highest logit, the first of equals. The margin is the difference from the second highest logit. */
    static Draw likeliest(float[] logits) {
        int best = 0;
        float second = Float.NEGATIVE_INFINITY;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                second = logits[best];
                best = id;
            } else if (logits[id] > second) {
                second = logits[id];
            }
        }
        return new Draw(best, logits[best] - second);
    }

    /** Softmax without its denominator: exp((logit - highest) / temperature). */
    static double[] weights(float[] logits, double temperature) {
        double highest = logits[likeliest(logits).id];
        double[] weights = new double[logits.length];
        for (int id = 0; id < weights.length; id++) {
            weights[id] = Math.exp((logits[id] - highest) / temperature);
        }
        return weights;
    }

    /**
     * The token at which the running sum passes a fraction of the total. If each logit changes by at most e, a fraction F changes by at most 2F(1-F)e
     * divided by the temperature, so the distance to the ends of the token's interval gives the margin.
     */
    static Draw walk(double[] weights, double share, double temperature) {
        double total = Arrays.stream(weights).sum();
        double target = share * total;
        double sum = 0;
        int last = 0;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] > 0) {
                last = id;
                if (sum + weights[id] > target) {
                    double distance = Math.min(target - sum, sum + weights[id] - target);
                    return new Draw(id, 2 * temperature * distance / total);
                }
                sum += weights[id];
            }
        }
        return new Draw(last, 0);
    }
}
