package org.reformatted.eval.answer;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hipparchus.fraction.BigFraction;
import org.reformatted.eval.algebra.Expression;

/** Reads numbers: decimals, repeating decimals, numbers with a power of ten, and mixed numbers. */
final class MathNumbers {
    private static final Pattern MIXED = Pattern.compile("([0-9]+)\\s*/\\s*([0-9]+)(?![0-9.])");
    private static final Pattern REPEATED =
            Pattern.compile("\\\\(?:overline|dot|bar)\\s*(?:\\{\\s*([0-9]+)\\s*}|([0-9]))");
    private static final Pattern SCIENTIFIC = Pattern.compile("[eE]([-+]?[0-9]{1,3})(?![0-9.])");

    private final MathFormulas formulas;
    private final MathNames names;
    private final MathScanner in;

    MathNumbers(MathFormulas formulas, MathNames names, MathScanner in) {
        this.formulas = formulas;
        this.names = names;
        this.in = in;
    }

    MathValue number() {
        int start = in.at;
        while (in.at < in.text.length() && (Character.isDigit(in.text.charAt(in.at)) || in.text.charAt(in.at) == '.')) {
            in.at++;
        }
        String digits = in.text.substring(start, in.at);
        if (in.peek() == '_') {
            return formulas.named(digits + names.subscript());
        }
        if (digits.equals(".") && in.matcher(REPEATED).lookingAt()) {
            digits = "0.";
        }
        if (!digits.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+") || digits.length() > 300) {
            throw new MathScanner.Unreadable(digits);
        }
        BigDecimal value = new BigDecimal(digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits);
        Expression exact = Expression.of(value);
        Matcher repeated = in.matcher(REPEATED);
        if (digits.contains(".") && repeated.lookingAt()) {
            in.at = repeated.end();
            return formulas.value(exact.plus(
                    repeated(value.scale(), repeated.group(1) == null ? repeated.group(2) : repeated.group(1))));
        }
        Matcher scientific = in.matcher(SCIENTIFIC);
        if (scientific.lookingAt()) {
            in.at = scientific.end();
            return formulas.value(
                    exact.times(Expression.of(10).power(Expression.of(Integer.parseInt(scientific.group(1))))));
        }
        formulas.decimals = Math.max(formulas.decimals, digits.contains(".") ? value.scale() : -1);
        return formulas.value(mixed(exact, digits));
    }

    /** Returns the value of the repeating digits: in {@code 0.1\overline{23}} this is 23 over 990. */
    private static Expression repeated(int scale, String period) {
        Expression nines = Expression.of(new BigDecimal("9".repeat(period.length()) + "0".repeat(Math.max(0, scale))));
        return Expression.of(new BigDecimal(period)).dividedBy(nines);
    }

    /** Reads a mixed number: {@code 1\frac{4}{5}} and {@code 1 4/5} are one and four fifths. */
    private Expression mixed(Expression whole, String digits) {
        if (digits.contains(".")) {
            return whole;
        }
        Matcher slashed = in.matcher(MIXED);
        boolean apart = in.at > 0 && Character.isWhitespace(in.text.charAt(in.at - 1));
        if (apart && slashed.lookingAt()) {
            Expression fraction = Expression.of(new BigDecimal(slashed.group(1)))
                    .dividedBy(Expression.of(new BigDecimal(slashed.group(2))));
            if (isProper(fraction)) {
                in.at = slashed.end();
                return whole.plus(fraction);
            }
        }
        if (!in.text.startsWith("\\frac", in.skipped())) {
            return whole;
        }
        int before = in.at;
        Expression fraction = MathFormulas.scalar(names.command());
        if (isProper(fraction)) {
            return whole.plus(fraction);
        }
        in.at = before;
        return whole;
    }

    private static boolean isProper(Expression fraction) {
        return fraction.number()
                .filter(number -> number.compareTo(BigFraction.ONE) < 0 && number.signum() > 0)
                .isPresent();
    }
}
