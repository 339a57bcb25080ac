package org.reformatted.eval.judge;

import org.reformatted.realign.llm.Completion;

/** Reads the verdict from a judge's reply. */
interface VerdictParser {
    /** Returns whether the verdict is on two answers; false where one answer is rated. */
    boolean compares();

    /** Returns an example of a verdict, for the reminder in a repeated request. */
    String example();

    /** Reads a reply; it never throws, but returns a cause for a reply without a verdict. */
    VerdictReading read(Completion.Candidate reply);
}
