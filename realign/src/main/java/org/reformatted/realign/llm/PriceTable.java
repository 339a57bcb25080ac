package org.reformatted.realign.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.ConfigBinder;

/**
 * List prices of models that are often asked. Prices change: a config's own {@code price} goes before the table.
 *
 * @param asOf when the prices were read, such as {@code 2025-04}
 * @param source where they stood
 * @param models a price a model
 */
public record PriceTable(String asOf, String source, List<Entry> models) {
    private static final String BUNDLED = "prices.yaml";

    /** Copies the list. */
    public PriceTable {
        Check.argument(!models.isEmpty(), "models must not be empty");
        models = List.copyOf(models);
    }

    /**
     * A model's price.
     *
     * @param name the model's name, as requests name it
     * @param price what its tokens cost
     */
    public record Entry(String name, Price price) {}

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
                .map(Entry::price)
                .findFirst();
    }
}
