package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;

/** Compares two answers in both orders, since judges favour places; each order as often as is asked for. */
public final class PairwiseJudge {
    private final JudgeProtocol protocol;
    private final JudgeRequest request;
    private final int samples;

    /**
     * Makes a judge that is asked once an order.
     *
     * @param model who judges
     * @param protocol how it is asked, of two answers
     * @param attempts how often it is asked at most when its reply holds no verdict
     */
    public PairwiseJudge(ChatModel model, JudgeProtocol protocol, int attempts) {
        this(model, protocol, attempts, 1);
    }

    /**
     * Makes a judge.
     *
     * @param model who judges
     * @param protocol how it is asked, of two answers
     * @param attempts how often it is asked at most when its reply holds no verdict
     * @param samples how many verdicts make up one order's; the mean of their ratings decides
     */
    public PairwiseJudge(ChatModel model, JudgeProtocol protocol, int attempts, int samples) {
        Check.argument(protocol.compares(), "protocol (%s) must ask for a comparison", protocol.name());
        Check.argument(samples > 0, "samples (%s) must be positive", samples);
        this.protocol = protocol;
        this.request = new JudgeRequest(model, protocol.attempts(attempts));
        this.samples = samples;
    }

    /**
     * The judge's part of a score's name.
     *
     * @return protocol, version, settings and model
     */
    public String name() {
        return protocol.shown() + (samples == 1 ? "" : ", " + samples + " an order") + " by "
                + request.model().identity();
    }

    /** What one order said: the ratings of the answer shown first and second, summed over its verdicts. */
    private record Sums(double first, double second, int verdicts, List<String> replies, List<String> causes) {
        Judgement.Order order(UnaryOperator<Preference> told) {
            Optional<Preference> preference =
                    verdicts == 0 ? Optional.empty() : Optional.of(told.apply(preferred(first, second)));
            return new Judgement.Order(preference, replies, causes);
        }
    }

    /**
     * Compares two answers.
     *
     * @param id the question's
     * @param question what was asked
     * @param first one answer
     * @param second another
     * @return both orders' verdicts
     */
    public Judgement compare(String id, String question, String first, String second) {
        return compare(
                id,
                Map.of("question", question, "first", first, "second", second),
                Map.of("question", question, "first", second, "second", first));
    }

    /** The same of more than a question and two answers: what is shown in one order, and in the other. */
    Judgement compare(String id, Map<String, String> inOrder, Map<String, String> swapped) {
        Sums forward = ask(inOrder);
        Sums backward = ask(swapped);
        Optional<Preference> pooled = protocol.averagesOrders()
                ? Optional.of(preferred(
                        forward.first * backward.verdicts + backward.second * forward.verdicts,
                        forward.second * backward.verdicts + backward.first * forward.verdicts))
                : Optional.empty();
        return new Judgement(id, forward.order(UnaryOperator.identity()), backward.order(Preference::swapped), pooled);
    }

    private static Preference preferred(double first, double second) {
        return first == second ? Preference.TIE : first > second ? Preference.FIRST : Preference.SECOND;
    }

    private Sums ask(Map<String, String> shown) {
        List<Turn> prompt = protocol.turns(shown);
        double first = 0;
        double second = 0;
        int verdicts = 0;
        List<String> replies = new ArrayList<>();
        List<String> causes = new ArrayList<>();
        for (int sample = 0; sample < samples; sample++) {
            JudgeRequest.Outcome outcome = request.ask(prompt, protocol.sampling(), sample, protocol.form());
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
