package org.reformatted.eval.algebra;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;

/** A number or formula as it is written. Whether two of them are the same is asked of {@link ExpressionEquality}. */
public sealed interface Expression {
    /** Symbols with a value of their own. */
    Set<String> CONSTANTS = Set.of("pi", "e", "i");

    /** What a power or function costs, where a sum or product costs 1. */
    int POWER_COST = 20;

    /** Nought. */
    Expression ZERO = of(0);

    /** One. */
    Expression ONE = of(1);

    /**
     * The value at a point.
     *
     * @param point values of the variables
     * @return the value
     * @throws ArithmeticException where there is none, or it would take too much to compute
     */
    Quantity at(Point point);

    /**
     * What this is made of.
     *
     * @return operands or arguments
     */
    List<Expression> parts();

    /**
     * Whether this is a product or quotient of variables and nothing else, such as {@code x}, {@code f(x)}, {@code AB} or {@code AB/BC}: a name
     * rather than a claim.
     *
     * @return true for a name
     */
    default boolean isName() {
        return false;
    }

    /**
     * A rational number.
     *
     * @param value its value
     */
    record Rational(BigFraction value) implements Expression {
        @Override
        public Quantity at(Point point) {
            return Quantity.of(value);
        }

        @Override
        public List<Expression> parts() {
            return List.of();
        }
    }

    /**
     * A variable, or a constant: {@code pi}, {@code e}, {@code i}.
     *
     * @param name its name
     */
    record Symbol(String name) implements Expression {
        @Override
        public Quantity at(Point point) {
            return switch (name) {
                case "pi" -> Quantity.PI;
                case "e" -> Quantity.E;
                case "i" -> Quantity.I;
                default -> point.variable(name);
            };
        }

        @Override
        public List<Expression> parts() {
            return List.of();
        }

        @Override
        public boolean isName() {
            return !CONSTANTS.contains(name);
        }
    }

    /**
     * A sum of two.
     *
     * @param left the first
     * @param right the second
     */
    record Sum(Expression left, Expression right) implements Expression {
        @Override
        public Quantity at(Point point) {
            point.spend(1);
            return left.at(point).plus(right.at(point));
        }

        @Override
        public List<Expression> parts() {
            return List.of(left, right);
        }
    }

    /**
     * A product of two.
     *
     * @param left the first
     * @param right the second
     */
    record Product(Expression left, Expression right) implements Expression {
        @Override
        public Quantity at(Point point) {
            point.spend(1);
            return left.at(point).times(right.at(point));
        }

        @Override
        public List<Expression> parts() {
            return List.of(left, right);
        }

        @Override
        public boolean isName() {
            return left.isName() && right.isName();
        }
    }

    /**
     * A quotient.
     *
     * @param top what is divided
     * @param bottom the divisor
     */
    record Quotient(Expression top, Expression bottom) implements Expression {
        @Override
        public Quantity at(Point point) {
            point.spend(1);
            return top.at(point).dividedBy(bottom.at(point));
        }

        @Override
        public List<Expression> parts() {
            return List.of(top, bottom);
        }

        @Override
        public boolean isName() {
            return top.isName() && bottom.isName();
        }
    }

    /**
     * A power or root.
     *
     * @param base what is raised
     * @param exponent the exponent
     */
    record Power(Expression base, Expression exponent) implements Expression {
        @Override
        public Quantity at(Point point) {
            point.spend(POWER_COST);
            Quantity raised = base.at(point);
            Quantity by = exponent.at(point);
            Quantity power = raised.power(by);
            if (raised.isReal() && by.isReal() && !power.isReal()) {
                point.leaveReals();
            }
            return power;
        }

        @Override
        public List<Expression> parts() {
            return List.of(base, exponent);
        }
    }

    /**
     * A function of arguments; one that {@link Functions} does not know is equal to itself at equal arguments, and to nothing else.
     *
     * @param function its name
     * @param arguments in order
     */
    record Call(String function, List<Expression> arguments) implements Expression {
        /** Copies the arguments. */
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Quantity at(Point point) {
            point.spend(POWER_COST);
            return Functions.value(this, point);
        }

        @Override
        public List<Expression> parts() {
            return arguments;
        }

        @Override
        public boolean isName() {
            return !Functions.isKnown(function);
        }
    }

