package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.ExpressionEquality;

/** Determines the statement of equations and inequalities, and whether two of them state the same. */
final class MathRelations {
    private MathRelations() {}

    /** Reduces a chain of equations to its first side and its last: {@code x = 5 + 5 + 1 = 11} is {@code x = 11}. */
    static MathValue simplified(MathValue value) {
        if (value instanceof MathValue.Relation relation
                && relation.signs().size() > 1
                && (isName(relation.sides().get(0)) || !isComputation(relation))
                && relation.signs().stream().allMatch(sign -> sign == '=')) {
            List<MathValue> sides = relation.sides();
            return new MathValue.Relation(List.of(sides.get(0), sides.get(sides.size() - 1)), List.of('='));
        }
        return value;
    }

    /**
     * Returns the value that a relation gives to a name: {@code x = 5} and {@code (p,q) = (3,2)} and {@code x ∈ [0,1]}, but not {@code 2x + z = 1}.
     */
    static Optional<MathValue> claimed(MathValue.Relation relation) {
        int last = relation.signs().size() - 1;
        char sign = relation.signs().get(last);
        if (sign == '∈' && last == 0) {
            return Optional.of(relation.sides().get(1));
        }
        if (isComputation(relation)) {
            return Optional.of(relation.sides().get(last + 1));
        }
        int equals = relation.signs().lastIndexOf('=');
        if (equals < 0 || relation.signs().indexOf('=') != equals) {
            return Optional.empty();
        }
        if (relation.sides().subList(0, equals + 1).stream().allMatch(MathRelations::isName)) {
            List<MathValue> behind =
                    relation.sides().subList(equals + 1, relation.sides().size());
            List<Character> signs =
                    relation.signs().subList(equals + 1, relation.signs().size());
            return Optional.of(signs.isEmpty() ? behind.get(0) : new MathValue.Relation(behind, signs));
        }
        return Optional.empty();
    }

    /** Returns whether a relation is a computation with an intermediate number: {@code 12 - 2 = 10} or {@code f(2) = 4 + 1 = 5}. */
    private static boolean isComputation(MathValue.Relation relation) {
        int last = relation.sides().size() - 1;
        return relation.signs().stream().allMatch(sign -> sign == '=')
                && isNumber(relation.sides().get(last))
                && relation.sides().subList(0, last).stream().anyMatch(MathRelations::isNumber);
    }

    private static boolean isNumber(MathValue value) {
        return value instanceof MathValue.Scalar scalar && scalar.expression().isConstant();
    }

    static boolean isName(MathValue value) {
        if (value instanceof MathValue.Tuple tuple) {
            return tuple.items().stream().allMatch(MathRelations::isName);
        }
        return value instanceof MathValue.Words
                || (value instanceof MathValue.Scalar scalar
                        && (scalar.expression().isName() || isLength(scalar.expression())));
    }

    /** Returns whether an expression is a length such as {@code |AB|}; {@code |x|} is not, because two values of x give the same result. */
    private static boolean isLength(Expression expression) {
        return expression instanceof Expression.Call call
                && call.function().equals("abs")
                && call.arguments().get(0) instanceof Expression.Product
                && call.arguments().get(0).isName()
                && call.symbols().stream().allMatch(name -> Character.isUpperCase(name.charAt(0)));
    }

    static boolean equal(MathValue.Relation a, MathValue.Relation b) {
        boolean equations = isEquation(a) && isEquation(b);
        boolean sides = sameSides(a, b) || sameSides(a, mirrored(b));
        if (sides && (equations || sameDomains(a, b))) {
            return true;
        }
        if (equations) {
            return difference(a)
                    .flatMap(x -> difference(b).map(y -> ExpressionEquality.sameZeros(x, y)))
                    .orElse(false);
        }
        return sameInequality(rising(a), rising(b));
    }

    /** Returns whether the formulas of two relations are defined at the same points: {@code x} is defined where {@code x²/x} is not. */
    private static boolean sameDomains(MathValue.Relation a, MathValue.Relation b) {
        return ExpressionEquality.sameDomain(sumOfSides(a), sumOfSides(b));
    }

