package org.reformatted.experiments.miniature;

import org.reformatted.realign.base.Check;

/**
 * One calculation of a solution.
 *
 * @param left the first number
 * @param operator {@code +}, {@code -} or {@code *}
 * @param right the second number
 * @param unit the counted things, in the plural
 */
record CalculationStep(int left, char operator, int right, String unit) {
    /** The largest number of the miniature: its arithmetic has at most two digits. */
    static final int GREATEST = 99;

    CalculationStep {
        Check.argument("+-*".indexOf(operator) >= 0, "operator (%s) must be +, - or *", operator);
        Check.argument(fits(left, operator, right), "%s %s %s must be between 1 and 99", left, operator, right);
    }

    static boolean fits(int left, char operator, int right) {
        int result = apply(left, operator, right);
        return left > 0 && right > 0 && result > 0 && result <= GREATEST;
    }

    int result() {
        return apply(left, operator, right);
    }

    /** The calculation as text, such as {@code 19 - 16 = 3 apples}. */
    String text() {
        return left + " " + operator + " " + right + " = " + result() + " " + unit;
    }

    private static int apply(int left, char operator, int right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            default -> left * right;
        };
    }
}
