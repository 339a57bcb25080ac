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
 * List prices of models that are often asked. Prices change: a config's own {@code price} goes before the table.
 *
 * @param sources where prices stand, by short names
 * @param models a price a model
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
                        "models: %s names the source %s, which is none",
                        model.name(),
                        source);
            }
        }
    }

    /**
     * Where prices stand.
     *
     * @param url a page or file
     * @param date the date that the page states
     */
    public record Source(String url, String date) {}

    /**
     * A model's price.
     *
     * @param name the model's name, as requests name it
     * @param price what its tokens cost
     * @param sources who says so, at least one
     */
    public record ListedPrice(String name, Price price, List<String> sources) {
        /** Copies the list. */
        public ListedPrice {
            sources = List.copyOf(sources);
        }
    }

    /**
     * The table that comes with the program.
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
     * @return what its tokens cost; absent when the table does not know the model
     */
    public Optional<Price> price(String model) {
        return models.stream()
                .filter(entry -> entry.name().equals(model))
                .map(ListedPrice::price)
                .findFirst();
    }
}
