package org.reformatted.eval.algebra;

/** Thrown for a value that would need too much memory or time to compute; two such values are not comparable. */
public final class TooLargeException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
        super(message);
    }
}
