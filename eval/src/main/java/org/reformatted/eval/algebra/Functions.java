package org.reformatted.eval.algebra;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.fraction.BigFraction;

/** Computes the values of the functions that answers use. */
public final class Functions {
    /** The name of the function that represents a degree sign in an expression. */
    public static final String DEGREES = "degrees";

    /** A logarithm without a base; its base is 10 or e, depending on the author. */
    public static final String LOG = "log";

    /** The complex number with absolute value 1 at an angle. */
    private static final String CIS = "cis";

    private static final int MAX_FACTORIAL = 3_000;
    private static final Map<String, UnaryOperator<Dfp>> OF_REALS = ofReals();
    private static final Map<String, String> INVERSES =
            Map.of("cot", "tan", "sec", "cos", "csc", "sin", "coth", "tanh", "sech", "cosh", "csch", "sinh");
    private static final List<String> OTHERS = List.of(
            DEGREES,
            LOG,
            "ln",
            "exp",
            CIS,
            "abs",
            "factorial",
            "binom",
            "floor",
            "ceil",
            "max",
            "min",
            "gcd",
            "lcm",
            "mod",
            "arccot");

    private Functions() {}

    private static Map<String, UnaryOperator<Dfp>> ofReals() {
        Map<String, UnaryOperator<Dfp>> named = new LinkedHashMap<>();
        named.put("sin", Dfp::sin);
        named.put("cos", Dfp::cos);
        named.put("tan", Dfp::tan);
        named.put("arcsin", Functions::arcsine);
        named.put("arccos", x -> x.getField().getPi().divide(2).subtract(arcsine(x)));
        named.put("arctan", Functions::arctangent);
        named.put("sinh", Dfp::sinh);
        named.put("cosh", Dfp::cosh);
        named.put("tanh", Dfp::tanh);
        named.put("arcsinh", Dfp::asinh);
        named.put("arccosh", Dfp::acosh);
        named.put("arctanh", Dfp::atanh);
        return named;
    }

    /** Hipparchus' value has at least 37 correct digits; a step of Newton's method doubles their number. */
    private static Dfp arctangent(Dfp x) {
        Dfp angle = x.atan();
        Dfp tangent = angle.tan();
        return angle.subtract(
                tangent.subtract(x).divide(tangent.multiply(tangent).add(1)));
    }

    private static Dfp arcsine(Dfp x) {
        Dfp rest = x.multiply(x).negate().add(1);
        return rest.isZero() ? x.getField().getPi().divide(2).multiply(x) : arctangent(x.divide(rest.sqrt()));
    }

    /**
     * Returns whether the values of a function are known.
     *
     * @param name its name
     * @return false for names such as {@code f}
     */
    public static boolean isKnown(String name) {
        return OF_REALS.containsKey(name) || INVERSES.containsKey(name) || OTHERS.contains(name);
    }

