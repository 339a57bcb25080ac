package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A comparison of two answers, judged in both orders.
 *
 * @param id the question's id
 * @param forward the verdict with the first answer shown first
 * @param backward the verdict with the second answer shown first, stated for the answers and not for their positions
 * @param pooled the verdict from the ratings of both orders together, for protocols that average them; else empty
 */
public record Judgement(String id, OrderVerdict forward, OrderVerdict backward, Optional<Preference> pooled) {
    /**
     * The verdict of one order.
     *
     * @param verdict which answer is better; empty when no reply contained a verdict
     * @param replies the last reply to each draw, raw
     * @param causes why replies contained no verdict, one for each
     */
    public record OrderVerdict(Optional<Preference> verdict, List<String> replies, List<String> causes) {
        /** Copies the lists. */
        public OrderVerdict {
            replies = List.copyOf(replies);
            causes = List.copyOf(causes);
        }
    }

    /** Creates the judgement of a comparison without a reply of the service. */
    static Judgement none(String id, String cause) {
        OrderVerdict order = new OrderVerdict(Optional.empty(), List.of(), List.of(cause));
        return new Judgement(id, order, new OrderVerdict(Optional.empty(), List.of(), List.of()), Optional.empty());
    }

    /**
     * Returns the verdict of both orders together: from their average where the protocol uses one, else the verdict on which they agree; a
     * disagreement is a tie.
     *
     * @return the verdict; empty when an order has none: then the question is left out and counted as unjudged
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
     * Returns why replies contained no verdict.
     *
     * @return a cause for each such reply, of both orders
     */
    public List<String> causes() {
        List<String> causes = new ArrayList<>(forward.causes());
        causes.addAll(backward.causes());
        return causes;
    }
}
