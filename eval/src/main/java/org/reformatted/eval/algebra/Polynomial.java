package org.reformatted.eval.algebra;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hipparchus.fraction.BigFraction;

/**
 * A polynomial of one variable with rational coefficients.
 *
 * @param coefficients the coefficients of the powers from 0 on, the last of which is not 0; empty for the polynomial 0
 */
record Polynomial(List<BigFraction> coefficients) {
    /** The maximum degree; no answer has a higher one. */
    static final int MAX_DEGREE = 12;

    /** The maximum number of bits of coefficients whose divisors are searched. */
    static final int MAX_BITS = 20;

    static final Polynomial ONE = of(BigFraction.ONE);
    static final Polynomial VARIABLE = new Polynomial(List.of(BigFraction.ZERO, BigFraction.ONE));

    Polynomial {
        int size = coefficients.size();
        while (size > 0 && coefficients.get(size - 1).signum() == 0) {
            size--;
        }
        coefficients = List.copyOf(coefficients.subList(0, size));
    }

    static Polynomial of(BigFraction constant) {
        return new Polynomial(List.of(constant));
    }

    /** Returns the degree; -1 for the polynomial 0. */
    int degree() {
        return coefficients.size() - 1;
    }

    BigFraction coefficient(int power) {
        return power < coefficients.size() ? coefficients.get(power) : BigFraction.ZERO;
    }

    long terms() {
        return coefficients.stream().filter(value -> value.signum() != 0).count();
    }

    Polynomial plus(Polynomial other) {
        List<BigFraction> sum = new ArrayList<>();
        for (int i = 0; i <= Math.max(degree(), other.degree()); i++) {
            sum.add(coefficient(i).add(other.coefficient(i)));
        }
        return new Polynomial(sum);
    }

    /** Returns the product; empty where its degree is too high. */
    Optional<Polynomial> times(Polynomial other) {
        if (degree() + other.degree() > MAX_DEGREE) {
            return Optional.empty();
        }
        List<BigFraction> product = new ArrayList<>();
        for (int power = 0; power <= degree() + other.degree(); power++) {
            BigFraction sum = BigFraction.ZERO;
            for (int i = 0; i <= power; i++) {
                sum = sum.add(coefficient(i).multiply(other.coefficient(power - i)));
            }
            product.add(sum);
        }
        return Optional.of(new Polynomial(product));
    }

    BigFraction at(BigFraction place) {
        BigFraction value = BigFraction.ZERO;
        for (int i = degree(); i >= 0; i--) {
            value = value.multiply(place).add(coefficient(i));
        }
        return value;
    }

    /** Returns the quotient of the division by {@code x - zero}; the remainder is 0 if the number is a zero. */
    Polynomial withoutZero(BigFraction zero) {
        List<BigFraction> quotient = new ArrayList<>();
        BigFraction carried = BigFraction.ZERO;
        for (int i = degree(); i > 0; i--) {
            carried = carried.multiply(zero).add(coefficient(i));
            quotient.add(0, carried);
        }
        return new Polynomial(quotient);
    }

    /** Converts {@code ax^4 + bx^2 + c} to {@code ay^2 + by + c}. */
    Polynomial inSquare() {
        List<BigFraction> even = new ArrayList<>();
        for (int i = 0; i <= degree(); i += 2) {
            even.add(coefficient(i));
        }
        return new Polynomial(even);
    }

    /**
     * Returns all rational zeros by the rational root theorem: numerator and denominator divide the lowest and the highest integer coefficient. Zeros
     * other than 0 are not searched if one of these coefficients is too large.
     */
    List<BigFraction> rationalZeros() {
        List<BigFraction> zeros = new ArrayList<>();
        int first = 0;
        while (first < degree() && coefficient(first).signum() == 0) {
            first++;
        }
        if (first > 0) {
            zeros.add(BigFraction.ZERO);
        }
        BigInteger common = coefficients.stream()
                .map(BigFraction::getDenominator)
                .reduce(BigInteger.ONE, (a, b) -> a.multiply(b).divide(a.gcd(b)));
        List<BigInteger> tops = divisors(coefficient(first).multiply(common).getNumerator());
        List<BigInteger> bottoms =
                divisors(coefficient(degree()).multiply(common).getNumerator());
        for (BigInteger top : tops) {
            for (BigInteger bottom : bottoms) {
                for (BigFraction zero : List.of(new BigFraction(top, bottom), new BigFraction(top.negate(), bottom))) {
                    if (!zeros.contains(zero) && at(zero).signum() == 0) {
                        zeros.add(zero);
                    }
                }
            }
        }
        return zeros;
    }

    /** Returns the positive divisors of a number; empty where it is too large to search them. */
    private static List<BigInteger> divisors(BigInteger number) {
        List<BigInteger> divisors = new ArrayList<>();
        if (number.bitLength() > MAX_BITS) {
            return divisors;
        }
        long size = number.abs().longValueExact();
        for (long divisor = 1; divisor * divisor <= size; divisor++) {
            if (size % divisor == 0) {
                divisors.add(BigInteger.valueOf(divisor));
                divisors.add(BigInteger.valueOf(size / divisor));
            }
        }
        return divisors;
    }

    /** Returns the greatest common divisor up to a constant factor; for two polynomials 0 it is 0. */
    Polynomial common(Polynomial other) {
        Polynomial a = this;
        Polynomial b = other;
        while (b.degree() >= 0) {
            Polynomial rest = a.divided(b, false);
            a = b;
            b = rest;
        }
        return a;
    }

    /** Returns the quotient without the remainder. */
    Polynomial quotient(Polynomial by) {
        return divided(by, true);
    }

    private Polynomial divided(Polynomial by, boolean quotient) {
        List<BigFraction> rest = new ArrayList<>(coefficients);
        List<BigFraction> parts = new ArrayList<>();
        for (int shift = degree() - by.degree(); shift >= 0; shift--) {
            BigFraction factor = rest.get(shift + by.degree()).divide(by.coefficient(by.degree()));
            parts.add(0, factor);
            for (int i = 0; i <= by.degree(); i++) {
                rest.set(
                        shift + i,
                        rest.get(shift + i).subtract(by.coefficient(i).multiply(factor)));
            }
        }
        return new Polynomial(quotient ? parts : rest);
    }

    /** Returns whether this is another polynomial times a number other than 0. */
    boolean isMultipleOf(Polynomial other) {
        if (degree() != other.degree()) {
            return false;
        }
        for (int i = 0; i <= degree(); i++) {
            BigFraction mine = coefficient(i).multiply(other.coefficient(degree()));
            if (!mine.equals(other.coefficient(i).multiply(coefficient(degree())))) {
                return false;
            }
        }
        return true;
    }
}