    static Quantity value(Expression.Call call, Point point) {
        boolean angle = OF_REALS.containsKey(call.function())
                || INVERSES.containsKey(call.function())
                || call.function().equals(CIS);
        if (angle) {
            point.enterFunction();
        }
        List<Quantity> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(argument.at(point));
        }
        if (angle) {
            point.leaveFunction();
        }
        return value(call.function(), arguments, point);
    }

    private static Quantity value(String name, List<Quantity> arguments, Point point) {
        Quantity first = arguments.isEmpty() ? Quantity.ZERO : arguments.get(0);
        return switch (name) {
            case DEGREES -> point.degreesAreAngles() ? first.times(Quantity.PI).dividedBy(Quantity.of(180)) : first;
            case LOG, "ln" -> logarithm(name, arguments, point);
            case "exp" -> first.exponential();
            case CIS -> first.times(Quantity.I).exponential();
            case "abs" -> first.abs();
            case "factorial" -> factorial(first, point);
            case "binom" -> binomial(first, arguments.get(1));
            case "floor" -> floor(first);
            case "ceil" -> floor(first.negated()).negated();
            case "max", "min" -> extreme(arguments, name.equals("max") ? 1 : -1);
            case "gcd", "lcm" -> divisors(name, arguments);
            case "mod" -> modulo(whole(first), whole(arguments.get(1)));
            case "arccot" -> Quantity.PI.dividedBy(Quantity.of(2)).minus(ofReal("arctan", first, name));
            default ->
                INVERSES.containsKey(name)
                        ? Quantity.ONE.dividedBy(ofReal(INVERSES.get(name), first, name))
                        : OF_REALS.containsKey(name) ? ofReal(name, first, name) : unknown(name, arguments);
        };
    }

    private static Quantity unknown(String name, List<Quantity> arguments) {
        StringBuilder key = new StringBuilder(name);
        arguments.forEach(argument -> key.append('(').append(argument.key()));
        return Point.unknown(key.toString());
    }

    private static Quantity ofReal(String name, Quantity argument, String written) {
        if (!argument.isReal()) {
            return unknown(written, List.of(argument));
        }
        UnaryOperator<Dfp> function = java.util.Objects.requireNonNull(OF_REALS.get(name));
        Dfp value = function.apply(argument.realPart());
        if (value.isNaN() || value.isInfinite()) {
            throw new UndefinedException(written + " of a number without one");
        }
        // the sine of a rounded pi is a rounding error instead of 0
        return value.abs().lessThan(value.newInstance("1e-60")) ? Quantity.ZERO : Quantity.real(value);
    }

    /** Computes a logarithm; with two arguments, the second is the base. */
    private static Quantity logarithm(String name, List<Quantity> arguments, Point point) {
        Quantity of = arguments.get(0);
        if (of.isReal() && of.signum() < 0) {
            point.leaveReals();
        }
        Quantity natural = of.logarithm();
        if (arguments.size() == 2) {
            return natural.dividedBy(arguments.get(1).logarithm());
        }
        boolean common = name.equals(LOG) && point.conventions().commonLogarithm();
        return common ? natural.dividedBy(Quantity.of(10).logarithm()) : natural;
    }

    private static Quantity factorial(Quantity of, Point point) {
        if (!point.conventions().naturals().isEmpty() && of.isReal() && of.signum() < 0) {
            throw new UndefinedException("the factorial of a negative number");
        }
        if (of.exact().filter(number -> isWhole(number) && number.signum() >= 0).isEmpty()) {
            return unknown("factorial", List.of(of));
        }
        int n = small(of);
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= n; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return Quantity.of(new BigFraction(product));
    }

    private static Quantity binomial(Quantity n, Quantity k) {
        if (n.exact().isEmpty() || k.exact().filter(Functions::isWhole).isEmpty()) {
            return unknown("binom", List.of(n, k));
        }
        int taken = k.signum() < 0 ? -1 : small(k);
        Quantity product = taken < 0 ? Quantity.ZERO : Quantity.ONE;
        for (int i = 1; i <= taken; i++) {
            product = product.times(n.minus(Quantity.of(taken - i))).dividedBy(Quantity.of(i));
        }
        return product;
    }

    private static int small(Quantity number) {
        BigInteger whole = whole(number);
        if (whole.abs().compareTo(BigInteger.valueOf(MAX_FACTORIAL)) > 0) {
            throw new TooLargeException("a factorial of more than " + MAX_FACTORIAL);
        }
        return whole.intValueExact();
    }

    private static boolean isWhole(BigFraction number) {
        return number.getDenominator().equals(BigInteger.ONE);
    }

    private static BigInteger whole(Quantity number) {
        return number.exact()
                .filter(Functions::isWhole)
                .map(BigFraction::getNumerator)
                .orElseThrow(() -> new UndefinedException("a function of whole numbers at another number"));
    }

    private static Quantity floor(Quantity number) {
        if (!number.isReal()) {
            throw new UndefinedException("the floor of a complex number");
        }
        if (number.exact().isPresent()) {
            BigFraction exact = number.exact().get();
            BigInteger[] parts = exact.getNumerator().divideAndRemainder(exact.getDenominator());
            BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
            return Quantity.of(new BigFraction(floor));
        }
        return Quantity.real(number.realPart().floor());
    }

    private static Quantity extreme(List<Quantity> of, int sign) {
        Quantity best = of.get(0);
        for (Quantity next : of) {
            if (!next.isReal()) {
                throw new UndefinedException("an extreme of complex numbers");
            }
            best = next.minus(best).signum() == sign ? next : best;
        }
        return best;
    }

    private static Quantity divisors(String name, List<Quantity> of) {
        BigInteger result = whole(of.get(0)).abs();
        for (Quantity next : of.subList(1, of.size())) {
            BigInteger number = whole(next).abs();
            BigInteger common = result.gcd(number);
            boolean none = common.signum() == 0;
            result = name.equals("gcd") || none ? common : result.divide(common).multiply(number);
        }
        return Quantity.of(new BigFraction(result));
    }

    private static Quantity modulo(BigInteger number, BigInteger by) {
        if (by.signum() <= 0) {
            throw new UndefinedException("a remainder of a division by zero");
        }
        return Quantity.of(new BigFraction(number.mod(by)));
    }
}
