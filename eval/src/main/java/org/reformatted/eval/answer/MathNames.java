package org.reformatted.eval.answer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.eval.algebra.Expression;

/** Reads elements that start with a letter or a backslash: names with subscripts, functions with their arguments, fractions and roots. */
final class MathNames {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]+");
    /** The exponent that makes {@code f^{-1}(x)} the inverse function. */
    private static final Pattern INVERSE = Pattern.compile("\\s*\\^\\s*(?:\\{\\s*-1\\s*}|-1)\\s*(?=\\()");

    /** {@code {dy}{dx}}, which is not a fraction of products. */
    private static final Pattern DERIVATIVE =
            Pattern.compile("\\s*\\{\\s*(d|\\\\partial)\\s*[a-zA-Z]?\\s*}\\s*\\{\\s*\\1\\s*[a-zA-Z]\\s*}");

    private static final Set<String> OPERATORS = Set.of("begin", "end", "frac", "to");

    private final MathParser answer;
    private final MathFormulas formulas;
    private final MathScanner in;

    MathNames(MathParser answer, MathFormulas formulas, MathScanner in) {
        this.answer = answer;
        this.formulas = formulas;
        this.in = in;
    }

    Expression exponent() {
        if (in.peek() == '{') {
            return MathFormulas.scalar(formulas.primary());
        }
        boolean minus = in.take('-');
        Expression value;
        if (Character.isDigit(in.peek())) {
            value = Expression.of(in.text.charAt(in.at++) - '0');
            while (in.at < in.text.length() && Character.isDigit(in.text.charAt(in.at)) && !in.text.contains("\\")) {
                value = value.times(Expression.of(10)).plus(Expression.of(in.text.charAt(in.at++) - '0'));
            }
        } else {
            value = MathFormulas.scalar(formulas.primary());
        }
        return minus ? value.negated() : value;
    }

    MathValue letters() {
        int start = in.at;
        while (in.at < in.text.length() && isNameLetter(in.text.charAt(in.at))) {
            in.at++;
        }
        String run = in.text.substring(start, in.at);
        if (MathSigns.isFunction(run)) {
            return function(run);
        }
        if (run.equals("sqrt")) {
            return formulas.value(MathFormulas.scalar(formulas.primary()).root(2));
        }
        if (run.equals("pi")) {
            return formulas.named("pi");
        }
        if (run.equals("infinity") || run.equals("inf")) {
            return formulas.named("∞");
        }
        in.at = start + 1;
        String name = run.charAt(0) + (run.length() == 1 && in.peek() == '_' ? subscript() : "");
        while (in.at < in.text.length() && in.text.charAt(in.at) == '\'') {
            name += in.text.charAt(in.at++);
        }
        Matcher inverse = in.matcher(INVERSE);
        if (name.matches("[fg]") && inverse.lookingAt()) {
            in.at = inverse.end();
            return applied(name + "^-1");
        }
        boolean called =
                name.matches("[fg].*") && run.length() == 1 && in.at < in.text.length() && in.text.charAt(in.at) == '(';
        return called ? applied(name) : formulas.named(name);
    }

    /** Reads the arguments of an unknown function, such as {@code f(x)}. */
    private MathValue applied(String name) {
        in.require('(');
        List<Expression> arguments =
                answer.items().stream().map(MathFormulas::scalar).toList();
        in.require(')');
        return formulas.call(name, arguments);
    }

    String subscript() {
        in.require('_');
        if (in.take('{')) {
            int close = in.text.indexOf('}', in.at);
            if (close < 0) {
                throw new MathScanner.Unreadable("unclosed subscript");
            }
            String name = in.text.substring(in.at, close).replace(" ", "");
            in.at = close + 1;
            return "_" + name;
        }
        if (in.peek() == 0) {
            throw new MathScanner.Unreadable("empty subscript");
        }
        int start = in.at;
        do {
            in.at++;
        } while (in.at < in.text.length()
                && Character.isDigit(in.text.charAt(start))
                && Character.isDigit(in.text.charAt(in.at)));
        return "_" + in.text.substring(start, in.at);
    }

    MathValue command() {
        in.require('\\');
        int start = in.at;
        while (in.at < in.text.length() && Character.isLetter(in.text.charAt(in.at))) {
            in.at++;
        }
        String name = in.text.substring(start, in.at);
        return switch (name) {
            case "frac" -> fraction();
            case "sqrt" -> squareRoot();
            case "binom" -> formulas.call("binom", List.of(argument(), argument()));
            case "begin" -> new MathMatrixText(answer, formulas, in).matrix();
            case "boxed", "fbox" -> formulas.primary();
            case "" -> throw new MathScanner.Unreadable("a lone backslash");
            default ->
                MathSigns.isFunction(name)
                        ? function(name)
                        : formulas.named("\\" + name + (in.peek() == '_' ? subscript() : ""));
        };
    }

    private MathValue fraction() {
        Matcher derivative = in.matcher(DERIVATIVE);
        if (derivative.lookingAt()) {
            in.at = derivative.end();
            return formulas.named(derivative.group().replaceAll("\\s", ""));
        }
        return formulas.value(argument().dividedBy(argument()));
    }

    private MathValue squareRoot() {
        Expression order = Expression.of(2);
        if (in.take('[')) {
            order = MathFormulas.scalar(formulas.sum());
            in.require(']');
        }
        return formulas.value(argument().power(Expression.ONE.dividedBy(order)));
    }

    /** Reads a braced argument, or else the single digit or letter that follows. */
    private Expression argument() {
        if (Character.isDigit(in.peek())) {
            return Expression.of(in.text.charAt(in.at++) - '0');
        }
        if (isNameLetter(in.peek())) {
            return MathFormulas.scalar(formulas.named(String.valueOf(in.text.charAt(in.at++))));
        }
        return MathFormulas.scalar(formulas.primary());
    }

    private MathValue function(String name) {
        Optional<Expression> base = in.peek() == '_' ? Optional.of(logarithmBase()) : Optional.empty();
        Expression exponent = in.take('^') ? exponent() : Expression.ONE;
        boolean inverse = exponent.equals(Expression.of(-1)) && name.matches("(?:sin|cos|tan|cot)h?");
        if (name.equals("det")) {
            return formulas.determinant(formulas.power());
        }
        List<Expression> arguments = new ArrayList<>();
        if (in.peek() == '(' && name.matches("max|min|gcd|lcm")) {
            in.at++;
            answer.items().forEach(item -> arguments.add(MathFormulas.scalar(item)));
            in.require(')');
        } else {
            arguments.add(functionArgument());
        }
        base.ifPresent(arguments::add);
        String function = inverse ? "arc" + name : name.equals("lg") ? "log" : name;
        Expression call = new Expression.Call(function, arguments);
        return formulas.value(inverse || exponent.equals(Expression.ONE) ? call : call.power(exponent));
    }

    private Expression logarithmBase() {
        in.require('_');
        return Character.isDigit(in.peek()) ? MathFormulas.scalar(digits()) : argument();
    }

    private MathValue digits() {
        int start = in.at;
        boolean latex = in.text.contains("\\");
        do {
            in.at++;
        } while (in.at < in.text.length()
                && Character.isDigit(in.text.charAt(in.at))
                && (!latex || (in.text.charAt(start) == '1' && in.text.charAt(in.at) == '0' && in.at == start + 1)));
        return formulas.value(Expression.of(new BigDecimal(in.text.substring(start, in.at))));
    }

    /** Reads the argument of a function; without brackets, as in {@code \sin 2x} and {@code \sin 2\theta}, it extends to the next function. */
    private Expression functionArgument() {
        boolean bracketed = in.peek() == '(' || in.peek() == '{';
        Expression argument = MathFormulas.scalar(formulas.power());
        while (!bracketed && continuesArgument()) {
            argument = argument.times(MathFormulas.scalar(formulas.power()));
        }
        return argument;
    }

    private boolean continuesArgument() {
        if (Character.isLetterOrDigit(in.peek()) || in.peek() == 'π') {
            Matcher word = in.matcher(NAME);
            return !word.lookingAt() || !MathSigns.isFunction(word.group());
        }
        Matcher command = NAME.matcher(in.text).region(Math.min(in.at + 1, in.text.length()), in.text.length());
        return in.peek() == '\\'
                && command.lookingAt()
                && !MathSigns.isFunction(command.group())
                && !OPERATORS.contains(command.group());
    }

    static boolean isNameLetter(char c) {
        return Character.isLetter(c) && c != 'π' && c != 'ℝ';
    }
}
