package org.reformatted.experiments.graph;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;

/**
 * What a step would cost, as far as prices are known.
 *
 * @param likely US dollars
 * @param most US dollars, at most
 * @param bounded the part of {@code likely} of which only that bound is known: answers that are not there yet, counted at their limit
 * @param unpriced what else would be paid, whose price is not known
 */
record Cost(double likely, double most, double bounded, List<String> unpriced) {
    /** Nothing is paid. */
    static final Cost NONE = new Cost(0, 0, 0, List.of());

    /** Copies the list. */
    Cost {
        unpriced = List.copyOf(unpriced);
    }

    /** Requests whose answers are counted at their limit. */
    static Cost bound(double most) {
        return new Cost(most, most, most, List.of());
    }

    /** Requests of which likely and most tokens are known. */
    static Cost of(Price price, Usage likely, Usage most) {
        return new Cost(price.of(likely), price.of(most), 0, List.of());
    }

    /** Something without a known price. */
    static Cost unknown(String what) {
        return new Cost(0, 0, 0, List.of(what));
    }

    /** Both together. */
    Cost plus(Cost other) {
        return new Cost(
                likely + other.likely,
                most + other.most,
                bounded + other.bounded,
                Stream.concat(unpriced.stream(), other.unpriced.stream())
                        .distinct()
                        .toList());
    }

    /** Lines for people. */
    List<String> lines() {
        String rest =
                unpriced.isEmpty() ? "" : "; not in it, since the price is not known: " + String.join(", ", unpriced);
        String bound = bounded == 0
                ? ""
                : ", of which " + dollars(bounded) + " count answers that are not there yet at their limit";
        return List.of("cost, likely: " + dollars(likely) + bound + rest, "cost, at most: " + dollars(most) + rest);
    }

    private static String dollars(double cost) {
        return String.format(Locale.ROOT, "%.2f USD", cost);
    }
}
