package org.reformatted.eval.judge;

import java.util.Optional;

/**
 * A comparison of two answers, asked in both orders.
 *
 * @param id the question's
 * @param forward the verdict with the first answer shown first; nothing when no reply held one
 * @param backward the verdict with the second answer shown first, told of the answers and not of their places
 * @param pooled the verdict of the ratings of both orders together, for protocols that average them; else nothing
 * @param failures how many replies held no verdict
 */
public record Judgement(
        String id,
        Optional<Preference> forward,
        Optional<Preference> backward,
        Optional<Preference> pooled,
        int failures) {
    /**
     * The verdict of both orders together: their average where the protocol has one, else what they agree on; a disagreement is a tie.
     *
     * @return the verdict, or nothing when an order has none: then the question is left out and counted
     */
    public Optional<Preference> verdict() {
        if (forward.isEmpty() || backward.isEmpty()) {
            return Optional.empty();
        }
        return pooled.or(() -> Optional.of(forward.get() == backward.get() ? forward.get() : Preference.TIE));
    }
}
