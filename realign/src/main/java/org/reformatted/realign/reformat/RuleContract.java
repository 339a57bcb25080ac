package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.reformatted.realign.base.Check;

/**
 * The contract of a rule. Documents and the audit sheet show it, and a property test checks every rewrite against it.
 *
 * @param name the name that verdicts use, in kebab-case
 * @param does what the rule does, as a sentence
 * @param categories the categories of responses to which the rule is applied
 * @param criterion the sentence of their criteria that the rewrite satisfies better
 * @param never phrases for the content that the rule never changes
 * @param adds patterns of the words and marks that a rewrite may add to the original's; empty when it only adds line breaks
 * @param drops patterns of the words and marks of the original that a rewrite may leave out
 * @param moves a phrase for the content that is moved; empty when the order is not changed
 */
public record RuleContract(
        String name,
        String does,
        Set<String> categories,
        String criterion,
        List<String> never,
        List<Pattern> adds,
        List<Pattern> drops,
        String moves) {
    /** Checks that the rule has categories and names content that it never changes. */
    public RuleContract {
        Check.argument(!categories.isEmpty(), "categories of rule %s must not be empty", name);
        Check.argument(!never.isEmpty(), "rule %s must name what it never touches", name);
        categories = Set.copyOf(categories);
        never = List.copyOf(never);
        adds = List.copyOf(adds);
        drops = List.copyOf(drops);
    }
}
