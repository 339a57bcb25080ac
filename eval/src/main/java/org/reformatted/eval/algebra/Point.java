package org.reformatted.eval.algebra;

import java.util.Random;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/**
 * Where expressions are evaluated: a rational value for every variable, drawn from the variable's name and the point's number, and the
 * conventions that mathematical writing leaves open. A budget bounds the work.
 */
public final class Point {
    /** Operations that one evaluation may take; the longest reference of MATH takes fewer than 200. */
    private static final int BUDGET = 40_000;

    /** The largest denominator drawn; values this fine make it unlikely that different expressions agree by chance. */
    private static final int FINENESS = 10_007;

    private static final int LARGEST_WHOLE = 60;

    /** The number of the point where every variable is a whole number, since rounding functions differ there alone. */
    private static final int WHOLE = 7;

    static final Conventions PLAIN = new Conventions(false, false, Set.of(), Set.of());

    private final int number;
    private final Conventions conventions;
    private int spent;
    private boolean leftReals;
    private int functions;

    /**
     * What mathematical writing leaves open.
     *
     * @param commonLogarithm whether a logarithm without a base is of base 10, else of base e
     * @param degreesAreAngles whether a degree sign makes an angle outside functions as well; else {@code 90°} is the number 90 there
     * @param naturals variables that stand for whole numbers above 1, as under a factorial
     * @param integers variables that stand for whole numbers, as in a power of -1
     */
    record Conventions(boolean commonLogarithm, boolean degreesAreAngles, Set<String> naturals, Set<String> integers) {}

    Point(int number, Conventions conventions) {
        this.number = number;
        this.conventions = conventions;
    }

    Conventions conventions() {
        return conventions;
    }

    /** Counts work done, and ends an evaluation that takes too much. */
    void spend(int operations) {
        spent += operations;
        if (spent > BUDGET) {
            throw new TooLargeException("more than " + BUDGET + " operations");
        }
    }

    /** Points 0 to 2 are positive (below 1, above 1, both), point 3 is negative, later ones are mixed, the last one is whole. */
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

    /** Names and numbers next to each other get values that have nothing in common, signs included. */
    private long seed(String name) {
        long mixed = name.hashCode() * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL; // the finalizer of MurmurHash3
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    /** A value of a function that is not known, by its name and the values of its arguments. */
    static Quantity unknown(String name) {
        Random random = new Random(name.hashCode() * 1_000_003L + name.length());
        return Quantity.of(new BigFraction(1 + random.nextInt(1_000_003), 1_000_003));
    }

    void leaveReals() {
        leftReals = true;
    }

    /** Whether a root or logarithm of a negative number was taken. */
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
