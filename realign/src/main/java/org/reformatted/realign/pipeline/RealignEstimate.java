package org.reformatted.realign.pipeline;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;

/**
 * What a run would ask and cost, computed before anything is spent.
 *
 * @param rows all rows
 * @param toRewrite rows that a rewriter would be given; where a language model classifies, all it might name for rewriting
 * @param searches web searches that are not kept from an earlier run; where a language model classifies, one for each row
 * @param asked the models that would be asked, in the order they are
 */
public record RealignEstimate(long rows, long toRewrite, long searches, List<Asked> asked) {
    /** Copies the list. */
    public RealignEstimate {
        asked = List.copyOf(asked);
    }

    /**
     * What one model would be asked.
     *
     * @param what for, such as {@code rewrite}
     * @param model the model's name
     * @param calls requests that would be paid, each different one once
     * @param answered requests whose answers the output folder holds already
     * @param likely tokens, if no reply is malformed
     * @param most tokens, if every reply were as long as it may be and malformed until the last ask
     * @param largest the most tokens that a single request can take
     * @param unsent requests whose prompt and reply do not both fit the model's context, so that they are not sent
     * @param price what tokens cost; absent when it is not known
     * @param budget US dollars that are not passed
     */
    public record Asked(
            String what,
            String model,
            long calls,
            long answered,
            Usage likely,
            Usage most,
            Usage largest,
            long unsent,
            Optional<Price> price,
            Optional<Double> budget) {}

    /**
     * What the run would likely cost.
     *
     * @return US dollars; absent when a price is not known
     */
    public Optional<Double> likelyCost() {
        return asked.stream().map(a -> a.price.map(p -> p.of(a.likely))).reduce(Optional.of(0.0), RealignEstimate::sum);
    }

    /**
     * What the run could cost at most, budgets aside.
     *
     * @return US dollars; absent when a price is not known
     */
    public Optional<Double> mostCost() {
        return asked.stream().map(a -> a.price.map(p -> p.of(a.most))).reduce(Optional.of(0.0), RealignEstimate::sum);
    }

    private static Optional<Double> sum(Optional<Double> a, Optional<Double> b) {
        return a.flatMap(x -> b.map(y -> x + y));
    }
}
