package org.reformatted.eval.algebra;

/** Thrown for an expression without a value, such as a division by zero. */
public final class UndefinedException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    UndefinedException(String message) {
        super(message);
    }
}
