package org.reformatted.eval.judge;

import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.llm.ChatModel;

/** Compares two answers in both orders, since judges favour places; each order as often as is asked for. */
public final class PairwiseJudge {
    private final JudgeProtocol protocol;
    private final Asking asking;
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
        this.asking = new Asking(model, attempts);
        this.samples = samples;
    }

    /**
     * The judge's part of a score's name.
     *
     * @return protocol, version, settings and model
     */
    public String name() {
        return protocol.shown() + (samples == 1 ? "" : ", " + samples + " an order") + " by "
                + asking.model().identity();
    }

    /** What one order said: the ratings of the answer shown first and second, summed over its verdicts. */
    private record Order(double first, double second, int verdicts, int failures) {
        Optional<Preference> preference() {
            return verdicts == 0 ? Optional.empty() : Optional.of(preferred(first, second));
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
        Order forward = ask(inOrder);
        Order backward = ask(swapped);
        Optional<Preference> pooled = protocol.averagesOrders()
                ? Optional.of(preferred(
                        forward.first * backward.verdicts + backward.second * forward.verdicts,
                        forward.second * backward.verdicts + backward.first * forward.verdicts))
                : Optional.empty();
        return new Judgement(
                id,
                forward.preference(),
                backward.preference().map(Preference::swapped),
                pooled,
                forward.failures + backward.failures);
    }

    private static Preference preferred(double first, double second) {
        return first == second ? Preference.TIE : first > second ? Preference.FIRST : Preference.SECOND;
    }

    private Order ask(Map<String, String> shown) {
        String prompt = protocol.template().fill(shown);
        double sumFirst = 0;
        double sumSecond = 0;
        int verdicts = 0;
        int failures = 0;
        for (int sample = 0; sample < samples; sample++) {
            Asking.Outcome<double[]> outcome = asking.ask(prompt, protocol.sampling(), sample, this::ratings);
            failures += outcome.failures();
            if (outcome.value().isPresent()) {
                sumFirst += outcome.value().get()[0];
                sumSecond += outcome.value().get()[1];
                verdicts++;
            }
        }
        return new Order(sumFirst, sumSecond, verdicts, failures);
    }

    /** Both answers' ratings; a bare preference rates the better one 1 and the other 0. */
    private Optional<double[]> ratings(String reply) {
        return switch (protocol.reading()) {
            case TWO_RATINGS -> Verdicts.twoRatings(reply);
            case RANKING -> Verdicts.ranking(reply).map(PairwiseJudge::ratings);
            default -> Verdicts.letter(reply).map(PairwiseJudge::ratings);
        };
    }

    private static double[] ratings(Preference preference) {
        return switch (preference) {
            case FIRST -> new double[] {1, 0};
            case SECOND -> new double[] {0, 1};
            case TIE -> new double[] {0.5, 0.5};
        };
    }
}
