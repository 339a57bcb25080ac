package org.reformatted.eval.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Whether two expressions are the same. Both are evaluated at several points, exactly where their values are rational and to 80 digits
 * elsewhere: formulas that agree there are identical (J. T. Schwartz, Fast probabilistic algorithms for verification of polynomial
 * identities, Journal of the ACM 27, 1980). A point where one of them has no real value is left out. What would take too much to compute
 * is the same as nothing but its own text.
 */
public final class Identity {
    private static final int POINTS = 8;
    private static final int ENOUGH = 2;
    /** A symbol that is no number: nothing but itself, with or without a minus, is the same. */
    private static final String INFINITY = "\u221e";

    private Identity() {}

    /**
     * Whether two expressions have the same value everywhere.
     *
     * @param a an expression
     * @param b another
     * @return true when they agree, by one of the conventions for logarithms and degrees at least
     */
    public static boolean same(Expression a, Expression b) {
        boolean infinite = a.symbols().contains(INFINITY) || b.symbols().contains(INFINITY);
        return infinite ? a.equals(b) && isBare(a) : a.equals(b) || agree(a, b, Quantity::sameAs);
    }

    /**
     * Whether two expressions are zero at the same places, because one is the other times a number.
     *
     * @param a an expression
     * @param b another
     * @return true when the equations "a = 0" and "b = 0" are the same
     */
    public static boolean sameZeros(Expression a, Expression b) {
        return proportional(fraction(a).top, fraction(b).top, false);
    }

    /**
     * Whether two expressions have the same sign everywhere, because one is the other times a positive number.
     *
     * @param a an expression
     * @param b another
     * @return true when the inequalities "a &lt; 0" and "b &lt; 0" are the same
     */
    public static boolean sameSigns(Expression a, Expression b) {
        return proportional(a, b, true);
    }

    /**
     * Which of two constants is greater.
     *
     * @param a an expression
     * @param b another
     * @return the sign of a minus b; nothing when either is no real constant or too large to compute
     */
    public static Optional<Integer> order(Expression a, Expression b) {
        if (!a.isConstant() || !b.isConstant()) {
            return Optional.empty();
        }
        try {
            Quantity x = a.at(new Point(0, Point.PLAIN));
            Quantity y = b.at(new Point(0, Point.PLAIN));
            boolean real = x.isReal() && y.isReal();
            return real ? Optional.of(x.sameAs(y) ? 0 : x.minus(y).signum()) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty(); // no value, or one too large to compute
        }
    }

    private static boolean isBare(Expression infinity) {
        Expression.Symbol symbol = new Expression.Symbol(INFINITY);
        return infinity.equals(symbol) || infinity.equals(symbol.negated());
    }

    private static boolean proportional(Expression a, Expression b, boolean positive) {
        List<Quantity> ratios = new ArrayList<>();
        return agree(a, b, (x, y) -> {
            if (x.isZero() || y.isZero()) {
                return x.isZero() && y.isZero();
            }
            Quantity ratio = x.dividedBy(y);
            boolean first = ratios.isEmpty();
            ratios.add(ratio);
            return (!positive || (ratio.isReal() && ratio.signum() > 0))
                    && (first || ratios.get(0).sameAs(ratio));
        });
    }

    private static boolean agree(Expression a, Expression b, BiPredicate<Quantity, Quantity> test) {
        for (Point.Conventions conventions : conventions(a, b)) {
            try {
                if (agree(a, b, conventions, test)) {
                    return true;
                }
            } catch (ArithmeticException e) {
                return false; // not comparable: no value, or one too large to compute
            }
        }
        return false;
    }

    private static List<Point.Conventions> conventions(Expression a, Expression b) {
        boolean logarithms = a.mentions(Functions.LOG) || b.mentions(Functions.LOG);
        boolean degrees = a.mentions(Functions.DEGREES) || b.mentions(Functions.DEGREES);
        List<Point.Conventions> all = new ArrayList<>(List.of(Point.PLAIN));
        if (logarithms) {
            all.add(new Point.Conventions(true, false, false));
        }
        if (degrees) {
            all.add(new Point.Conventions(false, true, false));
        }
        if (countsThings(a) || countsThings(b)) {
            all.add(new Point.Conventions(false, false, true));
        }
        return all;
    }

