package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.ExpressionEquality;
import org.reformatted.eval.algebra.Functions;

/**
 * Compares two answers by their meaning: fractions, decimals, thousands separators, percent, units, currency, degrees, roots, intervals, tuples,
 * sets, matrices, equations and inequalities, and formulas by polynomial identity in exact arithmetic.
 */
public final class MathEquivalence {
    /** A decimal with at least this many digits after the point also equals any exact number that rounds to it. */
    private static final int ROUNDED_DECIMALS = 6;

    private static final int MAX_ITEMS = 100;
    private static final Pattern WORDS = Pattern.compile("[\\p{L} .,'()" + MathText.OPEN + MathText.CLOSE + "-]+");
    private static final Pattern LONG_WORD = Pattern.compile("\\p{L}{3}|^(?i:no)$");

    private MathEquivalence() {}

    /**
     * Compares two answers.
     *
     * @param first an answer without its box
     * @param second another answer
     * @return whether they have the same meaning; false when either can't be read and the texts differ
     */
    public static boolean equal(String first, String second) {
        String a = MathText.plain(first);
        String b = MathText.plain(second);
        if (!a.isEmpty() && withoutSpaces(a).equals(withoutSpaces(b))) {
            return true;
        }
        Optional<String> words = words(a);
        if (words.isPresent() && words.equals(words(b))) {
            return true;
        }
        List<MathValue> others = values(second);
        return values(first).stream().anyMatch(value -> others.stream().anyMatch(other -> equal(value, other)));
    }

    private static String withoutSpaces(String plain) {
        return plain.replaceAll("(?<![0-9])\\s+|\\s+(?![0-9])", "").replaceAll("\\s+", " ");
    }

