package org.reformatted.experiments.graph;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;

/**
 * The cost of a step, as far as prices are known.
 *
 * @param likely the expected cost in US dollars
 * @param most the maximum cost in US dollars
 * @param bounded the part of {@code likely} for which only the maximum is known: answers that do not exist yet are counted with their maximum length
 * @param unpriced names of the other paid items, whose price is not known
 */
record Cost(double likely, double most, double bounded, List<String> unpriced) {
    /** No cost. */
    static final Cost NONE = new Cost(0, 0, 0, List.of());

    /** Copies the list. */
    Cost {
        unpriced = List.copyOf(unpriced);
    }

    /** The cost of requests whose answers are counted with their maximum length. */
    static Cost bound(double most) {
        return new Cost(most, most, most, List.of());
    }

    /** The cost of requests whose expected and maximum tokens are known. */
    static Cost of(Price price, Usage likely, Usage most) {
        return new Cost(price.of(likely), price.of(most), 0, List.of());
    }

    /** The cost of an item without a known price. */
    static Cost unknown(String what) {
        return new Cost(0, 0, 0, List.of(what));
    }

    /** The sum of two costs. */
    Cost plus(Cost other) {
        return new Cost(
                likely + other.likely,
                most + other.most,
                bounded + other.bounded,
                Stream.concat(unpriced.stream(), other.unpriced.stream())
                        .distinct()
                        .toList());
    }

    /** The lines to print. */
    List<String> lines() {
        String rest =
                unpriced.isEmpty() ? "" : "; without these, whose price is not known: " + String.join(", ", unpriced);
        String bound = bounded == 0
                ? ""
                : ", of which " + dollars(bounded) + " count missing answers with their maximum length";
        return List.of("cost, likely: " + dollars(likely) + bound + rest, "cost, at most: " + dollars(most) + rest);
    }

    private static String dollars(double cost) {
        return String.format(Locale.ROOT, "%.2f USD", cost);
    }
}
