package org.reformatted.realign.pipeline;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;

/**
 * The requests and the cost of a run, computed before it starts.
 *
 * @param rows all rows
 * @param toRewrite rows that the reformatter would get; with a language model as classifier, all rows that might be rewritten
 * @param searches web searches whose results are not stored from an earlier run; with a language model as classifier, one for each row
 * @param asked the models that would be called, in the order of the calls
 */
public record RealignEstimate(long rows, long toRewrite, long searches, List<Asked> asked) {
    /** Copies the list. */
    public RealignEstimate {
        asked = List.copyOf(asked);
    }

    /**
     * The requests to one model.
     *
     * @param what the purpose, such as {@code rewrite}
     * @param model the model's name
     * @param calls requests that would be paid, where equal requests count once
     * @param answered requests whose answers are already in the output folder
     * @param likely the tokens if no reply is malformed
     * @param most the tokens if every reply had the maximum length and all attempts were needed
     * @param largest the maximum tokens of a single request
     * @param unsent requests whose prompt and reply do not both fit the model's context, so that they are not sent
     * @param price the price of tokens; absent when it is not known
     * @param budget the limit in US dollars
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
     * Returns the likely cost of the run.
     *
     * @return US dollars; absent when a price is not known
     */
    public Optional<Double> likelyCost() {
        return asked.stream().map(a -> a.price.map(p -> p.of(a.likely))).reduce(Optional.of(0.0), RealignEstimate::sum);
    }

    /**
     * Returns the maximum cost of the run, without regard to budgets.
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
