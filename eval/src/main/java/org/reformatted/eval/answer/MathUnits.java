package org.reformatted.eval.answer;

import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.algebra.Expression;

/** Reads words: an answer in words, and the words after a number, which may be its unit. */
final class MathUnits {
    private final MathFormulas formulas;
    private final MathScanner in;
    private @Nullable Unit unit;

    MathUnits(MathFormulas formulas, MathScanner in) {
        this.formulas = formulas;
        this.in = in;
    }

    /** Returns the unit found so far in the current sum; null when there is none. */
    @Nullable
    Unit found() {
        return unit;
    }

    /** Starts another sum. */
    void forget() {
        unit = null;
    }

    /** Reads the words after a number and their divisor: {@code km}, {@code cm^2}, {@code km/h}. The first unit counts. */
    void read() {
        while (in.peek() == MathText.OPEN) {
            String words = word();
            int power = power();
            unit = unit == null ? Unit.of(words, power).orElse(null) : unit;
        }
        if (in.take('/')) {
            MathValue by = formulas.primary();
            String name = by instanceof MathValue.Words words
                    ? words.text()
                    : by instanceof MathValue.Scalar scalar && scalar.expression() instanceof Expression.Symbol symbol
                            ? symbol.name()
                            : "";
            int power = power();
            unit = unit == null ? null : unit.per(name, power);
        }
    }

    private int power() {
        return in.take('^')
                ? MathFormulas.scalar(formulas.primary())
                        .number()
                        .map(BigFraction::getNumeratorAsInt)
                        .orElse(1)
                : 1;
    }

    private String word() {
        in.require(MathText.OPEN);
        int close = in.text.indexOf(MathText.CLOSE, in.at);
        String words = in.text.substring(in.at, close);
        in.at = close + 1;
        return words;
    }

    /** Reads an answer in words whose opening character is already read. */
    MathValue words() {
        in.at--;
        StringBuilder words = new StringBuilder(word());
        while (in.peek() == MathText.OPEN) {
            words.append(' ').append(word());
        }
        return new MathValue.Words(words.toString());
    }
}
