package org.reformatted.eval.answer;

import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.Functions;

/** Reads sums of products of powers, of both numbers and matrices; {@link MathBrackets} reads the content of brackets. */
final class MathFormulas {
    private static final int MAX_DEPTH = 60;

    private final MathScanner in;
    private final boolean upper;
    private final MathNames names;
    private final MathNumbers numbers;
    private final MathBrackets brackets;
    private final MathUnits units;
    private int depth;
    private int bars;

    /** The highest number of digits after a point in the current sum; -1 when no number has a point. */
    int decimals = -1;

    /**
     * Reads the formulas of an answer.
     *
     * @param answer reads the lists in brackets
     * @param in the text
     * @param upper whether a plus-minus sign is a plus
     */
    MathFormulas(MathParser answer, MathScanner in, boolean upper) {
        this.in = in;
        this.upper = upper;
        this.names = new MathNames(answer, this, in);
        this.numbers = new MathNumbers(this, names, in);
        this.brackets = new MathBrackets(answer, this, in);
        this.units = new MathUnits(this, in);
    }

    MathValue sum() {
        if (++depth > MAX_DEPTH) {
            throw new MathScanner.Unreadable("nested too deeply");
        }
        decimals = -1;
        units.forget();
        MathValue first = signed();
        while (in.peek() == '+' || in.peek() == '-' || in.peek() == '±' || in.peek() == '∓') {
            boolean plus = sign();
            MathValue term = product();
            if (first instanceof MathValue.Matrix a && term instanceof MathValue.Matrix b) {
                first = MathMatrices.combined(a, b, plus ? Expression::plus : Expression::minus)
                        .orElseThrow(() -> new MathScanner.Unreadable("matrices of two sizes"));
            } else {
                Expression sum = scalar(first);
                first = value(plus ? sum.plus(scalar(term)) : sum.minus(scalar(term)));
            }
        }
        depth--;
        return first;
    }

    /** Reads a sum between bars, where a bar does not start a factor. */
    MathValue betweenBars() {
        bars++;
        MathValue inside = sum();
        bars--;
        return inside;
    }

    MathValue value(Expression expression) {
        return new MathValue.Scalar(expression, decimals, units.found());
    }

    private MathValue signed() {
        if (in.peek() == '+' || in.peek() == '-' || in.peek() == '±' || in.peek() == '∓') {
            boolean plus = sign();
            MathValue operand = signed();
            if (operand instanceof MathValue.Matrix matrix) {
                return plus ? matrix : MathMatrices.each(matrix, Expression::negated);
            }
            Expression value = scalar(operand);
            return value(plus ? value : value.negated());
        }
        return product();
    }

    private boolean sign() {
        char sign = in.text.charAt(in.at++);
        return sign == '+' || (sign != '-' && (sign == '±') == upper);
    }

    private MathValue product() {
        MathValue first = power();
        while (startsFactor()) {
            boolean divides = in.peek() == '/';
            if (in.peek() == '*' || divides) {
                in.at++;
            } else if (Character.isDigit(in.peek()) && in.isAfterNumber()) {
                throw new MathScanner.Unreadable("two numbers side by side");
            }
            MathValue next = in.peek() == '-' ? signed() : power();
            if (first instanceof MathValue.Matrix a && next instanceof MathValue.Matrix b && !divides) {
                first = MathMatrices.product(a, b).orElseThrow(() -> new MathScanner.Unreadable("matrices"));
            } else if (next instanceof MathValue.Matrix matrix && !divides) {
                Expression factor = scalar(first);
                first = MathMatrices.each(matrix, factor::times);
            } else if (first instanceof MathValue.Matrix matrix) {
                Expression factor = scalar(next);
                first = MathMatrices.each(matrix, cell -> divides ? cell.dividedBy(factor) : cell.times(factor));
            } else {
                Expression product = scalar(first);
                Expression factor = scalar(next);
                first = value(divides ? product.dividedBy(factor) : product.times(factor));
            }
        }
        return measured(first);
    }

    /** Reads the words after a number; a unit is kept, other words name the counted things and are dropped. */
    private MathValue measured(MathValue number) {
        if (in.peek() != MathText.OPEN || !(number instanceof MathValue.Scalar)) {
            return number;
        }
        units.read();
        return value(scalar(number));
    }

    private boolean startsFactor() {
        char next = in.peek();
        return next == '*'
                || next == '/'
                || next == '('
                || next == '{'
                || next == '\\'
                || next == '∞'
                || next == 'π'
                || next == '⌊'
                || next == '⌈'
                || Character.isLetterOrDigit(next)
                || (next == '|' && bars == 0)
                || next == '.';
    }

    MathValue power() {
        MathValue base = primary();
        while (true) {
            if (in.take('^')) {
                base = raised(base);
            } else if (in.take('!')) {
                base = call("factorial", List.of(scalar(base)));
            } else if (in.take('°')) {
                base = call(Functions.DEGREES, List.of(scalar(base)));
            } else {
                return base;
            }
        }
    }

    private MathValue raised(MathValue base) {
        if (base instanceof MathValue.Matrix matrix) {
            if (in.text.startsWith("T", in.at) || in.text.startsWith("{T}", in.at)) {
                in.at += in.text.startsWith("T", in.at) ? 1 : 3;
                return MathMatrices.transposed(matrix);
            }
            int power = names.exponent()
                    .number()
                    .map(BigFraction::getNumeratorAsInt)
                    .orElse(0);
            return MathMatrices.power(matrix, power)
                    .orElseThrow(() -> new MathScanner.Unreadable("a power of a matrix"));
        }
        return value(scalar(base).power(names.exponent()));
    }

    MathValue call(String function, List<Expression> arguments) {
        return value(new Expression.Call(function, arguments));
    }

    MathValue primary() {
        char next = in.peek();
        if (Character.isDigit(next) || next == '.') {
            return numbers.number();
        }
        if (next == '\\') {
            return names.command();
        }
        if (MathNames.isNameLetter(next)) {
            return names.letters();
        }
        in.at++;
        return switch (next) {
            case 'π' -> named("pi");
            case 'ℝ' -> MathSets.REALS;
            case '∅' -> new MathValue.Several(List.of(), true);
            case '∞' -> named("∞");
            case MathText.OPEN -> units.words();
            default -> brackets.afterOpening(next);
        };
    }

    MathValue determinant(MathValue of) {
        if (!(of instanceof MathValue.Matrix matrix)) {
            throw new MathScanner.Unreadable("the determinant of no matrix");
        }
        return value(MathMatrices.determinant(matrix).orElseThrow(() -> new MathScanner.Unreadable("a determinant")));
    }

    MathValue named(String name) {
        return value(new Expression.Symbol(name));
    }

    static Expression scalar(MathValue value) {
        if (value instanceof MathValue.Scalar scalar) {
            return scalar.expression();
        }
        if (value instanceof MathValue.Words words) {
            return new Expression.Symbol("word " + words.text());
        }
        throw new MathScanner.Unreadable("a " + value.getClass().getSimpleName() + " within a formula");
    }
}
