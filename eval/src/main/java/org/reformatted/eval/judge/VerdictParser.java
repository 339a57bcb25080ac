package org.reformatted.eval.judge;

import org.reformatted.realign.llm.Completion;

/** Reads the verdict from a judge's reply. */
interface VerdictParser {
    /** Whether the verdict is on two answers; false where one answer is rated. */
    boolean compares();

    /** What a reply should have closed with, for the reminder of a judge that is asked again. */
    String example();

    /** Reads a reply; never fails, a reply without a verdict has a cause. */
    VerdictReading read(Completion.Candidate reply);
}
