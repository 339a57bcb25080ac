package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;

/**
 * Compares two answers in both orders, or in the order of the protocol, since judges have a position bias; each order is judged with the given number
 * of samples.
 */
final class PairwiseJudge {
    private final JudgeProtocol protocol;
    private final JudgeRequest request;
    private final int samples;

    /**
     * Creates a judge with one sample per order.
     *
     * @param model the model that judges
     * @param protocol a protocol that compares two answers
     * @param attempts maximum number of requests for a verdict
     */
    PairwiseJudge(ChatModel model, JudgeProtocol protocol, int attempts) {
        this(model, protocol, attempts, 1);
    }

    /**
     * Creates a judge.
     *
     * @param model the model that judges
     * @param protocol a protocol that compares two answers
     * @param attempts maximum number of requests for a verdict
     * @param samples number of replies per order; the mean of their ratings decides
     */
    PairwiseJudge(ChatModel model, JudgeProtocol protocol, int attempts, int samples) {
        Check.argument(protocol.compares(), "protocol (%s) must request a comparison", protocol.name());
        Check.argument(samples > 0, "samples (%s) must be positive", samples);
        this.protocol = protocol;
        this.request = new JudgeRequest(model, attempts);
        this.samples = samples;
    }

    /**
     * Returns the judge's part of a score's name.
     *
     * @return protocol, version, hash, settings and model
     */
    String name() {
        return named(protocol.shown());
    }

    /** Returns the same for rows, with the name of the prompt. */
    String name(JudgePrompt prompt) {
        return named(protocol.shown(prompt.name()));
    }

    private String named(String shown) {
        return shown + protocol.by(request.model().identity(), samples == 1 ? "" : ", " + samples + " an order");
    }

    /** The verdicts of one order: the ratings of the answers shown first and second, each summed over the verdicts. */
    private record Sums(double first, double second, int verdicts, List<String> replies, List<String> causes) {
        static final Sums NOT_ASKED = new Sums(0, 0, 0, List.of(), List.of());

        Judgement.OrderVerdict order(UnaryOperator<Preference> direction) {
            Optional<Preference> preference =
                    verdicts == 0 ? Optional.empty() : Optional.of(direction.apply(preferred(first, second)));
            return new Judgement.OrderVerdict(preference, replies, causes);
        }

        /** Returns the mean share of the answer shown first. */
        double share() {
            return first / verdicts;
        }
    }

    /**
     * Compares two answers in both orders.
     *
     * @param id the question's id
     * @param prompt the prompt
     * @param inOrder the texts of its slots, with the scored answer first
     * @param swapped the texts of its slots with the two answers exchanged
     * @return both orders' verdicts
     */
    Judgement compare(String id, JudgePrompt prompt, Map<String, String> inOrder, Map<String, String> swapped) {
        Sums forward = ask(prompt, inOrder);
        Sums backward = ask(prompt, swapped);
        Optional<Preference> pooled = protocol.aggregation() == JudgeProtocol.Aggregation.MEAN_RATINGS
                ? Optional.of(preferred(
                        forward.first * backward.verdicts + backward.second * forward.verdicts,
                        forward.second * backward.verdicts + backward.first * forward.verdicts))
                : Optional.empty();
        return new Judgement(id, forward.order(UnaryOperator.identity()), backward.order(Preference::swapped), pooled);
    }

    /**
     * A preference.
     *
     * @param chance the probability in [0, 1] that the judge prefers the scored answer, as the mean over the orders; empty when an order has no
     *     verdict
     * @param replies the last reply to each draw, raw
     * @param causes why replies contained no verdict, one for each
     */
    record Share(OptionalDouble chance, List<String> replies, List<String> causes) {
        Share {
            replies = List.copyOf(replies);
            causes = List.copyOf(causes);
        }
    }

    /** Requests the preference for the scored answer in the orders of the protocol. */
    Share share(String question, JudgePrompt prompt, Map<String, String> inOrder, Map<String, String> swapped) {
        boolean first = switch (protocol.order()) {
            case BOTH -> true;
            case DRAWN -> PythonRandom.second("is_switched_outputs" + question + "0");
            case BASELINE_FIRST -> false;
        };
        boolean second = !first || protocol.order() == JudgeProtocol.AnswerOrder.BOTH;
        Sums forward = first ? ask(prompt, inOrder) : Sums.NOT_ASKED;
        Sums backward = second ? ask(prompt, swapped) : Sums.NOT_ASKED;
        boolean open = (first && forward.verdicts == 0) || (second && backward.verdicts == 0);
        double sum = (first ? forward.share() : 0) + (second ? 1 - backward.share() : 0);
        List<String> replies = new ArrayList<>(forward.replies);
        replies.addAll(backward.replies);
        List<String> causes = new ArrayList<>(forward.causes);
        causes.addAll(backward.causes);
        return new Share(
                open ? OptionalDouble.empty() : OptionalDouble.of(sum / (first && second ? 2 : 1)), replies, causes);
    }

    private static Preference preferred(double first, double second) {
        return first == second ? Preference.TIE : first > second ? Preference.FIRST : Preference.SECOND;
    }

    private Sums ask(JudgePrompt prompt, Map<String, String> shown) {
        List<Turn> asked = prompt.turns(shown);
        double first = 0;
        double second = 0;
        int verdicts = 0;
        List<String> replies = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            JudgeRequest.JudgeReply outcome = request.ask(protocol, asked, sample);
            replies.add(outcome.reply());
            causes.addAll(outcome.causes());
            if (outcome.verdict().present()) {
                first += outcome.verdict().values().get(0);
                second += outcome.verdict().values().get(1);
                verdicts++;
            }
        }
        return new Sums(first, second, verdicts, replies, causes);
    }
}
