package org.reformatted.eval.score;

import java.util.ArrayList;
import java.util.List;

/** Rows with faults: all are counted, and the first are listed up to a limit. */
final class ScoringProblems {
    private final List<String> shown = new ArrayList<>();
    private long count;

    void add(String sentence) {
        count++;
        if (shown.size() < ScoreReport.SHOWN_FAULTS) {
            shown.add(sentence);
        }
    }

    List<String> shown() {
        return List.copyOf(shown);
    }

    long count() {
        return count;
    }
}
