package org.reformatted.eval.algebra;

/** A value that would take too much memory or time to compute: two such values are not comparable. */
public final class TooLargeException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
        super(message);
    }
}
