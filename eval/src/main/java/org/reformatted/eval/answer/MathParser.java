package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reformatted.eval.algebra.Expression;

/**
 * Reads a plain answer ({@link MathText}) by recursive descent: lists, relations and unions of the formulas that {@link MathFormulas} reads. A text
 * that it can't read has no value and equals only the same text.
 */
final class MathParser {
    private static final String RELATIONS = "=<>≤≥≠∈";
    private static final String SET_SIGNS = "∪∩∖";
    private static final int MAX_LENGTH = 2000;

    private final MathScanner in;
    private final boolean upper;
    private final MathFormulas formulas;

    private MathParser(String text, boolean upper) {
        this.in = new MathScanner(text);
        this.upper = upper;
        this.formulas = new MathFormulas(this, in, upper);
    }

    /** Returns the value of a plain text; a text with a plus-minus sign has two values. */
    static Optional<MathValue> parse(String plain) {
        if (plain.isBlank() || plain.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            MathValue value = new MathParser(plain, true).whole();
            if (plain.contains("±") || plain.contains("∓")) {
                return Optional.of(new MathValue.Several(List.of(value, new MathParser(plain, false).whole()), false));
            }
            return Optional.of(value);
        } catch (MathScanner.Unreadable | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private MathValue whole() {
        List<MathValue> groups = new ArrayList<>();
        do {
            List<MathValue> items = items();
            groups.add(items.size() == 1 ? items.get(0) : new MathValue.Several(items, false));
        } while (in.take(';'));
        if (in.peek() != 0) {
            throw new MathScanner.Unreadable("rest: " + in.text.substring(in.at));
        }
        return groups.size() == 1
                ? groups.get(0)
                : new MathValue.Several(groups.stream().map(this::point).toList(), false);
    }

    /** Converts a group such as {@code p=5,q=2} among several groups to the point (5,2). */
    private MathValue point(MathValue group) {
        return group instanceof MathValue.Several several ? new MathValue.Tuple('(', ')', several.items()) : group;
    }

    /** Reads items that are separated by commas; inequalities joined by "or" form one union of sets. */
    List<MathValue> items() {
        List<MathValue> items = new ArrayList<>();
        do {
            MathValue item = relation();
            while (in.take('∨')) {
                MathValue other = relation();
                if (isInequality(item) && isInequality(other)) {
                    item = new MathValue.SetOperation('∪', List.of(item, other));
                } else {
                    items.add(item);
                    item = other;
                }
            }
            items.add(item);
        } while (in.take(','));
        return items;
    }

    private static boolean isInequality(MathValue value) {
        return value instanceof MathValue.SetOperation
                || (value instanceof MathValue.Relation relation
                        && relation.signs().stream().allMatch(sign -> "<>≤≥".indexOf(sign) >= 0));
    }

    MathValue relation() {
        List<MathValue> sides = new ArrayList<>(List.of(ratio()));
        List<Character> signs = new ArrayList<>();
        while (in.peek() != 0 && RELATIONS.indexOf(in.peek()) >= 0) {
            signs.add(in.text.charAt(in.at++));
            sides.add(ratio());
        }
        if (in.take(MathText.MODULUS)) {
            return congruence(sides);
        }
        return signs.isEmpty() ? sides.get(0) : new MathValue.Relation(sides, signs);
    }

    private MathValue congruence(List<MathValue> sides) {
        Expression modulus = MathFormulas.scalar(formulas.primary());
        Expression remainder = MathFormulas.scalar(sides.get(sides.size() - 1));
        return new MathValue.Congruence(sides.size() == 1 ? null : sides.get(0), remainder, modulus);
    }

    private MathValue ratio() {
        List<MathValue> parts = new ArrayList<>(List.of(union()));
        while (in.take(':')) {
            parts.add(union());
        }
        return parts.size() == 1 ? parts.get(0) : new MathValue.Tuple(':', ':', parts);
    }

    private MathValue union() {
        MathValue first = formulas.sum();
        while (in.peek() != 0 && SET_SIGNS.indexOf(in.peek()) >= 0) {
            char sign = in.text.charAt(in.at++);
            first = new MathValue.SetOperation(sign, List.of(first, formulas.sum()));
        }
        return first;
    }

    /** Reads a cell of a matrix. */
    Expression cell(String text) {
        return MathFormulas.scalar(new MathParser(text, upper).whole());
    }
}
