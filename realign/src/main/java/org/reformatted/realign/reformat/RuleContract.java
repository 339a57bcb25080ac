package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.reformatted.realign.base.Check;

/**
 * What a rule promises: documents and the audit sheet show it, and a property test holds every rewrite against it.
 *
 * @param name the name that verdicts use, in kebab-case
 * @param does what the rule does, a sentence
 * @param categories the categories that it serves; responses of others are never given to it
 * @param criterion the sentence of their criteria that the rewrite comes closer to
 * @param never what the rule never touches, a phrase each
 * @param adds the words and marks that a rewrite may hold beside the original's, an expression each; empty when it adds line breaks alone
 * @param drops the words and marks of the original that a rewrite may lack, an expression each
 * @param moves what changes its place, a phrase; empty when everything keeps its order
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
    /** Checks that the rule serves something and names what it never touches. */
    public RuleContract {
        Check.argument(!categories.isEmpty(), "categories of rule %s must not be empty", name);
        Check.argument(!never.isEmpty(), "rule %s must name what it never touches", name);
        categories = Set.copyOf(categories);
        never = List.copyOf(never);
        adds = List.copyOf(adds);
        drops = List.copyOf(drops);
    }
}
