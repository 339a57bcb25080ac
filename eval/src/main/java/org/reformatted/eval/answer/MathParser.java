package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.algebra.Expression;
import org.reformatted.eval.algebra.Functions;

/**
 * Reads a plain answer ({@link MathText}) by recursive descent: lists, relations, unions, then sums of products of powers. What it can't
 * read is no value, and then only equal texts are equal.
 */
final class MathParser {
    private static final String RELATIONS = "=<>≤≥≠∈";
    private static final String SET_SIGNS = "∪∩∖";

    /** The head of a set given by a condition, such as {@code {x ∈ ℝ | x > 2}}. */
    private static final Pattern BUILDER = Pattern.compile("\\s*[a-zA-Z]\\s*(?:∈\\s*ℝ\\s*)?[|∣:]");

    private static final int MAX_DEPTH = 60;
    private static final int MAX_LENGTH = 2000;

    private final MathScanner in;
    private final MathNames names;
    private final MathNumbers numbers;
    private final boolean upper;
    private int depth;
    private int bars;

    /** The most digits behind a point in the sum that is read, -1 of none. */
    int decimals = -1;

    private @Nullable Unit unit;

    private MathParser(String text, boolean upper) {
        this.in = new MathScanner(text);
        this.names = new MathNames(this, in);
        this.numbers = new MathNumbers(this, names, in);
        this.upper = upper;
    }

    /** The value of a plain text; with a plus-minus sign it is the two values. */
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

    /** {@code p=5,q=2} among others like it is the point (5,2). */
    private MathValue point(MathValue group) {
        return group instanceof MathValue.Several several ? new MathValue.Tuple('(', ')', several.items()) : group;
    }

    /** Items behind commas; inequalities joined by "or" are one union of sets. */
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

    private MathValue relation() {
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
        Expression modulus = scalar(primary());
        Expression remainder = scalar(sides.get(sides.size() - 1));
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
        MathValue first = sum();
        while (in.peek() != 0 && SET_SIGNS.indexOf(in.peek()) >= 0) {
            char sign = in.text.charAt(in.at++);
            first = new MathValue.SetOperation(sign, List.of(first, sum()));
        }
        return first;
    }

    MathValue sum() {
        if (++depth > MAX_DEPTH) {
            throw new MathScanner.Unreadable("nested too deeply");
        }
        decimals = -1;
        unit = null;
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

    MathValue value(Expression expression) {
        return new MathValue.Scalar(expression, decimals, unit);
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
            } else if (Character.isDigit(in.peek()) && in.isBehindNumber()) {
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

    /** A number with the words behind it; a unit is kept, other words are what is counted. */
    private MathValue measured(MathValue number) {
        if (in.peek() != MathText.OPEN || !(number instanceof MathValue.Scalar)) {
            return number;
        }
        while (in.peek() == MathText.OPEN) {
            String words = word();
            int power = in.take('^')
                    ? scalar(primary())
                            .number()
                            .map(BigFraction::getNumeratorAsInt)
                            .orElse(1)
                    : 1;
            unit = unit == null ? Unit.of(words, power).orElse(null) : unit;
        }
        if (in.take('/')) {
            MathValue by = primary();
            String name = by instanceof MathValue.Words words
                    ? words.text()
                    : by instanceof MathValue.Scalar scalar && scalar.expression() instanceof Expression.Symbol symbol
                            ? symbol.name()
                            : "";
            int power = in.take('^')
                    ? scalar(primary())
                            .number()
                            .map(BigFraction::getNumeratorAsInt)
                            .orElse(1)
                    : 1;
            unit = unit == null ? null : unit.per(name, power);
        }
        return value(scalar(number));
    }

    private String word() {
        in.require(MathText.OPEN);
        int close = in.text.indexOf(MathText.CLOSE, in.at);
        String words = in.text.substring(in.at, close);
        in.at = close + 1;
        return words;
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
            case '⌊' -> rounded("floor", '⌋');
            case '⌈' -> rounded("ceil", '⌉');
            case MathText.OPEN -> words();
            case '∞' -> named("∞");
            case '(', '[', ']' -> bracketed(next);
            case '{' -> group('}');
            case '⦃' -> set();
            case '|' -> absolute();
            default -> throw new MathScanner.Unreadable("'" + next + "'");
        };
    }

    private MathValue words() {
        in.at--;
        StringBuilder words = new StringBuilder(word());
        while (in.peek() == MathText.OPEN) {
            words.append(' ').append(word());
        }
        return new MathValue.Words(words.toString());
    }

    private MathValue rounded(String function, char close) {
        Expression inside = scalar(sum());
        in.require(close);
        return call(function, List.of(inside));
    }

    private MathValue bracketed(char open) {
        int outer = decimals;
        List<MathValue> items = items();
        boolean commas = items.size() > 1;
        while (in.take(';')) {
            List<MathValue> more = items();
            if (commas || more.size() > 1) {
                throw new MathScanner.Unreadable("commas and semicolons");
            }
            items.addAll(more);
        }
        char close = in.peek();
        boolean outward = items.size() == 2 && (open == ']' || close == '[');
        if (close != ')' && close != ']' && !outward) {
            throw new MathScanner.Unreadable("unclosed bracket");
        }
        in.at++;
        boolean matrix = items.size() == 1 && items.get(0) instanceof MathValue.Matrix;
        boolean plain = matrix || (items.size() == 1 && open == '(' && close == ')');
        decimals = plain ? Math.max(outer, decimals) : outer;
        return plain ? items.get(0) : new MathValue.Tuple(open == ']' ? '(' : open, close == '[' ? ')' : close, items);
    }

    private MathValue group(char close) {
        int outer = decimals;
        List<MathValue> items = items();
        in.require(close);
        decimals = Math.max(outer, decimals);
        return items.size() == 1 ? items.get(0) : new MathValue.Several(items, false);
    }

    private MathValue set() {
        if (in.take('⦄')) {
            return new MathValue.Several(List.of(), true);
        }
        Matcher builder = in.matcher(BUILDER);
        if (builder.lookingAt()) {
            in.at = builder.end();
            MathValue condition = relation();
            in.require('⦄');
            return condition;
        }
        List<MathValue> items = items();
        in.require('⦄');
        return new MathValue.Several(items, true);
    }

    private MathValue absolute() {
        boolean norm = in.take('|');
        bars++;
        MathValue inside = sum();
        bars--;
        in.require('|');
        if (norm) {
            in.require('|');
            return call("norm", List.of(scalar(inside)));
        }
        return inside instanceof MathValue.Matrix ? determinant(inside) : call("abs", List.of(scalar(inside)));
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

    /** A cell of a matrix. */
    Expression cell(String text) {
        return scalar(new MathParser(text, upper).whole());
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
