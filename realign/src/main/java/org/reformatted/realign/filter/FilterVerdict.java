package org.reformatted.realign.filter;

/**
 * What a filter says of a rewrite.
 *
 * @param keeps whether the rewrite stays; otherwise the original takes its place again
 * @param filter the filter's name
 * @param why the reason, with the numbers or texts it rests on
 */
public record FilterVerdict(boolean keeps, String filter, String why) {
    static FilterVerdict keep(String filter, String why) {
        return new FilterVerdict(true, filter, why);
    }

    static FilterVerdict revert(String filter, String why) {
        return new FilterVerdict(false, filter, why);
    }
}
