package org.reformatted.eval.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Compares two expressions. Both are evaluated at several points, exactly where their values are rational and to 80 digits elsewhere; formulas that
 * agree at these points are taken to be identical (J. T. Schwartz, Fast probabilistic algorithms for verification of polynomial identities, Journal
 * of the ACM 27, 1980). A point where one of them has no real value is left out. An expression that is too expensive to compute equals only itself.
 */
public final class ExpressionEquality {
    private static final int POINTS = 8;
    /** More points are tried with whole numbers, since a binomial and its factorials have values only where one number is the larger one. */
    private static final int WHOLE_POINTS = 24;

    private static final int ENOUGH = 2;
    /** A symbol that is not a number: it equals only itself, with or without a minus sign. */
    private static final String INFINITY = "\u221e";

    private ExpressionEquality() {}

    /**
     * Returns whether two expressions have the same value everywhere.
     *
     * @param a an expression
     * @param b another
     * @return true when they agree by at least one of the conventions for logarithms and degrees
     */
    public static boolean same(Expression a, Expression b) {
        boolean infinite = a.symbols().contains(INFINITY) || b.symbols().contains(INFINITY);
        return infinite ? a.equals(b) && isBare(a) : a.equals(b) || agree(a, b, Domain.SHARED, Quantity::sameAs);
    }

    /**
     * Returns whether two expressions are zero at the same points, because one is a multiple of the other.
     *
     * @param a an expression
     * @param b another
     * @return true when the equations "a = 0" and "b = 0" are the same
     */
    public static boolean sameZeros(Expression a, Expression b) {
        Optional<Polynomial> x = zeros(a);
        Optional<Polynomial> y = zeros(b);
        boolean polynomials = x.isPresent() && y.isPresent() && a.variables().equals(b.variables());
        return polynomials
                ? x.get().isMultipleOf(y.get())
                : proportional(fraction(a).top, fraction(b).top, Domain.SHARED, false);
    }

    /**
     * Returns whether two expressions have the same divisor up to a constant factor, so that they are undefined at the same points.
     *
     * @param a an expression
     * @param b another
     * @return true when their divisors are the same
     */
    public static boolean samePoles(Expression a, Expression b) {
        return proportional(fraction(a).bottom, fraction(b).bottom, Domain.SHARED, false);
    }

    /**
     * Returns whether two expressions are defined at the same points.
     *
     * @param a an expression
     * @param b another
     * @return true when no point was found where only one has a value
     */
    public static boolean sameDomain(Expression a, Expression b) {
        return a.equals(b) || (samePoles(a, b) && agree(a, b, Domain.SAME, (x, y) -> true));
    }

    /**
     * Returns whether two expressions have the same sign everywhere, because one is the other times a positive number, and are defined at the same
     * points.
     *
     * @param a an expression
     * @param b another
     * @return true when the inequalities "a &lt; 0" and "b &lt; 0" are the same
     */
    public static boolean sameSigns(Expression a, Expression b) {
        return samePoles(a, b) && proportional(a, b, Domain.SAME, true);
    }

    /** Returns a polynomial with the zeros of a formula of one variable; empty where the formula is not a quotient of polynomials. */
    private static Optional<Polynomial> zeros(Expression formula) {
        Set<String> names = formula.variables();
        return names.size() == 1
                ? RationalFunction.of(formula, names.iterator().next()).map(RationalFunction::zeros)
                : Optional.empty();
    }

    /**
     * Compares two constants.
     *
     * @param a an expression
     * @param b another
     * @return the sign of a minus b; empty when either is not a real constant or is too large to compute
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
            return Optional.empty(); // no value, or a value too large to compute
        }
    }

    private static boolean isBare(Expression infinity) {
        Expression.Symbol symbol = new Expression.Symbol(INFINITY);
        return infinity.equals(symbol) || infinity.equals(symbol.negated());
    }

    private static boolean proportional(Expression a, Expression b, Domain domain, boolean positive) {
        List<Quantity> ratios = new ArrayList<>();
        return agree(a, b, domain, (x, y) -> {
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

    /** Which points are compared. */
    private enum Domain {
        /** Points where both expressions have a real value; others are left out. */
        SHARED,
        /** All points; a point where only one has a value is a difference. */
        SAME
    }

    private static boolean agree(Expression a, Expression b, Domain domain, BiPredicate<Quantity, Quantity> test) {
        for (Point.Conventions conventions : conventions(a, b)) {
            try {
                if (agree(a, b, conventions, domain, test)) {
                    return true;
                }
            } catch (ArithmeticException e) {
                return false; // not comparable: no value, or a value too large to compute
            }
        }
        return false;
    }

