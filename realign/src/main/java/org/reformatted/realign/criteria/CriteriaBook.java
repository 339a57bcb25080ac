package org.reformatted.realign.criteria;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.config.ConfigBinder;

/**
 * All task categories of a YAML file.
 *
 * @param version changes when a category, a description or a format changes
 * @param fallback the category of a query that fits no other category; its responses are never rewritten
 * @param categories the categories in the file's order
 */
public record CriteriaBook(int version, String fallback, List<TaskCategory> categories) {
    private static final String BUNDLED = "criteria.yaml";

    /** Checks that names are distinct and that the fallback is one of them, without a format. */
    public CriteriaBook {
        categories = List.copyOf(categories);
        Set<String> names = new HashSet<>();
        for (TaskCategory category : categories) {
            Check.argument(names.add(category.name()), "categories contain %s twice", category.name());
            for (String alias : category.aliases()) {
                Check.argument(names.add(alias), "categories contain %s twice", alias);
            }
            Check.argument(
                    !category.name().equals(fallback) || !category.isRewritten(),
                    "fallback (%s) must have no format",
                    fallback);
        }
        Check.argument(
                categories.stream().anyMatch(category -> category.name().equals(fallback)),
                "fallback (%s) must be one of the categories",
                fallback);
    }

    /**
     * Returns the criteria that are bundled with the program.
     *
     * @return the criteria
     */
    public static CriteriaBook bundled() {
        try (InputStream in = CriteriaBook.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException(BUNDLED + " is missing from the program");
            }
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ConfigBinder.bind(BUNDLED, yaml, CriteriaBook.class).value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads criteria.
     *
     * @param file a YAML file
     * @return the criteria
     * @throws org.reformatted.realign.config.ConfigException with every problem and its line
     */
    public static CriteriaBook read(Path file) {
        return ConfigBinder.bind(file, CriteriaBook.class).value();
    }

    /**
     * Returns every category by its name and by each of its aliases.
     *
     * @return the categories
     */
    public Map<String, TaskCategory> byName() {
        Map<String, TaskCategory> byName = new HashMap<>();
        for (TaskCategory category : categories) {
            byName.put(category.name(), category);
            category.aliases().forEach(alias -> byName.put(alias, category));
        }
        return byName;
    }

    /**
     * Finds a category.
     *
     * @param name its name or one of its aliases
     * @return the category; absent when there is none with that name
     */
    public Optional<TaskCategory> find(String name) {
        return categories.stream()
                .filter(category ->
                        category.name().equals(name) || category.aliases().contains(name))
                .findFirst();
    }

    /**
     * Returns a hash that identifies the bundled criteria of this version of the program.
     *
     * @return their hash
     */
    public static String bundledHash() {
        return Sha256.ofResource(CriteriaBook.class, BUNDLED);
    }
}