    /** Whether variables can only stand for whole numbers: under a factorial, or as a power of a negative number. */
    private static boolean countsThings(Expression expression) {
        boolean counted = expression instanceof Expression.Call call
                && Set.of("factorial", "binom").contains(call.function())
                && !call.isConstant();
        boolean alternates = expression instanceof Expression.Power power
                && !power.exponent().isConstant()
                && power.base().number().filter(base -> base.signum() < 0).isPresent();
        return counted || alternates || expression.parts().stream().anyMatch(Identity::countsThings);
    }

    private static boolean agree(
            Expression a, Expression b, Point.Conventions conventions, BiPredicate<Quantity, Quantity> test) {
        Set<String> symbols = a.symbols();
        symbols.addAll(b.symbols());
        boolean complex = symbols.contains("i");
        symbols.removeAll(Expression.CONSTANTS);
        if (symbols.isEmpty()) {
            return test.test(a.at(new Point(0, conventions)), b.at(new Point(0, conventions)));
        }
        int compared = 0;
        for (int number = 0; number < POINTS; number++) {
            Optional<Boolean> verdict = agreeAt(number, a, b, conventions, complex, test);
            if (verdict.isPresent() && !verdict.get()) {
                return false;
            }
            compared += verdict.isPresent() ? 1 : 0;
        }
        return compared >= ENOUGH || (!complex && compared == 0 && agreeAsComplex(a, b, conventions, test));
    }

    /** Formulas that are real nowhere are compared as complex ones. */
    private static boolean agreeAsComplex(
            Expression a, Expression b, Point.Conventions conventions, BiPredicate<Quantity, Quantity> test) {
        int compared = 0;
        for (int number = 0; number < ENOUGH + 1; number++) {
            Optional<Boolean> verdict = agreeAt(number, a, b, conventions, true, test);
            if (verdict.isPresent() && !verdict.get()) {
                return false;
            }
            compared += verdict.isPresent() ? 1 : 0;
        }
        return compared >= ENOUGH;
    }

    private static Optional<Boolean> agreeAt(
            int number,
            Expression a,
            Expression b,
            Point.Conventions conventions,
            boolean complex,
            BiPredicate<Quantity, Quantity> test) {
        Point first = new Point(number, conventions);
        Point second = new Point(number, conventions);
        try {
            Quantity x = a.at(first);
            Quantity y = b.at(second);
            boolean leaves = !complex && (first.leftReals() || second.leftReals());
            return leaves ? Optional.empty() : Optional.of(test.test(x, y));
        } catch (UndefinedException e) {
            return Optional.empty();
        }
    }

    private record Fraction(Expression top, Expression bottom) {}

    /** An expression as one fraction, so that an equation can be freed of its denominators. */
    private static Fraction fraction(Expression expression) {
        if (expression instanceof Expression.Sum sum) {
            Fraction a = fraction(sum.left());
            Fraction b = fraction(sum.right());
            return a.bottom.equals(b.bottom)
                    ? new Fraction(a.top.plus(b.top), a.bottom)
                    : new Fraction(scaled(a.top, b.bottom).plus(scaled(b.top, a.bottom)), scaled(a.bottom, b.bottom));
        }
        if (expression instanceof Expression.Product product) {
            Fraction a = fraction(product.left());
            Fraction b = fraction(product.right());
            return new Fraction(scaled(a.top, b.top), scaled(a.bottom, b.bottom));
        }
        if (expression instanceof Expression.Quotient quotient) {
            Fraction a = fraction(quotient.top());
            Fraction b = fraction(quotient.bottom());
            return new Fraction(scaled(a.top, b.bottom), scaled(a.bottom, b.top));
        }
        return new Fraction(expression, Expression.ONE);
    }

    private static Expression scaled(Expression a, Expression b) {
        return b.equals(Expression.ONE) ? a : a.equals(Expression.ONE) ? b : a.times(b);
    }
}
