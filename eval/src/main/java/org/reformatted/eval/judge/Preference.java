package org.reformatted.eval.judge;

/** Which of two answers is better. */
public enum Preference {
    /** The first answer. */
    FIRST,
    /** The second answer. */
    SECOND,
    /** Neither answer. */
    TIE;

    /**
     * Returns the same verdict for the answers in the other order.
     *
     * @return first and second swapped
     */
    public Preference swapped() {
        return switch (this) {
            case FIRST -> SECOND;
            case SECOND -> FIRST;
            case TIE -> TIE;
        };
    }
}
