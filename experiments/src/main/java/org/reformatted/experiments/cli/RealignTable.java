package org.reformatted.experiments.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.pipeline.RealignEstimate;
import org.reformatted.realign.pipeline.RealignSummary;
import org.reformatted.realign.pipeline.RealignSummary.Counts;

/** The results or the estimate of realigning as text for a terminal. */
final class RealignTable {
    private RealignTable() {}

    /** The results of realigning: one line for each category, and the cost. */
    static String of(RealignSummary summary) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%-32s %9s %9s %12s %12s %10s  %s%n",
                "category",
                "rows",
                "rewritten",
                "before",
                "after",
                "USD",
                "left unchanged by"));
        summary.categories().forEach((name, counts) -> table.append(line(name, counts)));
        table.append(line("all rows", summary.total()));
        if (summary.skippedRows() > 0) {
            table.append(String.format(
                    Locale.ROOT, "%,d rows that cannot be read were left out (skipInvalid)%n", summary.skippedRows()));
        }
        table.append("lengths before and after in ").append(summary.tokenUnit()).append('\n');
        summary.texts()
                .forEach((text, origin) ->
                        table.append(text).append(": ").append(origin).append('\n'));
        summary.ledger().ifPresent(ledger -> table.append(ledger(ledger)));
        return table.toString();
    }

    private static String line(String name, Counts counts) {
        String left = counts.original().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return String.format(
                                Locale.ROOT,
                                "%-32s %,9d %,9d %,12d %,12d %10s  %s",
                                name,
                                counts.rows(),
                                counts.rewritten(),
                                counts.tokensBefore(),
                                counts.tokensAfter(),
                                counts.cost()
                                        .map(cost -> String.format(Locale.ROOT, "%.4f", cost))
                                        .orElse("-"),
                                left)
                        .stripTrailing()
                + "\n";
    }

    private static String ledger(RealignSummary.Ledger ledger) {
        return String.format(
                Locale.ROOT,
                "%s: %,d answers, %,d tokens read, %,d written, %s%n",
                ledger.cost().filter(cost -> cost == 0).isPresent() ? "at no cost" : "paid for",
                ledger.answers(),
                ledger.usage().promptTokens(),
                ledger.usage().completionTokens(),
                dollars(ledger.cost()));
    }

    /** The requests and the cost of a run. */
    static String of(RealignEstimate estimate) {
        StringBuilder table = new StringBuilder();
        add(table, "rows", "%,d, of which %,d to rewrite", estimate.rows(), estimate.toRewrite());
        estimate.asked().forEach(asked -> add(table, asked));
        if (estimate.searches() > 0) {
            add(table, "web searches", "up to %,d, at the service's price", estimate.searches());
        }
        if (estimate.asked().isEmpty()) {
            add(table, "cost", "none: no language model is called");
        } else {
            add(table, "cost, likely", "%s", dollars(estimate.likelyCost()));
            add(table, "cost, at most", "%s", dollars(estimate.mostCost()));
        }
        return table.toString();
    }

    private static void add(StringBuilder table, RealignEstimate.Asked asked) {
        add(
                table,
                asked.what(),
                "%,d calls of %s; %,d answered before",
                asked.calls(),
                asked.model(),
                asked.answered());
        add(table, "  likely", "%s", tokens(asked.likely(), asked.price()));
        add(table, "  at most", "%s", tokens(asked.most(), asked.price()));
        Optional<String> price = asked.price()
                .map(p -> p.equals(Price.FREE)
                        ? "none, it costs no money"
                        : p.promptPerMillion() + " USD per million tokens read, " + p.completionPerMillion()
                                + " written");
        add(
                table,
                "  price",
                "%s",
                price.orElse(
                        "not known: the bundled table has no such model; give the endpoint a price in the config, such"
                                + " as price: {promptPerMillion: 1, completionPerMillion: 2}"));
        asked.budget().ifPresent(budget -> add(table, "  budget", "%.4f USD, which the run does not exceed", budget));
    }

    private static String tokens(Usage usage, Optional<Price> price) {
        return String.format(
                Locale.ROOT,
                "%,d tokens read, %,d written: %s",
                usage.promptTokens(),
                usage.completionTokens(),
                dollars(price.map(p -> p.of(usage))));
    }

    private static String dollars(Optional<Double> cost) {
        return cost.map(known -> String.format(Locale.ROOT, "%.4f USD", known)).orElse("at a price not known");
    }

    private static void add(StringBuilder table, String what, String format, Object... values) {
        table.append(String.format(Locale.ROOT, "%-15s", what))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