    /** Returns an answer in words, in lower case; empty for a formula. */
    private static Optional<String> words(String plain) {
        boolean words = WORDS.matcher(plain).matches()
                && (plain.indexOf(MathText.OPEN) >= 0
                        || LONG_WORD.matcher(plain).find());
        return words
                ? Optional.of(plain.replaceAll("[" + MathText.OPEN + MathText.CLOSE + "().,'-]", " ")
                        .strip()
                        .replaceAll("\\s+", " ")
                        .toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** Returns the possible values of a text, one for each way to read its commas. */
    static List<MathValue> values(String answer) {
        List<MathValue> values = new ArrayList<>();
        for (String reading : MathText.readings(answer)) {
            MathParser.parse(reading).ifPresent(values::add);
        }
        return values;
    }

    private static boolean equal(MathValue first, MathValue second) {
        MathValue a = MathRelations.simplified(first);
        MathValue b = MathRelations.simplified(second);
        if (a instanceof MathValue.Scalar x && b instanceof MathValue.Scalar y) {
            return equal(x, y);
        }
        if (a instanceof MathValue.Words x && b instanceof MathValue.Words y) {
            return x.text().equals(y.text());
        }
        if (a instanceof MathValue.Matrix x && b instanceof MathValue.Matrix y) {
            return equalRows(x.rows(), y.rows());
        }
        if (a instanceof MathValue.Relation x && b instanceof MathValue.Relation y) {
            return MathRelations.equal(x, y) || equalSets(a, b);
        }
        if (a instanceof MathValue.Tuple x && b instanceof MathValue.Tuple y) {
            return (x.open() == y.open() && x.close() == y.close() && sameInOrder(x.items(), y.items()))
                    || MathRatios.proportional(x, y);
        }
        if (a instanceof MathValue.Several x && b instanceof MathValue.Several y && sameInAnyOrder(x, y)) {
            return true;
        }
        if (a instanceof MathValue.Congruence x && b instanceof MathValue.Congruence y) {
            return x.equal(y);
        }
        return equalAcrossForms(a, b) || equalAcrossForms(b, a) || equalSets(a, b);
    }

    /** Compares two values where only one has a name or brackets. */
    private static boolean equalAcrossForms(MathValue a, MathValue b) {
        if (a instanceof MathValue.Several several && !(b instanceof MathValue.Tuple)) {
            boolean sets = several.braces() && isSet(b); // {∅} is not ∅
            return !sets
                    && !several.items().isEmpty()
                    && several.items().stream().allMatch(item -> equal(item, b));
        }
        if (a instanceof MathValue.Tuple tuple && b instanceof MathValue.Several several && !several.braces()) {
            return tuple.open() == '(' && tuple.close() == ')' && sameInOrder(tuple.items(), several.items());
        }
        if (a instanceof MathValue.Tuple ratio && b instanceof MathValue.Scalar fraction) {
            return MathRatios.equal(ratio, fraction);
        }
        if (a instanceof MathValue.Congruence remainder && b instanceof MathValue.Scalar number) {
            return remainder.isLeast(number.expression());
        }
        Optional<MathValue> claimed =
                a instanceof MathValue.Relation relation ? MathRelations.claimed(relation) : Optional.empty();
        return claimed.isPresent() && equal(claimed.get(), b);
    }

    private static boolean equalSets(MathValue a, MathValue b) {
        return (MathRelations.isCondition(a) || MathRelations.isCondition(b))
                && MathRelations.sameSubject(a, b)
                && MathSets.equal(a, b);
    }

    private static boolean equal(MathValue.Scalar a, MathValue.Scalar b) {
        Unit x = a.unit();
        Unit y = b.unit();
        if (x == null && y == null) {
            return equalNumbers(a, b);
        }
        if (x != null && y != null) {
            return x.equals(y)
                    ? equalNumbers(a, b)
                    : x.measuresLike(y)
                            && ExpressionEquality.same(x.inSmallest(a.expression()), y.inSmallest(b.expression()));
        }
        boolean angle =
                a.expression().mentions(Functions.DEGREES) || b.expression().mentions(Functions.DEGREES);
        return !angle && (equalNumbers(a, b) || equalToPercent(a, b) || equalToPercent(b, a));
    }

    private static boolean equalToPercent(MathValue.Scalar percent, MathValue.Scalar number) {
        return Unit.PERCENT.equals(percent.unit())
                && ExpressionEquality.same(Unit.PERCENT.inSmallest(percent.expression()), number.expression());
    }

    private static boolean equalNumbers(MathValue.Scalar a, MathValue.Scalar b) {
        return ExpressionEquality.same(a.expression(), b.expression()) || rounds(a, b) || rounds(b, a);
    }

    /** Returns whether a decimal with many digits is the other value, rounded. */
    private static boolean rounds(MathValue.Scalar decimal, MathValue.Scalar exact) {
        if (decimal.decimals() < ROUNDED_DECIMALS || exact.decimals() >= 0) {
            return false;
        }
        double distance = Math.abs(
                decimal.expression().approximately() - exact.expression().approximately());
        return distance <= 0.5001 * Math.pow(10, -Math.min(decimal.decimals(), 12));
    }

    private static boolean equalRows(List<List<Expression>> a, List<List<Expression>> b) {
        if (a.size() != b.size() || a.get(0).size() != b.get(0).size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < a.get(i).size(); j++) {
                if (!ExpressionEquality.same(a.get(i).get(j), b.get(i).get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean sameInOrder(List<MathValue> a, List<MathValue> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether both sides contain the same items, in any order and any number of times. */
    private static boolean sameInAnyOrder(MathValue.Several a, MathValue.Several b) {
        return a.items().size() <= MAX_ITEMS && b.items().size() <= MAX_ITEMS && within(a, b) && within(b, a);
    }

    /** Returns whether each item of one side is on the other side; in braces, a number differs from the set that contains it. */
    private static boolean within(MathValue.Several a, MathValue.Several b) {
        boolean sets = a.braces() && b.braces();
        return a.items().stream()
                .allMatch(item -> b.items().stream()
                        .anyMatch(other -> (!sets || isSet(item) == isSet(other)) && equal(item, other)));
    }

    private static boolean isSet(MathValue value) {
        return value instanceof MathValue.Several several && several.braces();
    }
}
