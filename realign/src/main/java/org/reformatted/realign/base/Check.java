package org.reformatted.realign.base;

import java.util.Locale;

/** Checks of arguments whose message names the value and the rule, for compact constructors of records. */
public final class Check {
    private Check() {}

    /**
     * Throws unless a rule holds.
     *
     * @param holds whether the rule holds
     * @param rule name, value and rule as a format string, such as {@code "epochs (%s) must be positive"}
     * @param values the arguments of the format string
     * @throws IllegalArgumentException with the formatted rule
     */
    public static void argument(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, rule, values));
        }
    }
}
