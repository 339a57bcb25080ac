package org.reformatted.eval.algebra;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/**
 * Finds the points where a formula of one variable can change its sign: the real zeros of its numerator and its denominator. Supported formulas are
 * quotients of polynomials with rational coefficients, which may contain absolute values of such quotients. Zeros are found if the polynomial is a
 * product of linear factors with rational zeros and at most one further factor that is quadratic, biquadratic, or has two terms.
 */
public final class SignChart {
    private static final int MAX_ABSOLUTES = 3;

    private final String variable;
    private final Set<Expression> places = new LinkedHashSet<>();

    private SignChart(String variable) {
        this.variable = variable;
    }

    /**
     * Finds the points.
     *
     * @param formula a formula of one variable
     * @param variable its name
     * @return every point where the sign can change, and possibly others, in no particular order; empty where they can't be found
     */
    public static Optional<List<Expression>> places(Expression formula, String variable) {
        SignChart chart = new SignChart(variable);
        return chart.add(formula, 0) ? Optional.of(List.copyOf(chart.places)) : Optional.empty();
    }

    /**
     * Returns the sign at a point.
     *
     * @param formula a formula of one variable
     * @param variable its name
     * @param place a constant
     * @return -1, 0 or 1; empty where the formula has no real value
     */
    public static Optional<Integer> sign(Expression formula, String variable, Expression place) {
        return ExpressionEquality.order(formula.replaced(new Expression.Symbol(variable), place), Expression.ZERO);
    }

    /** Adds the zeros of a formula; a formula with an absolute value is examined with both signs of its content. */
    private boolean add(Expression formula, int absolutes) {
        Optional<Expression.Call> absolute = absolute(formula);
        if (absolute.isPresent()) {
            Expression inside = absolute.get().arguments().get(0);
            return absolutes < MAX_ABSOLUTES
                    && add(inside, absolutes + 1)
                    && add(formula.replaced(absolute.get(), inside), absolutes + 1)
                    && add(formula.replaced(absolute.get(), inside.negated()), absolutes + 1);
        }
        return RationalFunction.of(formula, variable)
                .filter(quotient -> addZeros(quotient.top()) && addZeros(quotient.bottom()))
                .isPresent();
    }

    private static Optional<Expression.Call> absolute(Expression formula) {
        if (formula instanceof Expression.Call call && call.function().equals("abs") && !call.isConstant()) {
            return absolute(call.arguments().get(0)).or(() -> Optional.of(call));
        }
        return formula.parts().stream().flatMap(part -> absolute(part).stream()).findFirst();
    }

    private boolean addZeros(Polynomial polynomial) {
        if (polynomial.degree() < 0) {
            return true; // the polynomial 0 never changes its sign
        }
        Polynomial rest = polynomial;
        for (BigFraction zero : polynomial.rationalZeros()) {
            places.add(new Expression.Rational(zero));
            while (rest.at(zero).signum() == 0) {
                rest = rest.withoutZero(zero);
            }
        }
        if (rest.degree() <= 0) {
            return true;
        }
        if (rest.degree() == 2) {
            return addQuadratic(rest, false);
        }
        boolean twoTerms = rest.terms() == 2;
        boolean biquadratic = rest.degree() == 4
                && rest.coefficient(1).signum() == 0
                && rest.coefficient(3).signum() == 0;
        return twoTerms ? addRoots(rest) : biquadratic && addQuadratic(rest.inSquare(), true);
    }

    /** Adds the zeros of a quadratic polynomial, or the square roots of the zeros. */
    private boolean addQuadratic(Polynomial quadratic, boolean roots) {
        BigFraction a = quadratic.coefficient(2);
        BigFraction b = quadratic.coefficient(1);
        BigFraction discriminant =
                b.multiply(b).subtract(a.multiply(quadratic.coefficient(0)).multiply(4));
        if (discriminant.signum() < 0) {
            return true; // no real zero
        }
        Expression root = new Expression.Rational(discriminant).root(2);
        for (Expression signed : List.of(root, root.negated())) {
            Expression zero =
                    signed.minus(new Expression.Rational(b)).dividedBy(new Expression.Rational(a.multiply(2)));
            addRoot(zero, roots ? 2 : 1);
        }
        return true;
    }

    /** Adds the zeros of {@code ax^n + c}. */
    private boolean addRoots(Polynomial rest) {
        BigFraction power = rest.coefficient(0).negate().divide(rest.coefficient(rest.degree()));
        addRoot(new Expression.Rational(power), rest.degree());
        return true;
    }

    private void addRoot(Expression power, int order) {
        int sign = ExpressionEquality.order(power, Expression.ZERO).orElse(0);
        if (order == 1) {
            places.add(power);
        } else if (order % 2 == 1) {
            Expression root = (sign < 0 ? power.negated() : power).root(order);
            places.add(sign < 0 ? root.negated() : root);
        } else if (sign >= 0) {
            places.add(power.root(order));
            places.add(power.root(order).negated());
        }
    }
}
