package org.reformatted.eval.algebra;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;
import org.hipparchus.complex.FieldComplex;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * A number: an exact fraction where possible, else a complex number of 80 decimal digits. Immutable.
 */
public final class Quantity {
    static final Quantity ZERO = of(BigFraction.ZERO);
    static final Quantity ONE = of(BigFraction.ONE);

    private static final int DIGITS = 80;
    private static final int MAX_BITS = 40_000;
    private static final int MAX_ROOT_BITS = 4_000;
    private static final DfpField FIELD = new DfpField(DIGITS);
    /** Parts smaller than this share of the operands are rounding errors. */
    private static final Dfp NOISE = FIELD.newDfp("1e-60");
    /** The largest relative difference of numbers that are taken as equal. */
    private static final Dfp TOLERANCE = FIELD.newDfp("1e-30");

    private static final MathContext CONTEXT = new MathContext(DIGITS + 10);

    static final Quantity PI = real(FIELD.getPi());
    static final Quantity E = real(FIELD.getE());
    static final Quantity I = new Quantity(null, new FieldComplex<>(FIELD.getZero(), FIELD.getOne()));

    private final @Nullable BigFraction exact;
    private final @Nullable FieldComplex<Dfp> approximate;

    private Quantity(@Nullable BigFraction exact, @Nullable FieldComplex<Dfp> approximate) {
        this.exact = exact;
        this.approximate = approximate;
    }

    static Quantity of(BigFraction number) {
        if (number.getNumerator().bitLength() + number.getDenominator().bitLength() > MAX_BITS) {
            throw new TooLargeException("a number of more than " + MAX_BITS + " bits");
        }
        return new Quantity(number, null);
    }

    static Quantity of(long number) {
        return of(new BigFraction(number));
    }

    static Quantity real(Dfp number) {
        return complex(new FieldComplex<>(number, FIELD.getZero()));
    }

    /** Creates a complex number; real or imaginary parts that are rounding errors are set to zero. */
    static Quantity complex(FieldComplex<Dfp> number) {
        Dfp re = number.getRealPart();
        Dfp im = number.getImaginaryPart();
        if (re.isNaN() || im.isNaN() || re.isInfinite() || im.isInfinite()) {
            throw new TooLargeException("a number beyond all bounds");
        }
        Dfp noise = larger(re.abs(), im.abs()).multiply(NOISE);
        return new Quantity(
                null,
                new FieldComplex<>(
                        re.abs().lessThan(noise) ? FIELD.getZero() : re,
                        im.abs().lessThan(noise) ? FIELD.getZero() : im));
    }

    private static Dfp larger(Dfp a, Dfp b) {
        return a.lessThan(b) ? b : a;
    }

    Optional<BigFraction> exact() {
        return Optional.ofNullable(exact);
    }

    /** Returns the number with 80 digits. */
    FieldComplex<Dfp> approximation() {
        if (approximate != null) {
            return approximate;
        }
        BigFraction fraction = java.util.Objects.requireNonNull(exact);
        BigDecimal decimal =
                new BigDecimal(fraction.getNumerator()).divide(new BigDecimal(fraction.getDenominator()), CONTEXT);
        return new FieldComplex<>(FIELD.newDfp(decimal.toString()), FIELD.getZero());
    }

    Dfp realPart() {
        return approximation().getRealPart();
    }

    boolean isReal() {
        return approximate == null || approximate.getImaginaryPart().isZero();
    }

    boolean isZero() {
        return exact != null ? exact.isZero() : approximation().isZero();
    }

    /** Returns -1, 0 or 1, the sign of a real number. */
    int signum() {
        return exact != null
                ? exact.signum()
                : realPart().isZero() ? 0 : realPart().lessThan(FIELD.getZero()) ? -1 : 1;
    }

    Quantity negated() {
        return exact != null
                ? of(exact.negate())
                : new Quantity(null, approximation().negate());
    }

    Quantity plus(Quantity other) {
        if (exact != null && other.exact != null) {
            return of(exact.add(other.exact));
        }
        FieldComplex<Dfp> a = approximation();
        FieldComplex<Dfp> b = other.approximation();
        FieldComplex<Dfp> sum = a.add(b);
        Dfp noise = larger(size(a), size(b)).multiply(NOISE);
        return size(sum).lessThan(noise) ? ZERO : complex(sum);
    }

    Quantity minus(Quantity other) {
        return plus(other.negated());
    }

    Quantity times(Quantity other) {
        if (exact != null && other.exact != null) {
            return of(exact.multiply(other.exact));
        }
        return isZero() || other.isZero() ? ZERO : complex(approximation().multiply(other.approximation()));
    }

    Quantity dividedBy(Quantity other) {
        if (other.isZero()) {
            throw new UndefinedException("a division by zero");
        }
        if (exact != null && other.exact != null) {
            return of(exact.divide(other.exact));
        }
        return isZero() ? ZERO : complex(approximation().divide(other.approximation()));
    }

    Quantity abs() {
        return exact != null ? of(exact.abs()) : real(size(approximation()));
    }

    private static Dfp size(FieldComplex<Dfp> number) {
        Dfp re = number.getRealPart();
        Dfp im = number.getImaginaryPart();
        return im.isZero()
                ? re.abs()
                : re.isZero() ? im.abs() : re.multiply(re).add(im.multiply(im)).sqrt();
    }