    private static Expression sumOfSides(MathValue.Relation relation) {
        Expression sum = Expression.ZERO;
        for (MathValue side : relation.sides()) {
            sum = side instanceof MathValue.Scalar scalar ? sum.plus(scalar.expression()) : sum;
        }
        return sum;
    }

    /**
     * Returns whether two inequalities are the same, such as {@code 2x < 6} and {@code x < 3}: the difference of the sides of one is that of the
     * other times a positive number.
     */
    private static boolean sameInequality(MathValue.Relation a, MathValue.Relation b) {
        boolean single = a.signs().size() == 1 && "<≤≠".indexOf(a.signs().get(0)) >= 0;
        if (!single || !a.signs().equals(b.signs())) {
            return false;
        }
        Optional<Expression> x = difference(a);
        Optional<Expression> y = difference(b);
        if (x.isEmpty() || y.isEmpty()) {
            return false;
        }
        return a.signs().get(0) == '≠'
                ? ExpressionEquality.sameZeros(x.get(), y.get()) && ExpressionEquality.samePoles(x.get(), y.get())
                : ExpressionEquality.sameSigns(x.get(), y.get());
    }

    private static boolean isEquation(MathValue.Relation relation) {
        return relation.signs().equals(List.of('='));
    }

    private static Optional<Expression> difference(MathValue.Relation equation) {
        return equation.sides().get(0) instanceof MathValue.Scalar left
                        && equation.sides().get(1) instanceof MathValue.Scalar right
                ? Optional.of(left.expression().minus(right.expression()))
                : Optional.empty();
    }

    /** Returns the variable of a formula with exactly one variable. */
    static Optional<String> onlyVariable(Expression formula) {
        Set<String> names = formula.variables();
        return names.size() == 1 ? Optional.of(names.iterator().next()) : Optional.empty();
    }

    private static boolean sameSides(MathValue.Relation a, MathValue.Relation b) {
        return a.signs().equals(b.signs()) && MathEquivalence.sameInOrder(a.sides(), b.sides());
    }

    private static MathValue.Relation mirrored(MathValue.Relation relation) {
        List<MathValue> sides = new ArrayList<>(relation.sides());
        Collections.reverse(sides);
        List<Character> signs = new ArrayList<>(
                relation.signs().stream().map(MathRelations::mirrored).toList());
        Collections.reverse(signs);
        return new MathValue.Relation(sides, signs);
    }

    static char mirrored(char sign) {
        return switch (sign) {
            case '<' -> '>';
            case '>' -> '<';
            case '≤' -> '≥';
            case '≥' -> '≤';
            default -> sign;
        };
    }

    private static MathValue.Relation rising(MathValue.Relation relation) {
        char first = relation.signs().get(0);
        return first == '>' || first == '≥' ? mirrored(relation) : relation;
    }

    /** Returns whether a value is a condition on numbers and not a list of them: an inequality, a membership, or a combination of sets. */
    static boolean isCondition(MathValue value) {
        return value instanceof MathValue.SetOperation
                || (value instanceof MathValue.Several several
                        && several.items().stream().anyMatch(MathRelations::isCondition))
                || (value instanceof MathValue.Relation relation
                        && relation.signs().stream().anyMatch(sign -> sign != '='));
    }

    /** Returns whether two conditions may be about the same name: if both contain a name, the names are equal. */
    static boolean sameSubject(MathValue a, MathValue b) {
        Optional<MathValue> x = subject(a);
        Optional<MathValue> y = subject(b);
        return x.isEmpty() || y.isEmpty() || MathEquivalence.sameInOrder(List.of(x.get()), List.of(y.get()));
    }

    private static Optional<MathValue> subject(MathValue value) {
        if (value instanceof MathValue.Relation relation) {
            return relation.sides().stream()
                    .filter(MathRelations::isName)
                    .findFirst()
                    .or(() -> difference(relation)
                            .flatMap(MathRelations::onlyVariable)
                            .map(name -> new MathValue.Scalar(new Expression.Symbol(name))));
        }
        if (value instanceof MathValue.Several several) {
            return several.items().stream()
                    .flatMap(item -> subject(item).stream())
                    .findFirst();
        }
        return value instanceof MathValue.SetOperation operation
                ? subject(operation.parts().get(0))
                : Optional.empty();
    }
}
