package org.reformatted.realign.filter;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.data.Conversation;

/**
 * Reverts a rewrite in which a number of the original is missing. Numbers in a label at the start of a line ({@code "2."}) and in GSM8K's calculator
 * annotations ({@code <<48/2=24>>}) don't count; {@code 4.80} and {@code 4.8} are the same number.
 */
public record NumbersPreservedFilter() implements RewriteFilter {
    private static final Pattern LABEL = Pattern.compile("(?m)^\\s*(?:Step\\s+)?\\d+[.):](?=\\s)");
    private static final Pattern NOTE = Pattern.compile("<<[^<>\\n]*>>");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:,\\d{3})*(?:\\.\\d+)?|\\.\\d+");

    @Override
    public String name() {
        return "numbers-preserved";
    }

    /** 2: annotations are left out, and numbers are compared by value. */
    @Override
    public int version() {
        return 2;
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        Set<String> missing = numbers(original.response());
        missing.removeAll(numbers(rewritten));
        return missing.isEmpty()
                ? FilterVerdict.keep(name(), "every number stands in the rewrite")
                : FilterVerdict.revert(name(), "missing in the rewrite: " + String.join(", ", missing));
    }

    private static Set<String> numbers(String text) {
        Set<String> numbers = new LinkedHashSet<>();
        String plain = NOTE.matcher(text).replaceAll("");
        Matcher matcher = NUMBER.matcher(LABEL.matcher(plain).replaceAll(""));
        while (matcher.find()) {
            numbers.add(new BigDecimal(matcher.group().replace(",", ""))
                    .stripTrailingZeros()
                    .toPlainString());
        }
        return numbers;
    }
}
