package org.reformatted.eval.answer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.ExpressionEquality;

/** Numbers with colons between them: ratios such as {@code 3:4}, or times of day such as {@code 6:30}. */
final class MathRatios {
    private static final BigFraction HOURS = new BigFraction(24);
    private static final BigFraction FIRST_OF_TWO_DIGITS = new BigFraction(10);
    private static final BigFraction MINUTES = new BigFraction(60);

    private MathRatios() {}

    /** Returns whether two ratios are equal: {@code 3:4} is {@code 6:8}, but {@code 1:10} is not {@code 2:20}, since both may be times. */
    static boolean proportional(MathValue.Tuple a, MathValue.Tuple b) {
        List<BigFraction> x = parts(a);
        List<BigFraction> y = parts(b);
        if (x.isEmpty() || x.size() != y.size() || (isTime(x) && isTime(y))) {
            return false;
        }
        for (int i = 0; i < x.size(); i++) {
            if (!x.get(i).multiply(y.get(0)).equals(y.get(i).multiply(x.get(0)))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether a ratio equals a fraction: {@code 3:4} is 3/4. A ratio never equals a decimal or whole number, since {@code 6:30} may be a
     * time.
     */
    static boolean equal(MathValue.Tuple ratio, MathValue.Scalar fraction) {
        return ratio.open() == ':'
                && ratio.items().size() == 2
                && ratio.items().get(0) instanceof MathValue.Scalar first
                && ratio.items().get(1) instanceof MathValue.Scalar second
                && fraction.unit() == null
                && fraction.expression() instanceof Expression.Quotient
                && ExpressionEquality.same(first.expression().dividedBy(second.expression()), fraction.expression());
    }

    /** Returns the parts of a ratio if all are numbers other than 0; else an empty list. */
    private static List<BigFraction> parts(MathValue.Tuple tuple) {
        List<BigFraction> parts = new ArrayList<>();
        for (MathValue item : tuple.items()) {
            if (tuple.open() == ':' && item instanceof MathValue.Scalar scalar && scalar.unit() == null) {
                scalar.expression().number().filter(part -> part.signum() != 0).ifPresent(parts::add);
            }
        }
        return parts.size() == tuple.items().size() ? parts : List.of();
    }

    private static boolean isTime(List<BigFraction> parts) {
        return parts.get(0).compareTo(HOURS) <= 0
                && parts.stream()
                        .skip(1)
                        .allMatch(part -> part.compareTo(FIRST_OF_TWO_DIGITS) >= 0 && part.compareTo(MINUTES) < 0)
                && parts.stream().allMatch(part -> part.getDenominator().equals(BigInteger.ONE));
    }
}
