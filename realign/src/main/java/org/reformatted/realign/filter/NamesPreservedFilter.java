package org.reformatted.realign.filter;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.data.Conversation;

/**
 * Reverts a rewrite in which a name of the original is missing. A name is a capitalized word that does not start a sentence or a line; scripts
 * without capital letters have no names in this sense.
 */
public record NamesPreservedFilter() implements RewriteFilter {
    private static final Pattern NAME = Pattern.compile("(?<=[\\p{L}\\p{N},;)\"'’][ \\t])\\p{Lu}[\\p{L}\\p{N}]+");
    private static final Set<String> NO_NAMES = Set.of("I", "OK", "Yes", "No");

    @Override
    public String name() {
        return "names-preserved";
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        String lower = rewritten.toLowerCase(Locale.ROOT);
        Set<String> missing = new LinkedHashSet<>();
        Matcher matcher = NAME.matcher(original.response());
        while (matcher.find()) {
            String name = matcher.group();
            if (!NO_NAMES.contains(name) && !lower.contains(name.toLowerCase(Locale.ROOT))) {
                missing.add(name);
            }
        }
        return missing.isEmpty()
                ? FilterVerdict.keep(name(), "every name stands in the rewrite")
                : FilterVerdict.revert(name(), "missing in the rewrite: " + String.join(", ", missing));
    }
}
