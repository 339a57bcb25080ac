package org.reformatted.eval.algebra;

import java.util.Optional;

/**
 * A quotient of polynomials of one variable.
 *
 * @param top the dividend
 * @param bottom the divisor
 */
record RationalFunction(Polynomial top, Polynomial bottom) {
    /** Converts a formula; empty where it is not a quotient of polynomials, or its degree is too high. */
    static Optional<RationalFunction> of(Expression formula, String variable) {
        if (formula instanceof Expression.Rational rational) {
            return Optional.of(new RationalFunction(Polynomial.of(rational.value()), Polynomial.ONE));
        }
        if (formula instanceof Expression.Symbol symbol && symbol.name().equals(variable)) {
            return Optional.of(new RationalFunction(Polynomial.VARIABLE, Polynomial.ONE));
        }
        if (formula instanceof Expression.Sum sum) {
            return of(sum.left(), variable)
                    .flatMap(a -> of(sum.right(), variable).flatMap(a::plus));
        }
        if (formula instanceof Expression.Product product) {
            return of(product.left(), variable)
                    .flatMap(a -> of(product.right(), variable).flatMap(a::times));
        }
        if (formula instanceof Expression.Quotient quotient) {
            return of(quotient.top(), variable)
                    .flatMap(a -> of(quotient.bottom(), variable).flatMap(b -> a.times(b.inverse())));
        }
        if (formula instanceof Expression.Power power) {
            return of(power.base(), variable)
                    .flatMap(base -> power.exponent()
                            .number()
                            .filter(by -> by.getDenominator().equals(java.math.BigInteger.ONE)
                                    && by.abs().doubleValue() <= Polynomial.MAX_DEGREE)
                            .flatMap(by -> base.power(by.getNumeratorAsInt())));
        }
        return formula.number().map(value -> new RationalFunction(Polynomial.of(value), Polynomial.ONE));
    }

    /** Returns a polynomial with the zeros of this function: without points where the divisor is zero too. */
    Polynomial zeros() {
        Polynomial rest = top;
        Polynomial common = rest.common(bottom);
        while (rest.degree() > 0 && common.degree() > 0) {
            rest = rest.quotient(common);
            common = rest.common(bottom);
        }
        return rest;
    }

    private RationalFunction inverse() {
        return new RationalFunction(bottom, top);
    }

    private Optional<RationalFunction> plus(RationalFunction other) {
        return bottom.equals(other.bottom)
                ? Optional.of(new RationalFunction(top.plus(other.top), bottom))
                : top.times(other.bottom)
                        .flatMap(a -> other.top
                                .times(bottom)
                                .flatMap(b -> bottom.times(other.bottom).map(c -> new RationalFunction(a.plus(b), c))));
    }

    private Optional<RationalFunction> times(RationalFunction other) {
        return top.times(other.top).flatMap(a -> bottom.times(other.bottom).map(b -> new RationalFunction(a, b)));
    }

    private Optional<RationalFunction> power(int exponent) {
        RationalFunction base = exponent < 0 ? inverse() : this;
        Optional<RationalFunction> power = Optional.of(new RationalFunction(Polynomial.ONE, Polynomial.ONE));
        for (int i = 0; i < Math.abs(exponent); i++) {
            power = power.flatMap(base::times);
        }
        return power;
    }
}