    /** Raises to a power; an odd root of a negative number is the negative root, any other root is the principal one. */
    Quantity power(Quantity exponent) {
        if (exponent.exact == null) {
            return general(exponent);
        }
        BigInteger top = exponent.exact.getNumerator();
        BigInteger order = exponent.exact.getDenominator();
        if (order.equals(BigInteger.ONE)) {
            return whole(top);
        }
        if (order.bitLength() > 10 || !isReal()) {
            return general(exponent);
        }
        return signum() < 0 && order.testBit(0) ? oddRoot(order).whole(top) : fractional(exponent, top, order);
    }

    private Quantity oddRoot(BigInteger order) {
        return negated().power(of(new BigFraction(BigInteger.ONE, order))).negated();
    }

    private Quantity fractional(Quantity exponent, BigInteger top, BigInteger order) {
        if (exact != null && exact.signum() >= 0) {
            Optional<BigInteger> numerator = root(exact.getNumerator(), order.intValueExact());
            Optional<BigInteger> denominator = root(exact.getDenominator(), order.intValueExact());
            if (numerator.isPresent() && denominator.isPresent()) {
                return of(new BigFraction(numerator.get(), denominator.get())).whole(top);
            }
        }
        return order.equals(BigInteger.TWO) ? complex(approximation().sqrt()).whole(top) : general(exponent);
    }

    /** Returns the integer root of a whole number, if it has one. */
    private static Optional<BigInteger> root(BigInteger number, int order) {
        if (number.bitLength() > MAX_ROOT_BITS) {
            return Optional.empty();
        }
        BigInteger low = BigInteger.ZERO;
        BigInteger high = BigInteger.ONE.shiftLeft(number.bitLength() / order + 1);
        while (low.compareTo(high) < 0) {
            BigInteger middle = low.add(high).add(BigInteger.ONE).shiftRight(1);
            if (middle.pow(order).compareTo(number) > 0) {
                high = middle.subtract(BigInteger.ONE);
            } else {
                low = middle;
            }
        }
        return low.pow(order).equals(number) ? Optional.of(low) : Optional.empty();
    }

    private Quantity whole(BigInteger exponent) {
        if (isZero() && exponent.signum() < 0) {
            throw new UndefinedException("a division by zero");
        }
        if (exact == null) {
            return exponent.bitLength() > 30 ? general(of(new BigFraction(exponent))) : squared(exponent);
        }
        long bits = exact.getNumerator().bitLength() + exact.getDenominator().bitLength() - 1L;
        boolean trivial = exact.isZero() || exact.abs().equals(BigFraction.ONE);
        if (!trivial && exponent.abs().multiply(BigInteger.valueOf(bits)).bitLength() > 16) {
            throw new TooLargeException("a power of more than " + MAX_BITS + " bits");
        }
        return of(
                trivial
                        ? (exponent.testBit(0)
                                ? exact
                                : exponent.signum() == 0 ? BigFraction.ONE : exact.multiply(exact))
                        : exact.pow(exponent));
    }

    private Quantity squared(BigInteger exponent) {
        Quantity square = exponent.signum() < 0 ? ONE.dividedBy(this) : this;
        Quantity product = ONE;
        for (int bit = 0; bit < exponent.abs().bitLength(); bit++) {
            product = exponent.abs().testBit(bit) ? product.times(square) : product;
            square = square.times(square);
        }
        return product;
    }

    private Quantity general(Quantity exponent) {
        if (isZero()) {
            if (exponent.isReal() && exponent.signum() > 0) {
                return ZERO;
            }
            throw new UndefinedException("a power of zero");
        }
        return exponent.times(logarithm()).exponential();
    }

    Quantity exponential() {
        return exact != null && exact.isZero() ? ONE : complex(approximation().exp());
    }

    /** Returns the natural logarithm; for a negative or complex number, the principal one. */
    Quantity logarithm() {
        if (isZero()) {
            throw new UndefinedException("the logarithm of zero");
        }
        if (exact != null && exact.equals(BigFraction.ONE)) {
            return ZERO;
        }
        return isReal() && signum() > 0
                ? real(realPart().log())
                : complex(approximation().log());
    }

    /** Returns whether two numbers are equal: exactly where both are exact, else to 30 digits. */
    boolean sameAs(Quantity other) {
        if (exact != null && other.exact != null) {
            return exact.equals(other.exact);
        }
        FieldComplex<Dfp> a = approximation();
        FieldComplex<Dfp> b = other.approximation();
        Dfp larger = larger(size(a), size(b));
        return !size(a.subtract(b)).greaterThan(larger.multiply(TOLERANCE));
    }

    /** Returns a text that is the same for numbers that are equal to 40 digits. */
    String key() {
        if (exact != null) {
            return exact.toString();
        }
        FieldComplex<Dfp> number = approximation();
        return key(number.getRealPart()) + "," + key(number.getImaginaryPart());
    }

    private static String key(Dfp part) {
        return new BigDecimal(part.toString())
                .round(new MathContext(40))
                .stripTrailingZeros()
                .toString();
    }
}
