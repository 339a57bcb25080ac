package org.reformatted.experiments.miniature;

/** What a stretch of the pretraining text is mostly about. */
public enum Subject {
    /** Sums. */
    COUNTING(0),
    /** Stories given twice, and some questions. */
    READING(1),
    /** Questions on stories. */
    ASKING(2),
    /** Stories put into signs. */
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
