package org.reformatted.eval.algebra;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;

/** A number or formula as it is written. {@link ExpressionEquality} compares two of them. */
public sealed interface Expression {
    /** Symbols with a fixed value. */
    Set<String> CONSTANTS = Set.of("pi", "e", "i");

    /** The cost of a power or function, where a sum or product costs 1. */
    int POWER_COST = 20;

    /** Zero. */
    Expression ZERO = of(0);

    /** One. */
    Expression ONE = of(1);

    /**
     * Computes the value at a point.
     *
     * @param point values of the variables
     * @return the value
     * @throws ArithmeticException where there is no value, or the computation would be too expensive
     */
    Quantity at(Point point);

    /**
     * Returns the parts of this expression.
     *
     * @return operands or arguments
     */
    List<Expression> parts();

    /**
     * Returns whether this contains only variables, products and quotients, such as {@code x}, {@code f(x)}, {@code AB} or {@code AB/BC}: it is then
     * a name and not a statement.
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
     * A sum of two expressions.
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
     * A product of two expressions.
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
     * @param top the dividend
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
     * @param base the base
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
     * A function of arguments. A function that {@link Functions} does not know equals only itself at equal arguments.
     *
     * @param function its name
     * @param arguments its arguments in order
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
     * Creates a whole number.
     *
     * @param number the number
     * @return the expression
     */
    static Expression of(long number) {
        return new Rational(new BigFraction(number));
    }

    /**
     * Creates an exact decimal number.
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
     * @param other the summand
     * @return the sum
     */
    default Expression plus(Expression other) {
        return new Sum(this, other);
    }

    /**
     * Subtracts.
     *
     * @param other the subtrahend
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
     * Returns the exact rational value.
     *
     * @return the value; empty when this contains a symbol, is irrational or has no value
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
     * Returns the value as a floating-point number.
     *
     * @return a number; {@code NaN} when this contains a variable or has no real value
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
     * Returns whether this contains no variable.
     *
     * @return true for numbers
     */
    default boolean isConstant() {
        return variables().isEmpty();
    }

    /**
     * Returns the names of the variables in this.
     *
     * @return a new set
     */
    default Set<String> variables() {
        Set<String> names = symbols();
        names.removeAll(CONSTANTS);
        return names;
    }

    /**
     * Returns the names of the variables and constants in this.
     *
     * @return a new set
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
     * Returns whether this contains a function at any depth.
     *
     * @param function its name
     * @return true when it does
     */
    default boolean mentions(String function) {
        return (this instanceof Call call && call.function.equals(function))
                || parts().stream().anyMatch(part -> part.mentions(function));
    }

    /**
     * Returns a copy in which another expression replaces a part.
     *
     * @param part the part to replace, at all its positions
     * @param by the replacement
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
