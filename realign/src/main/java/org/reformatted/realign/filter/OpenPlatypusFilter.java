package org.reformatted.realign.filter;

import java.util.List;
import java.util.regex.Pattern;
import org.reformatted.realign.data.Conversation;

/**
 * ReAlign's post-filtering of Open-Platypus: an original of one character must be in the rewrite without adjacent letters; rewrites of {@code True}
 * and {@code False} are kept; all others go through the given filters in order.
 *
 * @param rest the filters for all other originals
 */
public record OpenPlatypusFilter(List<RewriteFilter> rest) implements RewriteFilter {
    /** Copies the filters. */
    public OpenPlatypusFilter {
        rest = List.copyOf(rest);
    }

    @Override
    public String name() {
        return "open-platypus";
    }

    /** Changes with the versions of the filters in {@code rest}. */
    @Override
    public int version() {
        return 1 + rest.stream().mapToInt(filter -> filter.version() - 1).sum();
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        String response = original.response().strip();
        if (response.length() == 1) {
            boolean stands = Pattern.compile("(?<![a-zA-Z])" + Pattern.quote(response) + "(?![a-zA-Z])")
                    .matcher(rewritten)
                    .find();
            return new FilterVerdict(
                    stands, name(), "the answer " + response + (stands ? " stands" : " is not") + " in the rewrite");
        }
        if (response.equals("True") || response.equals("False")) {
            return FilterVerdict.keep(name(), "the original is " + response);
        }
        for (RewriteFilter filter : rest) {
            FilterVerdict verdict = filter.judge(original, rewritten);
            if (!verdict.keeps()) {
                return verdict;
            }
        }
        return FilterVerdict.keep(name(), "passes");
    }
}
