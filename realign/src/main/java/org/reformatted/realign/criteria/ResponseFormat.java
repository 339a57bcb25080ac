package org.reformatted.realign.criteria;

import java.util.List;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;

/**
 * The format of responses of one category.
 *
 * @param structure one sentence for each part of the response, in order
 * @param rules one sentence for each rule on the entire response; may be empty
 * @param wording the format as a text that replaces structure and rules
 */
public record ResponseFormat(
        @Default("[]") List<String> structure,
        @Default("[]") List<String> rules,
        Optional<String> wording) {
    /** Checks that there is either a structure or a wording. */
    public ResponseFormat {
        Check.argument(
                structure.isEmpty() == wording.isPresent(),
                "structure must have at least one part, or wording must replace it");
        Check.argument(rules.isEmpty() || wording.isEmpty(), "rules must be empty if there is a wording");
        structure = List.copyOf(structure);
        rules = List.copyOf(rules);
    }

    /**
     * Returns the format as a text for a prompt.
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
