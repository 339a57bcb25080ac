package org.reformatted.eval.answer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private static final Pattern MIXED = Pattern.compile("([0-9]+)\\s*/\\s*([0-9]+)(?![0-9.])");
    private static final Pattern REPEATED =
            Pattern.compile("\\\\(?:overline|dot|bar)\\s*(?:\\{\\s*([0-9]+)\\s*}|([0-9]))");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]+");
    private static final Set<String> OPERATORS = Set.of("begin", "end", "frac", "to");
    private static final Pattern SCIENTIFIC = Pattern.compile("[eE]([-+]?[0-9]{1,3})(?![0-9.])");
    private static final int MAX_DEPTH = 60;
    private static final int MAX_LENGTH = 2000;

    private final String text;
    private final boolean upper;
    private int at;
    private int depth;
    private int decimals = -1;
    private @Nullable Unit unit;

    private MathParser(String text, boolean upper) {
        this.text = text;
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
        } catch (Unreadable | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Not an answer this parser knows. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String what) {
            super(what, null, false, false);
        }
    }

    private MathValue whole() {
        List<MathValue> groups = new ArrayList<>();
        do {
            List<MathValue> items = items();
            groups.add(items.size() == 1 ? items.get(0) : new MathValue.Several(items, false));
        } while (take(';'));
        if (peek() != 0) {
            throw new Unreadable("rest: " + text.substring(at));
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
    private List<MathValue> items() {
        List<MathValue> items = new ArrayList<>();
        do {
            MathValue item = relation();
            while (take('∨')) {
                MathValue other = relation();
                if (isInequality(item) && isInequality(other)) {
                    item = new MathValue.SetOperation('∪', List.of(item, other));
                } else {
                    items.add(item);
                    item = other;
                }
            }
            items.add(item);
        } while (take(','));
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
        while (peek() != 0 && RELATIONS.indexOf(peek()) >= 0) {
            signs.add(text.charAt(at++));
            sides.add(ratio());
        }
        return signs.isEmpty() ? sides.get(0) : new MathValue.Relation(sides, signs);
    }

    private MathValue ratio() {
        List<MathValue> parts = new ArrayList<>(List.of(union()));
        while (take(':')) {
            parts.add(union());
        }
        return parts.size() == 1 ? parts.get(0) : new MathValue.Tuple(':', ':', parts);
    }

    private MathValue union() {
        MathValue first = sum();
        while (peek() != 0 && SET_SIGNS.indexOf(peek()) >= 0) {
            char sign = text.charAt(at++);
            first = new MathValue.SetOperation(sign, List.of(first, sum()));
        }
        return first;
    }

    private MathValue sum() {
        if (++depth > MAX_DEPTH) {
            throw new Unreadable("nested too deeply");
        }
        decimals = -1;
        unit = null;
        MathValue first = signed();
        while (peek() == '+' || peek() == '-' || peek() == '±' || peek() == '∓') {
            boolean plus = sign();
            MathValue term = product();
            if (first instanceof MathValue.Matrix a && term instanceof MathValue.Matrix b) {
                first = MathMatrices.combined(a, b, plus ? Expression::plus : Expression::minus)
                        .orElseThrow(() -> new Unreadable("matrices of two sizes"));
            } else {
                Expression sum = scalar(first);
                first = value(plus ? sum.plus(scalar(term)) : sum.minus(scalar(term)));
            }
        }
        depth--;
        return first;
    }

    private MathValue value(Expression expression) {
        return new MathValue.Scalar(expression, decimals, unit);
    }

    private MathValue signed() {
        if (peek() == '+' || peek() == '-' || peek() == '±' || peek() == '∓') {
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
        char sign = text.charAt(at++);
        return sign == '+' || (sign != '-' && (sign == '±') == upper);
    }

    private MathValue product() {
        MathValue first = power();
        while (startsFactor()) {
            boolean divides = peek() == '/';
            if (peek() == '*' || divides) {
                at++;
            }
            MathValue next = peek() == '-' ? signed() : power();
            if (first instanceof MathValue.Matrix a && next instanceof MathValue.Matrix b && !divides) {
                first = MathMatrices.product(a, b).orElseThrow(() -> new Unreadable("matrices"));
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
        if (peek() != MathText.OPEN || !(number instanceof MathValue.Scalar)) {
            return number;
        }
        while (peek() == MathText.OPEN) {
            String words = word();
            int power = take('^')
                    ? scalar(primary())
                            .number()
                            .map(BigFraction::getNumeratorAsInt)
                            .orElse(1)
                    : 1;
            unit = unit == null ? Unit.of(words, power).orElse(null) : unit;
        }
        if (take('/')) {
            primary();
            unit = null;
        }
        return value(scalar(number));
    }

    private String word() {
        require(MathText.OPEN);
        int close = text.indexOf(MathText.CLOSE, at);
        String words = text.substring(at, close);
        at = close + 1;
        return words;
    }

    private boolean startsFactor() {
        char next = peek();
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
                || next == '.';
    }

    private MathValue power() {
        MathValue base = primary();
        while (true) {
            if (take('^')) {
                base = raised(base);
            } else if (take('!')) {
                base = call("factorial", List.of(scalar(base)));
            } else if (take('°')) {
                base = call(Functions.DEGREES, List.of(scalar(base)));
            } else {
                return base;
            }
        }
    }

    private MathValue raised(MathValue base) {
        if (base instanceof MathValue.Matrix matrix) {
            if (text.startsWith("T", at) || text.startsWith("{T}", at)) {
                at += text.startsWith("T", at) ? 1 : 3;
                return MathMatrices.transposed(matrix);
            }
            int power = exponent().number().map(BigFraction::getNumeratorAsInt).orElse(0);
            return MathMatrices.power(matrix, power).orElseThrow(() -> new Unreadable("a power of a matrix"));
        }
        return value(scalar(base).power(exponent()));
    }

    private MathValue call(String function, List<Expression> arguments) {
        return value(new Expression.Call(function, arguments));
    }

    private Expression exponent() {
        if (peek() == '{') {
            return scalar(primary());
        }
        boolean minus = take('-');
        Expression value;
        if (Character.isDigit(peek())) {
            value = Expression.of(text.charAt(at++) - '0');
            while (at < text.length() && Character.isDigit(text.charAt(at)) && !text.contains("\\")) {
                value = value.times(Expression.of(10)).plus(Expression.of(text.charAt(at++) - '0'));
            }
        } else {
            value = scalar(primary());
        }
        return minus ? value.negated() : value;
    }

    private MathValue primary() {
        char next = peek();
        if (Character.isDigit(next) || next == '.') {
            return number();
        }
        if (next == '\\') {
            return command();
        }
        if (isNameLetter(next)) {
            return letters();
        }
        at++;
        return switch (next) {
            case 'π' -> named("pi");
            case 'ℝ' -> MathSets.REALS;
            case '∅' -> new MathValue.Several(List.of(), true);
            case '⌊' -> rounded("floor", '⌋');
            case '⌈' -> rounded("ceil", '⌉');
            case MathText.OPEN -> words();
            case '∞' -> named("∞");
            case '(', '[' -> bracketed(next);
            case '{' -> group('}');
            case '⦃' -> set();
            case '|' -> absolute();
            default -> throw new Unreadable("'" + next + "'");
        };
    }

    private MathValue words() {
        at--;
        StringBuilder words = new StringBuilder(word());
        while (peek() == MathText.OPEN) {
            words.append(' ').append(word());
        }
        return new MathValue.Words(words.toString());
    }

    private MathValue rounded(String function, char close) {
        Expression inside = scalar(sum());
        require(close);
        return call(function, List.of(inside));
    }

    private MathValue bracketed(char open) {
        int outer = decimals;
        List<MathValue> items = items();
        char close = peek();
        if (close != ')' && close != ']') {
            throw new Unreadable("unclosed bracket");
        }
        at++;
        boolean matrix = items.size() == 1 && items.get(0) instanceof MathValue.Matrix;
        boolean plain = matrix || (items.size() == 1 && open == '(' && close == ')');
        decimals = plain ? Math.max(outer, decimals) : outer;
        return plain ? items.get(0) : new MathValue.Tuple(open, close, items);
    }

    private MathValue group(char close) {
        int outer = decimals;
        List<MathValue> items = items();
        require(close);
        decimals = Math.max(outer, decimals);
        return items.size() == 1 ? items.get(0) : new MathValue.Several(items, false);
    }

    private MathValue set() {
        if (take('⦄')) {
            return new MathValue.Several(List.of(), true);
        }
        Matcher builder = BUILDER.matcher(text).region(at, text.length());
        if (builder.lookingAt()) {
            at = builder.end();
            MathValue condition = relation();
            require('⦄');
            return condition;
        }
        List<MathValue> items = items();
        require('⦄');
        return new MathValue.Several(items, true);
    }

    private MathValue absolute() {
        boolean norm = take('|');
        MathValue inside = sum();
        require('|');
        if (norm) {
            require('|');
            return call("norm", List.of(scalar(inside)));
        }
        return inside instanceof MathValue.Matrix matrix ? determinant(matrix) : call("abs", List.of(scalar(inside)));
    }

    private MathValue determinant(MathValue.Matrix matrix) {
        return value(MathMatrices.determinant(matrix).orElseThrow(() -> new Unreadable("a determinant")));
    }

    private MathValue number() {
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String digits = text.substring(start, at);
        if (peek() == '_') {
            return named(digits + subscript());
        }
        if (!digits.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+") || digits.length() > 300) {
            throw new Unreadable(digits);
        }
        BigDecimal value = new BigDecimal(digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits);
        Expression exact = Expression.of(value);
        Matcher repeated = REPEATED.matcher(text).region(at, text.length());
        if (digits.contains(".") && repeated.lookingAt()) {
            at = repeated.end();
            return value(exact.plus(
                    repeated(value.scale(), repeated.group(1) == null ? repeated.group(2) : repeated.group(1))));
        }
        Matcher scientific = SCIENTIFIC.matcher(text).region(at, text.length());
        if (scientific.lookingAt()) {
            at = scientific.end();
            return value(exact.times(Expression.of(10).power(Expression.of(Integer.parseInt(scientific.group(1))))));
        }
        decimals = Math.max(decimals, digits.contains(".") ? value.scale() : -1);
        return value(mixed(exact, digits));
    }

    /** What {@code 0.1\overline{23}} has behind its digits that stand once: 23 over 990. */
    private static Expression repeated(int scale, String period) {
        Expression nines = Expression.of(new BigDecimal("9".repeat(period.length()) + "0".repeat(Math.max(0, scale))));
        return Expression.of(new BigDecimal(period)).dividedBy(nines);
    }

    /** {@code 1\frac{4}{5}} and {@code 1 4/5} are one and four fifths. */
    private Expression mixed(Expression whole, String digits) {
        if (digits.contains(".")) {
            return whole;
        }
        Matcher slashed = MIXED.matcher(text).region(at, text.length());
        boolean apart = at > 0 && Character.isWhitespace(text.charAt(at - 1));
        if (apart && slashed.lookingAt()) {
            Expression fraction = Expression.of(new BigDecimal(slashed.group(1)))
                    .dividedBy(Expression.of(new BigDecimal(slashed.group(2))));
            if (isProper(fraction)) {
                at = slashed.end();
                return whole.plus(fraction);
            }
        }
        if (!text.startsWith("\\frac", skipped())) {
            return whole;
        }
        int before = at;
        Expression fraction = scalar(command());
        if (isProper(fraction)) {
            return whole.plus(fraction);
        }
        at = before;
        return whole;
    }

    private static boolean isProper(Expression fraction) {
        return fraction.number()
                .filter(number -> number.compareTo(BigFraction.ONE) < 0 && number.signum() > 0)
                .isPresent();
    }

    private static boolean isNameLetter(char c) {
        return Character.isLetter(c) && c != 'π' && c != 'ℝ';
    }

    private MathValue letters() {
        int start = at;
        while (at < text.length() && isNameLetter(text.charAt(at))) {
            at++;
        }
        String run = text.substring(start, at);
        if (MathSigns.isFunction(run)) {
            return function(run);
        }
        if (run.equals("sqrt")) {
            return value(scalar(primary()).root(2));
        }
        if (run.equals("pi")) {
            return named("pi");
        }
        if (run.equals("infinity") || run.equals("inf")) {
            return named("∞");
        }
        at = start + 1;
        String name = run.charAt(0) + (run.length() == 1 && peek() == '_' ? subscript() : "");
        while (at < text.length() && text.charAt(at) == '\'') {
            name += text.charAt(at++);
        }
        boolean called = name.matches("[fg].*") && run.length() == 1 && at < text.length() && text.charAt(at) == '(';
        return called ? applied(name) : named(name);
    }

    /** {@code f(x)}: a function that is not known. */
    private MathValue applied(String name) {
        require('(');
        List<Expression> arguments = items().stream().map(MathParser::scalar).toList();
        require(')');
        return call(name, arguments);
    }

    private String subscript() {
        require('_');
        if (take('{')) {
            int close = text.indexOf('}', at);
            if (close < 0) {
                throw new Unreadable("unclosed subscript");
            }
            String name = text.substring(at, close).replace(" ", "");
            at = close + 1;
            return "_" + name;
        }
        if (peek() == 0) {
            throw new Unreadable("empty subscript");
        }
        int start = at;
        do {
            at++;
        } while (at < text.length() && Character.isDigit(text.charAt(start)) && Character.isDigit(text.charAt(at)));
        return "_" + text.substring(start, at);
    }

    private MathValue command() {
        require('\\');
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        return switch (name) {
            case "frac" -> value(argument().dividedBy(argument()));
            case "sqrt" -> squareRoot();
            case "binom" -> call("binom", List.of(argument(), argument()));
            case "begin" -> matrix();
            case "boxed", "fbox" -> primary();
            case "" -> throw new Unreadable("a lone backslash");
            default ->
                MathSigns.isFunction(name) ? function(name) : named("\\" + name + (peek() == '_' ? subscript() : ""));
        };
    }

    private MathValue squareRoot() {
        Expression order = Expression.of(2);
        if (take('[')) {
            order = scalar(sum());
            require(']');
        }
        return value(argument().power(Expression.ONE.dividedBy(order)));
    }

    /** A braced argument, or the one digit or letter that follows. */
    private Expression argument() {
        if (Character.isDigit(peek())) {
            return Expression.of(text.charAt(at++) - '0');
        }
        if (isNameLetter(peek())) {
            return scalar(named(String.valueOf(text.charAt(at++))));
        }
        return scalar(primary());
    }

    private MathValue function(String name) {
        Optional<Expression> base = peek() == '_' ? Optional.of(logarithmBase()) : Optional.empty();
        Expression exponent = take('^') ? exponent() : Expression.ONE;
        boolean inverse = exponent.equals(Expression.of(-1)) && name.matches("(?:sin|cos|tan|cot)h?");
        List<Expression> arguments = new ArrayList<>();
        if (peek() == '(' && name.matches("max|min|gcd|lcm")) {
            at++;
            items().forEach(item -> arguments.add(scalar(item)));
            require(')');
        } else {
            arguments.add(functionArgument());
        }
        base.ifPresent(arguments::add);
        String function = inverse ? "arc" + name : name.equals("lg") ? "log" : name;
        Expression call = new Expression.Call(function, arguments);
        return value(inverse || exponent.equals(Expression.ONE) ? call : call.power(exponent));
    }

    private Expression logarithmBase() {
        require('_');
        return Character.isDigit(peek()) ? scalar(digits()) : argument();
    }

    private MathValue digits() {
        int start = at;
        boolean latex = text.contains("\\");
        do {
            at++;
        } while (at < text.length()
                && Character.isDigit(text.charAt(at))
                && (!latex || (text.charAt(start) == '1' && text.charAt(at) == '0' && at == start + 1)));
        return value(Expression.of(new BigDecimal(text.substring(start, at))));
    }

    /** What a function without brackets is of: {@code \sin 2x} and {@code \sin 2\theta}, up to the next function. */
    private Expression functionArgument() {
        boolean bracketed = peek() == '(' || peek() == '{';
        Expression argument = scalar(power());
        while (!bracketed && continuesArgument()) {
            argument = argument.times(scalar(power()));
        }
        return argument;
    }

    private boolean continuesArgument() {
        if (Character.isLetterOrDigit(peek()) || peek() == 'π') {
            Matcher word = NAME.matcher(text).region(at, text.length());
            return !word.lookingAt() || !MathSigns.isFunction(word.group());
        }
        Matcher command = NAME.matcher(text).region(Math.min(at + 1, text.length()), text.length());
        return peek() == '\\'
                && command.lookingAt()
                && !MathSigns.isFunction(command.group())
                && !OPERATORS.contains(command.group());
    }

    private MathValue matrix() {
        int end = text.indexOf("\\end", at);
        int open = text.indexOf('}', at);
        String environment = open < 0 ? "" : text.substring(at, open).replaceAll("[{}\\s]", "");
        if (end < 0 || !(environment.contains("matrix") || environment.equals("array"))) {
            throw new Unreadable("environment");
        }
        String body = text.substring(open + 1, end).strip();
        body = environment.equals("array") ? body.replaceAll("^\\{[^}]*}", "").strip() : body;
        MathValue.Matrix matrix = new MathValue.Matrix(rows(body));
        at = text.indexOf('}', end) + 1;
        if (at == 0) {
            throw new Unreadable("an environment without an end");
        }
        return environment.equals("vmatrix") ? determinant(matrix) : matrix;
    }

    private List<List<Expression>> rows(String body) {
        List<List<Expression>> rows = new ArrayList<>();
        String whole = body.endsWith(MathText.ROW) ? body.substring(0, body.length() - 1) : body;
        for (String row : whole.split(MathText.ROW, -1)) {
            List<Expression> cells = new ArrayList<>();
            for (String cell : row.split("&", -1)) {
                cells.add(scalar(new MathParser(cell, upper).whole()));
            }
            rows.add(cells);
        }
        if (rows.stream().anyMatch(row -> row.size() != rows.get(0).size())) {
            throw new Unreadable("ragged matrix");
        }
        return rows;
    }

    private MathValue named(String name) {
        return value(new Expression.Symbol(name));
    }

    private static Expression scalar(MathValue value) {
        if (value instanceof MathValue.Scalar scalar) {
            return scalar.expression();
        }
        if (value instanceof MathValue.Words words) {
            return new Expression.Symbol("word " + words.text());
        }
        throw new Unreadable("a " + value.getClass().getSimpleName() + " within a formula");
    }

    private int skipped() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private char peek() {
        return skipped() < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char expected) {
        if (!take(expected)) {
            throw new Unreadable("no " + expected);
        }
    }
}
