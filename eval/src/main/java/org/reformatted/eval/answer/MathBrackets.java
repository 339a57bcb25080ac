package org.reformatted.eval.answer;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.eval.algebra.Expression;

/** Reads the content of brackets: formulas, points and intervals, groups, sets, bars, and floor and ceiling brackets. */
final class MathBrackets {
    /** The start of a set that is defined by a condition, such as {@code {x ∈ ℝ | x > 2}}. */
    private static final Pattern BUILDER = Pattern.compile("\\s*[a-zA-Z]\\s*(?:∈\\s*ℝ\\s*)?[|∣:]");

    private final MathParser answer;
    private final MathFormulas formulas;
    private final MathScanner in;

    MathBrackets(MathParser answer, MathFormulas formulas, MathScanner in) {
        this.answer = answer;
        this.formulas = formulas;
        this.in = in;
    }

    /** Reads the value of a bracket after its opening character, including the closing one. */
    MathValue afterOpening(char open) {
        return switch (open) {
            case '⌊' -> rounded("floor", '⌋');
            case '⌈' -> rounded("ceil", '⌉');
            case '(', '[', ']' -> bracketed(open);
            case '{' -> group();
            case '⦃' -> set();
            case '|' -> absolute();
            default -> throw new MathScanner.Unreadable("'" + open + "'");
        };
    }

    private MathValue rounded(String function, char close) {
        Expression inside = MathFormulas.scalar(formulas.sum());
        in.require(close);
        return formulas.call(function, List.of(inside));
    }

    private MathValue bracketed(char open) {
        int outer = formulas.decimals;
        List<MathValue> items = answer.items();
        boolean commas = items.size() > 1;
        while (in.take(';')) {
            List<MathValue> more = answer.items();
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
        formulas.decimals = plain ? Math.max(outer, formulas.decimals) : outer;
        return plain ? items.get(0) : new MathValue.Tuple(open == ']' ? '(' : open, close == '[' ? ')' : close, items);
    }

    private MathValue group() {
        int outer = formulas.decimals;
        List<MathValue> items = answer.items();
        in.require('}');
        formulas.decimals = Math.max(outer, formulas.decimals);
        return items.size() == 1 ? items.get(0) : new MathValue.Several(items, false);
    }

    private MathValue set() {
        if (in.take('⦄')) {
            return new MathValue.Several(List.of(), true);
        }
        Matcher builder = in.matcher(BUILDER);
        if (builder.lookingAt()) {
            in.at = builder.end();
            MathValue condition = answer.relation();
            in.require('⦄');
            return condition;
        }
        List<MathValue> items = answer.items();
        in.require('⦄');
        return new MathValue.Several(items, true);
    }

    private MathValue absolute() {
        boolean norm = in.take('|');
        MathValue inside = formulas.betweenBars();
        in.require('|');
        if (norm) {
            in.require('|');
            return formulas.call("norm", List.of(MathFormulas.scalar(inside)));
        }
        return inside instanceof MathValue.Matrix
                ? formulas.determinant(inside)
                : formulas.call("abs", List.of(MathFormulas.scalar(inside)));
    }
}
