package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.ExpressionEquality;
import org.reformatted.eval.algebra.SignChart;

/** Compares sets of real numbers: intervals, points, their unions, intersections and differences, and the solutions of inequalities in one name. */
final class MathSets {
    private static final Expression INFINITY = new Expression.Symbol("∞");

    /** All real numbers. */
    static final MathValue REALS = new MathValue.Tuple(
            '(', ')', List.of(new MathValue.Scalar(INFINITY.negated()), new MathValue.Scalar(INFINITY)));

    private static final List<RealInterval> ALL = List.of(new RealInterval(null, false, null, false));
    private static final int MAX_PIECES = 40;

    private MathSets() {}

    /** An interval; a bound of null is infinite and never included. */
    private record RealInterval(
            @Nullable Expression low,
            boolean lowIn,
            @Nullable Expression high,
            boolean highIn) {
        static RealInterval point(Expression at) {
            return new RealInterval(at, true, at, true);
        }
    }

    /** Thrown for bounds that can't be ordered, such as letters, and for more pieces than an answer can have. */
    private static final class Unordered extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unordered() {
            super("bounds without an order", null, false, false);
        }
    }

    /** Returns whether two values are the same set; false where either is not a set. */
    static boolean equal(MathValue a, MathValue b) {
        try {
            Optional<List<RealInterval>> x = pieces(a);
            Optional<List<RealInterval>> y = pieces(b);
            return x.isPresent() && y.isPresent() && same(merged(x.get()), merged(y.get()));
        } catch (Unordered e) {
            return false; // not comparable
        }
    }

    private static boolean same(List<RealInterval> a, List<RealInterval> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            RealInterval x = a.get(i);
            RealInterval y = b.get(i);
            if (x.lowIn != y.lowIn || x.highIn != y.highIn || !same(x.low, y.low) || !same(x.high, y.high)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(@Nullable Expression a, @Nullable Expression b) {
        return (a == null || b == null) ? a == null && b == null : ExpressionEquality.same(a, b);
    }

    private static Optional<List<RealInterval>> pieces(MathValue value) {
        if (value instanceof MathValue.Tuple tuple) {
            return interval(tuple).map(List::of);
        }
        if (value instanceof MathValue.Scalar scalar) {
            return Optional.of(List.of(RealInterval.point(scalar.expression())));
        }
        if (value instanceof MathValue.Several several) {
            return several(several);
        }
        if (value instanceof MathValue.SetOperation operation) {
            return combined(operation);
        }
        return value instanceof MathValue.Relation relation ? claimed(relation) : Optional.empty();
    }

    private static Optional<RealInterval> interval(MathValue.Tuple tuple) {
        if (tuple.open() == ':'
                || tuple.items().size() != 2
                || !(tuple.items().get(0) instanceof MathValue.Scalar low)
                || !(tuple.items().get(1) instanceof MathValue.Scalar high)) {
            return Optional.empty();
        }
        boolean fromMinus = low.expression().equals(INFINITY.negated());
        boolean toPlus = high.expression().equals(INFINITY);
        return Optional.of(new RealInterval(
                fromMinus ? null : low.expression(),
                !fromMinus && tuple.open() == '[',
                toPlus ? null : high.expression(),
                !toPlus && tuple.close() == ']'));
    }

    /** Returns the union of points in braces. Of several inequalities it returns the intersection unless it is empty, else the union. */
    private static Optional<List<RealInterval>> several(MathValue.Several several) {
        List<RealInterval> union = new ArrayList<>();
        Optional<List<RealInterval>> common = Optional.of(ALL);
        boolean conditions = !several.items().isEmpty();
        for (MathValue item : several.items()) {
            Optional<List<RealInterval>> pieces = pieces(item);
            if (pieces.isEmpty()
                    || (several.braces() && !(item instanceof MathValue.Scalar))
                    || !MathRelations.sameSubject(several.items().get(0), item)) {
                return Optional.empty();
            }
            union.addAll(pieces.get());
            common = common.map(left -> intersection(left, pieces.get()));
            conditions &= item instanceof MathValue.Relation;
        }
        return conditions && common.filter(left -> !left.isEmpty()).isPresent() ? common : Optional.of(union);
    }

    private static Optional<List<RealInterval>> combined(MathValue.SetOperation operation) {
        Optional<List<RealInterval>> left = pieces(operation.parts().get(0));
        Optional<List<RealInterval>> right = pieces(operation.parts().get(1));
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (operation.sign()) {
                    case '∪' -> union(left.get(), right.get());
                    case '∩' -> intersection(left.get(), right.get());
                    default -> intersection(left.get(), complement(right.get()));
                });
    }

    /** Returns the solutions of a chain such as {@code 1 < x ≤ 2} for its name. */
    private static Optional<List<RealInterval>> claimed(MathValue.Relation relation) {
        if (relation.signs().equals(List.of('∈'))) {
            return pieces(relation.sides().get(1));
        }
        List<RealInterval> common = ALL;
        for (int i = 0; i < relation.signs().size(); i++) {
            char sign = relation.signs().get(i);
            MathValue left = relation.sides().get(i);
            MathValue right = relation.sides().get(i + 1);
            boolean nameFirst = isSubject(left);
            if (nameFirst == isSubject(right) || shareVariable(left, right)) {
                Optional<List<RealInterval>> solved = solved(left, sign, right);
                if (solved.isEmpty()) {
                    return Optional.empty();
                }
                common = intersection(common, solved.get());
                continue;
            }
            MathValue bound = nameFirst ? right : left;
            if (!(bound instanceof MathValue.Scalar scalar)) {
                return Optional.empty();
            }
            MathValue name = nameFirst ? left : right;
            char way = nameFirst ? sign : MathRelations.mirrored(sign);
            common = intersection(common, ofName(name, way, scalar.expression()));
        }
        return Optional.of(common);
    }

    /** Returns whether an inequality must be solved to give bounds of its variable: {@code x > x²}, {@code 2x + 1 < 7}. */
    static boolean isUnsolved(MathValue.Relation relation) {
        for (int i = 0; i < relation.signs().size(); i++) {
            MathValue left = relation.sides().get(i);
            MathValue right = relation.sides().get(i + 1);
            boolean inequality = "<>≤≥".indexOf(relation.signs().get(i)) >= 0;
            if (inequality && (isSubject(left) == isSubject(right) || shareVariable(left, right))) {
                return true;
            }
        }
        return false;
    }

    private static boolean shareVariable(MathValue left, MathValue right) {
        return left instanceof MathValue.Scalar a
                && right instanceof MathValue.Scalar b
                && !Collections.disjoint(
                        a.expression().variables(), b.expression().variables());
    }

    /** Solves an inequality between formulas of one variable: tests it at the zeros and poles, and between them. */
    private static Optional<List<RealInterval>> solved(MathValue left, char sign, MathValue right) {
        if ("<>≤≥".indexOf(sign) < 0
                || !(left instanceof MathValue.Scalar a)
                || !(right instanceof MathValue.Scalar b)) {
            return Optional.empty();
        }
        Expression formula = a.expression().minus(b.expression());
        Optional<String> variable = MathRelations.onlyVariable(formula);
        return variable.flatMap(name -> SignChart.places(formula, name).map(places -> {
            List<Expression> rising = new ArrayList<>(places);
            rising.sort(MathSets::order);
            return holding(
                    rising,
                    place -> SignChart.sign(formula, name, place)
                            .filter(found -> holds(sign, found))
                            .isPresent());
        }));
    }

    /** Returns whether a number with this sign satisfies the relation to zero. */
    private static boolean holds(char relation, int sign) {
        return switch (relation) {
            case '<' -> sign < 0;
            case '≤' -> sign <= 0;
            case '>' -> sign > 0;
            default -> sign >= 0;
        };
    }

    private static List<RealInterval> holding(List<Expression> places, Predicate<Expression> holds) {
        List<RealInterval> pieces = new ArrayList<>();
        for (int i = 0; i <= places.size(); i++) {
            Expression low = i == 0 ? null : places.get(i - 1);
            Expression high = i == places.size() ? null : places.get(i);
            if (low != null && holds.test(low)) {
                pieces.add(RealInterval.point(low));
            }
            if (holds.test(between(low, high))) {
                pieces.add(new RealInterval(low, false, high, false));
            }
        }
        return pieces;
    }

    private static Expression between(@Nullable Expression low, @Nullable Expression high) {
        if (low == null || high == null) {
            return low != null ? low.plus(Expression.ONE) : high != null ? high.minus(Expression.ONE) : Expression.ZERO;
        }
        return low.plus(high).dividedBy(Expression.of(2));
    }

    private static boolean isSubject(MathValue value) {
        return MathRelations.isName(value) || isAbsolute(value);
    }

    private static boolean isAbsolute(MathValue value) {
        return value instanceof MathValue.Scalar scalar
                && scalar.expression() instanceof Expression.Call call
                && call.function().equals("abs")
                && call.arguments().get(0).isName();
    }

    private static List<RealInterval> ofName(MathValue name, char sign, Expression bound) {
        if (bound.equals(INFINITY) || bound.equals(INFINITY.negated())) {
            return ALL; // x < ∞ and x > -∞ hold for all real numbers
        }
        boolean inside = sign == '≤' || sign == '≥' || sign == '=';
        boolean absolute = isAbsolute(name);
        Expression other = absolute ? bound.negated() : bound;
        return switch (sign) {
            case '<', '≤' -> List.of(new RealInterval(absolute ? other : null, absolute && inside, bound, inside));
            case '>', '≥' ->
                absolute
                        ? List.of(
                                new RealInterval(null, false, other, inside),
                                new RealInterval(bound, inside, null, false))
                        : List.of(new RealInterval(bound, inside, null, false));
            case '≠' -> complement(List.of(RealInterval.point(bound)));
            default -> List.of(RealInterval.point(bound));
        };
    }

    private static List<RealInterval> union(List<RealInterval> a, List<RealInterval> b) {
        List<RealInterval> both = new ArrayList<>(a);
        both.addAll(b);
        return both;
    }

    private static List<RealInterval> complement(List<RealInterval> pieces) {
        List<RealInterval> rest = ALL;
        for (RealInterval piece : pieces) {
            List<RealInterval> outside = new ArrayList<>();
            if (piece.low != null) {
                outside.add(new RealInterval(null, false, piece.low, !piece.lowIn));
            }
            if (piece.high != null) {
                outside.add(new RealInterval(piece.high, !piece.highIn, null, false));
            }
            rest = intersection(rest, outside);
        }
        return rest;
    }

    private static List<RealInterval> intersection(List<RealInterval> a, List<RealInterval> b) {
        List<RealInterval> common = new ArrayList<>();
        for (RealInterval x : a) {
            for (RealInterval y : b) {
                boolean lowOfX = y.low == null || (x.low != null && after(x.low, x.lowIn, y.low, y.lowIn));
                boolean highOfX = y.high == null || (x.high != null && after(y.high, !y.highIn, x.high, !x.highIn));
                RealInterval piece = new RealInterval(
                        lowOfX ? x.low : y.low,
                        lowOfX ? x.lowIn : y.lowIn,
                        highOfX ? x.high : y.high,
                        highOfX ? x.highIn : y.highIn);
                if (!isEmpty(piece)) {
                    common.add(piece);
                }
            }
        }
        if (common.size() > MAX_PIECES) {
            throw new Unordered();
        }
        return common;
    }

    /** Returns whether lower bound a is greater than lower bound b, or is equal and excludes at least as much. */
    private static boolean after(Expression a, boolean aIn, Expression b, boolean bIn) {
        int order = order(a, b);
        return order > 0 || (order == 0 && (!aIn || bIn));
    }

    private static int order(Expression a, Expression b) {
        return ExpressionEquality.order(a, b).orElseThrow(Unordered::new);
    }

    /** Returns whether an interval is empty; an interval whose bounds can't be ordered, such as letters, counts as not empty. */
    private static boolean isEmpty(RealInterval piece) {
        if (piece.low == null || piece.high == null) {
            return false;
        }
        int order = ExpressionEquality.order(piece.low, piece.high).orElse(-1);
        return order > 0 || (order == 0 && !(piece.lowIn && piece.highIn));
    }

    /** Returns the pieces in ascending order, with touching pieces joined. */
    private static List<RealInterval> merged(List<RealInterval> pieces) {
        if (pieces.size() < 2) {
            return pieces;
        }
        if (pieces.size() > MAX_PIECES) {
            throw new Unordered();
        }
        List<RealInterval> rising = new ArrayList<>(pieces);
        rising.sort(Comparator.comparing((RealInterval piece) -> piece, MathSets::compareLows));
        List<RealInterval> joined = new ArrayList<>(List.of(rising.get(0)));
        for (RealInterval next : rising.subList(1, rising.size())) {
            RealInterval last = joined.get(joined.size() - 1);
            if (!touch(last, next)) {
                joined.add(next);
                continue;
            }
            boolean reaches = last.high == null || (next.high != null && reaches(last, next.high, next.highIn));
            joined.set(
                    joined.size() - 1,
                    new RealInterval(
                            last.low,
                            last.lowIn,
                            reaches ? last.high : next.high,
                            reaches ? last.highIn : next.highIn));
        }
        return joined;
    }

    /** Returns whether a piece with an upper end reaches at least as far as another upper end. */
    private static boolean reaches(RealInterval piece, Expression high, boolean highIn) {
        int order = order(Objects.requireNonNull(piece.high), high);
        return order > 0 || (order == 0 && (piece.highIn || !highIn));
    }

    private static boolean touch(RealInterval last, RealInterval next) {
        if (last.high == null || next.low == null) {
            return true;
        }
        int order = order(last.high, next.low);
        return order > 0 || (order == 0 && (last.highIn || next.lowIn));
    }

    private static int compareLows(RealInterval a, RealInterval b) {
        if (a.low == null || b.low == null) {
            return a.low == null ? (b.low == null ? 0 : -1) : 1;
        }
        int order = order(a.low, b.low);
        return order != 0 ? order : Boolean.compare(b.lowIn, a.lowIn);
    }
}
