package org.reformatted.realign.filter;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.reformatted.realign.base.InputException;

/** Finds filters by name. */
public final class RewriteFilters {
    private static final Map<String, Function<TokenCount, List<RewriteFilter>>> ALL = all();

    private RewriteFilters() {}

    private static Map<String, Function<TokenCount, List<RewriteFilter>>> all() {
        Map<String, Function<TokenCount, List<RewriteFilter>>> all = new TreeMap<>();
        for (RewriteFilter filter : List.of(
                new AnswerPreservedFilter(),
                new CategoryFilter(),
                new CodeFilter(),
                new ExamFilter(),
                new LanguageFilter(),
                new LeakedMarkerFilter(),
                new MathQuestionFilter(),
                new NamesPreservedFilter(),
                new NumbersPreservedFilter(),
                new PlanningFilter(),
                new RefusalFilter())) {
            all.put(filter.name(), count -> List.of(filter));
        }
        all.put("length", count -> List.of(length(count)));
        presets(all);
        return all;
    }

    /**
     * Adds the sets of filters that ReAlign's post-filtering uses for its data sets; the set for mathematics is this project's own, because ReAlign
     * has none.
     */
    private static void presets(Map<String, Function<TokenCount, List<RewriteFilter>>> all) {
        all.put("alpaca", count -> List.of(new CodeFilter(), length(count)));
        all.put(
                "no-robots",
                count -> List.of(
                        new CategoryFilter(),
                        new LeakedMarkerFilter(),
                        new PlanningFilter(),
                        new CodeFilter(),
                        length(count)));
        all.put("open-platypus", count -> List.of(new OpenPlatypusFilter(List.of(new CodeFilter(), length(count)))));
        all.put("math", count -> List.of(length(count), new AnswerPreservedFilter()));
    }

    private static RewriteFilter length(TokenCount count) {
        return new LengthFilter(count, LengthFilter.PAPER_RATIO);
    }

    /**
     * Returns all names.
     *
     * @return the names of filters and presets, in alphabetical order
     */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * Returns how often filters have changed since their first version. A step that uses them includes this number, so that it is stale when one of
     * its filters has changed.
     *
     * @param names names of filters or presets
     * @return 0 when none has changed
     */
    public static int revisions(List<String> names) {
        return named(names, TokenCount.whitespaceWords()).stream()
                .mapToInt(filter -> filter.version() - 1)
                .sum();
    }

    /**
     * Creates filters.
     *
     * @param names names of filters or presets, in the order in which they judge
     * @param count counts tokens
     * @return the filters
     * @throws InputException when a name is not known
     */
    public static List<RewriteFilter> named(List<String> names, TokenCount count) {
        return names.stream().flatMap(name -> named(name, count).stream()).toList();
    }

    private static List<RewriteFilter> named(String name, TokenCount count) {
        Function<TokenCount, List<RewriteFilter>> maker = ALL.get(name);
        if (maker == null) {
            throw new InputException("filter \"" + name + "\" is not known; use one of " + String.join(", ", names()));
        }
        return maker.apply(count);
    }
}