    private static List<Point.Conventions> conventions(Expression a, Expression b) {
        boolean logarithms = a.mentions(Functions.LOG) || b.mentions(Functions.LOG);
        boolean degrees = a.mentions(Functions.DEGREES) || b.mentions(Functions.DEGREES);
        List<Point.Conventions> all = new ArrayList<>(List.of(Point.PLAIN));
        if (logarithms) {
            all.add(new Point.Conventions(true, false, Set.of(), Set.of()));
        }
        if (degrees) {
            all.add(new Point.Conventions(false, true, Set.of(), Set.of()));
        }
        Set<String> naturals = new TreeSet<>();
        Set<String> integers = new TreeSet<>();
        collectIntegers(a, naturals, integers);
        collectIntegers(b, naturals, integers);
        if (!naturals.isEmpty() || !integers.isEmpty()) {
            all.add(new Point.Conventions(false, false, naturals, integers));
        }
        return all;
    }

    /** Collects variables that can only be whole numbers: under a factorial, or in a power of a negative number. */
    private static void collectIntegers(Expression expression, Set<String> naturals, Set<String> integers) {
        if (expression instanceof Expression.Call call
                && Set.of("factorial", "binom").contains(call.function())) {
            naturals.addAll(call.variables());
        }
        if (expression instanceof Expression.Power power
                && power.base().number().filter(base -> base.signum() < 0).isPresent()) {
            integers.addAll(power.exponent().variables());
        }
        expression.parts().forEach(part -> collectIntegers(part, naturals, integers));
    }

    private static boolean agree(
            Expression a,
            Expression b,
            Point.Conventions conventions,
            Domain domain,
            BiPredicate<Quantity, Quantity> test) {
        Set<String> symbols = a.symbols();
        symbols.addAll(b.symbols());
        boolean complex = symbols.contains("i");
        symbols.removeAll(Expression.CONSTANTS);
        if (symbols.isEmpty()) {
            return test.test(a.at(new Point(0, conventions)), b.at(new Point(0, conventions)));
        }
        Comparison comparison = new Comparison(a, b, conventions, domain, test);
        Optional<Integer> compared =
                comparison.agreeing(conventions.naturals().isEmpty() ? POINTS : WHOLE_POINTS, complex);
        if (compared.isEmpty() || compared.get() >= ENOUGH) {
            return compared.isPresent();
        }
        // formulas without real values are compared as complex ones
        return !complex
                && compared.get() == 0
                && comparison
                        .agreeing(ENOUGH + 1, true)
                        .filter(number -> number >= ENOUGH)
                        .isPresent();
    }

    private record Comparison(
            Expression a,
            Expression b,
            Point.Conventions conventions,
            Domain domain,
            BiPredicate<Quantity, Quantity> test) {
        /** Returns the number of points, among the first ones, where they agree; empty if they differ at any point. */
        Optional<Integer> agreeing(int points, boolean complex) {
            int compared = 0;
            for (int number = 0; number < points; number++) {
                Optional<Quantity> x = value(a, number, complex);
                Optional<Quantity> y = value(b, number, complex);
                if (x.isPresent() && y.isPresent()) {
                    if (!test.test(x.get(), y.get())) {
                        return Optional.empty();
                    }
                    compared++;
                } else if (domain == Domain.SAME && x.isPresent() != y.isPresent()) {
                    return Optional.empty();
                }
            }
            return Optional.of(compared);
        }

        private Optional<Quantity> value(Expression of, int number, boolean complex) {
            Point point = new Point(number, conventions);
            try {
                Quantity value = of.at(point);
                return !complex && point.leftReals() ? Optional.empty() : Optional.of(value);
            } catch (UndefinedException e) {
                return Optional.empty();
            }
        }
    }

    private record Fraction(Expression top, Expression bottom) {}

    /** Converts an expression to one fraction, so that the denominators of an equation can be removed. */
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
        if (expression instanceof Expression.Power power
                && power.exponent().number().filter(by -> by.signum() < 0).isPresent()) {
            Fraction base = fraction(power.base());
            Expression by = power.exponent().negated();
            return new Fraction(
                    base.bottom.equals(Expression.ONE) ? Expression.ONE : base.bottom.power(by), base.top.power(by));
        }
        return new Fraction(expression, Expression.ONE);
    }

    private static Expression scaled(Expression a, Expression b) {
        return b.equals(Expression.ONE) ? a : a.equals(Expression.ONE) ? b : a.times(b);
    }
}
