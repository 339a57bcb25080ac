package org.reformatted.realign.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.ConfigBinder;

/**
 * List prices of commonly used models. Prices change: the {@code price} of a config takes precedence over the table.
 *
 * @param sources the sources of prices by short names
 * @param models the prices of models
 */
public record PriceTable(Map<String, Source> sources, List<ListedPrice> models) {
    private static final String BUNDLED = "prices.yaml";

    /** Copies the collections, and checks that every price has a source. */
    public PriceTable {
        Check.argument(!models.isEmpty(), "models must not be empty");
        sources = Map.copyOf(sources);
        models = List.copyOf(models);
        for (ListedPrice model : models) {
            Check.argument(!model.sources().isEmpty(), "models: %s must name a source", model.name());
            for (String source : model.sources()) {
                Check.argument(
                        sources.containsKey(source),
                        "models: %s names the source %s, which is not in sources",
                        model.name(),
                        source);
            }
        }
    }

    /**
     * A source of prices.
     *
     * @param url a page or file
     * @param date the date on the page
     */
    public record Source(String url, String date) {}

    /**
     * A model's price.
     *
     * @param name the model's name in requests
     * @param price the price of its tokens
     * @param sources the names of its sources, at least one
     */
    public record ListedPrice(String name, Price price, List<String> sources) {
        /** Copies the list. */
        public ListedPrice {
            sources = List.copyOf(sources);
        }
    }

    /**
     * Returns the table that is bundled with the program.
     *
     * @return the table
     */
    public static PriceTable bundled() {
        try (InputStream in = PriceTable.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException(BUNDLED + " is missing from the program");
            }
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ConfigBinder.bind(BUNDLED, yaml, PriceTable.class).value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks up a price.
     *
     * @param model the model's name
     * @return the price of its tokens; absent when the table does not have the model
     */
    public Optional<Price> price(String model) {
        return models.stream()
                .filter(entry -> entry.name().equals(model))
                .map(ListedPrice::price)
                .findFirst();
    }
}
