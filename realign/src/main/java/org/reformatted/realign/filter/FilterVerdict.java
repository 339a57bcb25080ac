package org.reformatted.realign.filter;

/**
 * The verdict of a filter on a rewrite.
 *
 * @param keeps whether the rewrite is kept; otherwise it is reverted to the original
 * @param filter the filter's name
 * @param why the reason, with the numbers or texts on which it is based
 */
public record FilterVerdict(boolean keeps, String filter, String why) {
    static FilterVerdict keep(String filter, String why) {
        return new FilterVerdict(true, filter, why);
    }

    static FilterVerdict revert(String filter, String why) {
        return new FilterVerdict(false, filter, why);
    }
}
