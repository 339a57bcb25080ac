package org.reformatted.eval.algebra;

import java.util.Random;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/**
 * A point at which expressions are evaluated: a rational value for every variable, pseudo-random from the variable's name and the point's number, and
 * the conventions that mathematical writing leaves open. A budget bounds the work.
 */
public final class Point {
    /** The maximum number of operations of one evaluation; the longest reference of MATH needs fewer than 200. */
    private static final int BUDGET = 40_000;

    /** The denominator of the values; it is large, so that different expressions are unlikely to agree by chance. */
    private static final int FINENESS = 10_007;

    private static final int LARGEST_WHOLE = 60;

    /** The number of the point where every variable is a whole number; some rounding functions differ only there. */
    private static final int WHOLE = 7;

    static final Conventions PLAIN = new Conventions(false, false, Set.of(), Set.of());

    private final int number;
    private final Conventions conventions;
    private int spent;
    private boolean leftReals;
    private int functions;

    /**
     * The conventions that mathematical writing leaves open.
     *
     * @param commonLogarithm whether a logarithm without a base has base 10; else it has base e
     * @param degreesAreAngles whether a degree sign means an angle outside functions too; else {@code 90°} outside functions is the number 90
     * @param naturals variables that are whole numbers above 1, as under a factorial
     * @param integers variables that are whole numbers, as in a power of -1
     */
    record Conventions(boolean commonLogarithm, boolean degreesAreAngles, Set<String> naturals, Set<String> integers) {}

    Point(int number, Conventions conventions) {
        this.number = number;
        this.conventions = conventions;
    }

    Conventions conventions() {
        return conventions;
    }

    /** Counts operations, and ends an evaluation that exceeds the budget. */
    void spend(int operations) {
        spent += operations;
        if (spent > BUDGET) {
            throw new TooLargeException("more than " + BUDGET + " operations");
        }
    }

    /**
     * Returns the value of a variable: points 0 to 2 are positive (below 1, above 1, both), point 3 is negative, later ones are mixed, and point 7
     * has whole numbers.
     */
    Quantity variable(String name) {
        Random random = new Random(seed(name));
        int whole = 2 + random.nextInt(LARGEST_WHOLE - 1);
        if (conventions.naturals.contains(name)) {
            return Quantity.of(whole);
        }
        if (number == WHOLE || conventions.integers.contains(name)) {
            return Quantity.of(random.nextBoolean() ? whole : -whole);
        }
        BigFraction below = new BigFraction(1 + random.nextInt(FINENESS - 1), FINENESS);
        boolean above = number == 1 || (number != 0 && random.nextBoolean());
        BigFraction size = above ? below.add(1 + random.nextInt(2)) : below;
        boolean negative = number == 3 || (number > 3 && random.nextBoolean());
        return Quantity.of(negative ? size.negate() : size);
    }

    /** Mixes the name and the number, so that the values of similar names and adjacent numbers are unrelated, including their signs. */
    private long seed(String name) {
        long mixed = name.hashCode() * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL; // the finalizer of MurmurHash3
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Returns the value of an unknown function; the parameter contains its name and the values of its arguments. */
    static Quantity unknown(String name) {
        Random random = new Random(name.hashCode() * 1_000_003L + name.length());
        return Quantity.of(new BigFraction(1 + random.nextInt(1_000_003), 1_000_003));
    }

    void leaveReals() {
        leftReals = true;
    }

    /** Returns whether a root or logarithm of a negative number was computed. */
    boolean leftReals() {
        return leftReals;
    }

    void enterFunction() {
        functions++;
    }

    void leaveFunction() {
        functions--;
    }

    boolean degreesAreAngles() {
        return functions > 0 || conventions.degreesAreAngles;
    }
}
