package org.reformatted.eval.judge;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;
import org.reformatted.eval.metric.Proportion;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.SignTest;

/**
 * The summary of comparisons of two systems.
 *
 * @param judge its name, protocol and version
 * @param wins number of comparisons that the first system wins
 * @param losses number of comparisons that it loses
 * @param ties number of ties, including disagreements of the two orders
 * @param unjudged number of comparisons without a verdict in one of the orders; they are not included in any score
 * @param failures number of replies without a verdict, whether or not a repeated request succeeded
 * @param winRate wins and half the ties, in percent, with an interval that treats the judgements of one id as a cluster
 * @param pValue p-value of the sign test over questions, whose turns count together; ties are left out
 * @param consistency the share of comparisons on which both orders agree, {@code NaN} without comparisons
 * @param firstPlaceShare the share of decided verdicts for the answer shown first: about one half for an unbiased judge, {@code NaN} without
 *     decided verdicts
 * @param biased whether that share differs significantly from one half (sign test over questions, p below 0.05): position bias
 */
public record PairwiseSummary(
        String judge,
        long wins,
        long losses,
        long ties,
        long unjudged,
        long failures,
        Score winRate,
        double pValue,
        double consistency,
        double firstPlaceShare,
        boolean biased) {
    private static final double SIGNIFICANT = 0.05;

    /**
     * Summarizes comparisons.
     *
     * @param judge its name
     * @param judgements one for each comparison
     * @return the summary
     */
    public static PairwiseSummary of(String judge, List<Judgement> judgements) {
        List<Judgement> judged =
                judgements.stream().filter(j -> j.verdict().isPresent()).toList();
        List<Preference> verdicts =
                judged.stream().flatMap(j -> j.verdict().stream()).toList();
        long wins = verdicts.stream().filter(v -> v == Preference.FIRST).count();
        long losses = verdicts.stream().filter(v -> v == Preference.SECOND).count();
        long unjudged = (long) judgements.size() - judged.size();
        // the turns of a question's conversation form one cluster
        Map<String, double[]> percent = new LinkedHashMap<>();
        judged.forEach(j -> percent.merge(j.id(), percent(j), PairwiseSummary::joined));
        long agreeing = judged.stream()
                .filter(j -> j.forward().verdict().equals(j.backward().verdict()))
                .count();
        long[] places = places(judged);
        return new PairwiseSummary(
                judge,
                wins,
                losses,
                verdicts.size() - wins - losses,
                unjudged,
                judgements.stream().mapToLong(j -> j.causes().size()).sum(),
                Score.ofClusters(percent.values(), Score.PERCENT, unjudged),
                signTest(judged, PairwiseSummary::lead),
                new Proportion(agreeing, judged.size()).value(),
                new Proportion(places[0], places[0] + places[1]).value(),
                signTest(judged, PairwiseSummary::placeLead) < SIGNIFICANT);
    }

    /** Computes the sign test over questions: the sum of the judgements of one id counts once. */
    private static double signTest(List<Judgement> judged, ToIntFunction<Judgement> lead) {
        Map<String, Integer> leads = new LinkedHashMap<>();
        judged.forEach(j -> leads.merge(j.id(), lead.applyAsInt(j), Integer::sum));
        int ahead = (int) leads.values().stream().filter(sum -> sum > 0).count();
        int behind = (int) leads.values().stream().filter(sum -> sum < 0).count();
        return SignTest.exact(ahead, behind);
    }

    private static int lead(Judgement judged) {
        return judged.verdict()
                .map(v -> v == Preference.FIRST ? 1 : v == Preference.TIE ? 0 : -1)
                .orElse(0);
    }

    private static int placeLead(Judgement judged) {
        long[] places = places(List.of(judged));
        return (int) (places[0] - places[1]);
    }

    private static double[] percent(Judgement judged) {
        return judged.verdict().stream()
                .mapToDouble(v -> v == Preference.FIRST ? 100 : v == Preference.TIE ? 50 : 0)
                .toArray();
    }

    private static double[] joined(double[] some, double[] others) {
        return DoubleStream.concat(Arrays.stream(some), Arrays.stream(others)).toArray();
    }

    /** Counts the decided verdicts for the answer shown first and for the answer shown second. */
    private static long[] places(List<Judgement> judged) {
        long[] places = new long[2];
        for (Judgement judgement : judged) {
            count(judgement.forward().verdict(), places);
            count(judgement.backward().verdict().map(Preference::swapped), places);
        }
        return places;
    }

    private static void count(Optional<Preference> shown, long[] places) {
        places[0] += shown.filter(v -> v == Preference.FIRST).isPresent() ? 1 : 0;
        places[1] += shown.filter(v -> v == Preference.SECOND).isPresent() ? 1 : 0;
    }
}
