package org.reformatted.realign.criteria;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;

/**
 * The form that answers of one kind should take.
 *
 * @param structure the answer's parts in their order, a sentence each
 * @param rules what else holds for the whole answer, a sentence each; may be empty
 * @param wording the form in words, in place of structure and rules
 */
public record ResponseFormat(
        @Default("[]") List<String> structure,
        @Default("[]") List<String> rules,
        Optional<String> wording) {
    /** Checks that there is either a structure or a wording. */
    public ResponseFormat {
        Check.argument(
                structure.isEmpty() == wording.isPresent(),
                "structure must have at least one part, or wording stand in its place");
        Check.argument(rules.isEmpty() || wording.isEmpty(), "rules must be empty beside a wording");
        structure = List.copyOf(structure);
        rules = List.copyOf(rules);
    }

    /**
     * The format as a rewriter reads it.
     *
     * @return the parts numbered from 1, then the rules as a list; or the wording
     */
    public String text() {
        if (wording.isPresent()) {
            return wording.get();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < structure.size(); i++) {
            text.append(i + 1).append(". ").append(structure.get(i)).append('\n');
        }
        rules.forEach(rule -> text.append("- ").append(rule).append('\n'));
        return text.toString().stripTrailing();
    }
}
