package org.reformatted.realign.criteria;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;

/**
 * A task category.
 *
 * @param name the name in snake_case, as in the paper's data
 * @param aliases other names that configs and data may use
 * @param description what queries of this category ask for
 * @param evidence whether passages are searched for the query and included in the rewriting prompt
 * @param format the format of its responses; absent when they are never rewritten
 */
public record TaskCategory(
        String name,
        @Default("[]") List<String> aliases,
        String description,
        @Default("false") boolean evidence,
        Optional<ResponseFormat> format) {
    /** Checks the name, and that only a category with a format uses evidence. */
    public TaskCategory {
        Check.argument(name.matches("[a-z][a-z0-9_]*"), "name (%s) must be in snake_case", name);
        aliases = List.copyOf(aliases);
        Check.argument(!description.isBlank(), "description of %s must not be empty", name);
        Check.argument(
                !evidence || format.isPresent(), "evidence of %s is not allowed: the category has no format", name);
    }

    /**
     * Tests whether responses of this category are rewritten.
     *
     * @return true when there is a format
     */
    public boolean isRewritten() {
        return format.isPresent();
    }
}
