package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A comparison of two answers, asked in both orders.
 *
 * @param id the question's
 * @param forward the verdict with the first answer shown first
 * @param backward the verdict with the second answer shown first, stated for the answers and not for their places
 * @param pooled the verdict of the ratings of both orders together, for protocols that average them; else nothing
 */
public record Judgement(String id, OrderVerdict forward, OrderVerdict backward, Optional<Preference> pooled) {
    /**
     * One order.
     *
     * @param verdict which answer is better; nothing when no reply held a verdict
     * @param replies the last reply to each draw, raw
     * @param causes why replies held no verdict, one each
     */
    public record OrderVerdict(Optional<Preference> verdict, List<String> replies, List<String> causes) {
        /** Copies the lists. */
        public OrderVerdict {
            replies = List.copyOf(replies);
            causes = List.copyOf(causes);
        }
    }

    /** A comparison that a service left open. */
    static Judgement none(String id, String cause) {
        OrderVerdict order = new OrderVerdict(Optional.empty(), List.of(), List.of(cause));
        return new Judgement(id, order, new OrderVerdict(Optional.empty(), List.of(), List.of()), Optional.empty());
    }

    /**
     * The verdict of both orders together: their average where the protocol has one, else what they agree on; a disagreement is a tie.
     *
     * @return the verdict, or nothing when an order has none: then the question is left out and counted
     */
    public Optional<Preference> verdict() {
        if (forward.verdict().isEmpty() || backward.verdict().isEmpty()) {
            return Optional.empty();
        }
        Preference agreed =
                forward.verdict().equals(backward.verdict()) ? forward.verdict().get() : Preference.TIE;
        return Optional.of(pooled.orElse(agreed));
    }

    /**
     * Why replies held no verdict.
     *
     * @return a cause for each such reply, of both orders
     */
    public List<String> causes() {
        List<String> causes = new ArrayList<>(forward.causes());
        causes.addAll(backward.causes());
        return causes;
    }
}
