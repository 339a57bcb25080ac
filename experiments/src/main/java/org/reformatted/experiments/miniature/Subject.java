package org.reformatted.experiments.miniature;

/** The main subject of a stage of the pretraining text. */
public enum Subject {
    /** Sums. */
    COUNTING(0),
    /** Repeated stories, and some questions. */
    READING(1),
    /** Questions about stories. */
    ASKING(2),
    /** Stories as calculations in signs. */
    NOTING(3);

    private final int offset;

    Subject(int offset) {
        this.offset = offset;
    }

    /** The seed of its text. */
    long seed() {
        return Miniature.PRETRAINING_SEED + offset;
    }
}