    /**
     * A whole number.
     *
     * @param number the number
     * @return the expression
     */
    static Expression of(long number) {
        return new Rational(new BigFraction(number));
    }

    /**
     * A decimal number, exactly.
     *
     * @param number the number
     * @return the expression
     */
    static Expression of(BigDecimal number) {
        BigDecimal scaled = number.scale() < 0 ? number.setScale(0) : number;
        return new Rational(new BigFraction(scaled.unscaledValue(), BigInteger.TEN.pow(scaled.scale())));
    }

    /**
     * Adds.
     *
     * @param other what is added
     * @return the sum
     */
    default Expression plus(Expression other) {
        return new Sum(this, other);
    }

    /**
     * Subtracts.
     *
     * @param other what is taken away
     * @return the difference
     */
    default Expression minus(Expression other) {
        return new Sum(this, other.negated());
    }

    /**
     * Negates.
     *
     * @return minus this
     */
    default Expression negated() {
        return this instanceof Rational rational
                ? new Rational(rational.value.negate())
                : new Product(new Rational(BigFraction.MINUS_ONE), this);
    }

    /**
     * Multiplies.
     *
     * @param other the factor
     * @return the product
     */
    default Expression times(Expression other) {
        return new Product(this, other);
    }

    /**
     * Divides.
     *
     * @param other the divisor
     * @return the quotient
     */
    default Expression dividedBy(Expression other) {
        return new Quotient(this, other);
    }

    /**
     * Raises to a power.
     *
     * @param exponent the exponent
     * @return the power
     */
    default Expression power(Expression exponent) {
        return new Power(this, exponent);
    }

    /**
     * Takes a root.
     *
     * @param order 2 for the square root
     * @return the root
     */
    default Expression root(int order) {
        return new Power(this, new Rational(new BigFraction(1, order)));
    }

    /**
     * The exact rational value.
     *
     * @return the value, or nothing when this holds a variable, is irrational or has no value
     */
    default Optional<BigFraction> number() {
        if (!symbols().isEmpty()) {
            return Optional.empty();
        }
        try {
            return at(new Point(0, Point.PLAIN)).exact();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * The value as a floating-point number.
     *
     * @return a number, {@code NaN} when there is a variable, no value or no real one
     */
    default double approximately() {
        if (!isConstant()) {
            return Double.NaN;
        }
        try {
            Quantity value = at(new Point(0, Point.PLAIN));
            return value.isReal() ? value.realPart().toDouble() : Double.NaN;
        } catch (ArithmeticException e) {
            return Double.NaN;
        }
    }

    /**
     * Whether this holds no variable.
     *
     * @return true of numbers
     */
    default boolean isConstant() {
        return variables().isEmpty();
    }

    /**
     * The names of variables in this.
     *
     * @return a set of its own
     */
    default Set<String> variables() {
        Set<String> names = symbols();
        names.removeAll(CONSTANTS);
        return names;
    }

    /**
     * The names of variables and constants in this.
     *
     * @return a set of its own
     */
    default Set<String> symbols() {
        Set<String> names = new TreeSet<>();
        collect(names);
        return names;
    }

    private void collect(Set<String> names) {
        if (this instanceof Symbol symbol) {
            names.add(symbol.name);
        }
        parts().forEach(part -> part.collect(names));
    }

    /**
     * Whether a function is anywhere in this.
     *
     * @param function its name
     * @return true when it does
     */
    default boolean mentions(String function) {
        return (this instanceof Call call && call.function.equals(function))
                || parts().stream().anyMatch(part -> part.mentions(function));
    }

    /**
     * This with another expression in the place of a part.
     *
     * @param part what is replaced, wherever it is
     * @param by what takes its place
     * @return an expression of the same form
     */
    default Expression replaced(Expression part, Expression by) {
        if (equals(part)) {
            return by;
        }
        List<Expression> inner =
                parts().stream().map(one -> one.replaced(part, by)).toList();
        if (this instanceof Sum) {
            return inner.get(0).plus(inner.get(1));
        } else if (this instanceof Product) {
            return inner.get(0).times(inner.get(1));
        } else if (this instanceof Quotient) {
            return inner.get(0).dividedBy(inner.get(1));
        } else if (this instanceof Power) {
            return inner.get(0).power(inner.get(1));
        }
        return this instanceof Call call ? new Call(call.function, inner) : this;
    }
}
