package org.reformatted.realign.criteria;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;

/**
 * A kind of task.
 *
 * @param name in snake_case, as the paper's data spells it
 * @param aliases other names that configs and data may use
 * @param description what queries of this kind ask for
 * @param evidence whether a rewriter is shown passages found for the query
 * @param format the form its answers should take; absent when answers of this kind are never rewritten
 */
public record TaskCategory(
        String name,
        @Default("[]") List<String> aliases,
        String description,
        @Default("false") boolean evidence,
        Optional<ResponseFormat> format) {
    /** Checks the name, and that evidence is asked for only where something is rewritten. */
    public TaskCategory {
        Check.argument(name.matches("[a-z][a-z0-9_]*"), "name (%s) must be in snake_case", name);
        aliases = List.copyOf(aliases);
        Check.argument(!description.isBlank(), "description of %s must not be empty", name);
        Check.argument(
                !evidence || format.isPresent(), "evidence of %s is not allowed: the category has no format", name);
    }

    /**
     * Whether answers of this kind are rewritten.
     *
     * @return true when there is a format
     */
    public boolean isRewritten() {
        return format.isPresent();
    }
}
