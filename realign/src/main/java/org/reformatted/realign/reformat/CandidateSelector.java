package org.reformatted.realign.reformat;

import java.util.List;
import java.util.function.ToIntFunction;

/** Chooses one of several revised responses. */
public interface CandidateSelector {
    /**
     * Chooses a candidate.
     *
     * @param candidates at least one text
     * @return the index of the chosen candidate
     */
    int select(List<String> candidates);

    /**
     * Returns a selector of the longest candidate, or the first of several (ReAlign: length in LLaMA-2's tokens).
     *
     * @param tokens the length of a text
     * @return the selector
     */
    static CandidateSelector longest(ToIntFunction<String> tokens) {
        return candidates -> {
            int best = 0;
            int most = -1;
            for (int i = 0; i < candidates.size(); i++) {
                int length = tokens.applyAsInt(candidates.get(i));
                if (length > most) {
                    most = length;
                    best = i;
                }
            }
            return best;
        };
    }
}
