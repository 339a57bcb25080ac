package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reformatted.eval.metric.Agreement;
import org.reformatted.eval.metric.Descriptive;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * How far a judge agrees with itself when it is asked the same again. Each repeat has seeds of its own, so that no kept answer stands in for
 * a new one; temperature and prompts stay.
 *
 * @param repeats how often everything was judged
 * @param n how many judgments have a verdict in every repeat
 * @param equalShare the share of equal verdicts, over all pairs of repeats; {@code NaN} of no such judgment
 * @param kappa Cohen's, the mean over all pairs of repeats; {@code NaN} where every verdict is one and the same
 * @param values the score of each repeat
 * @param spread their standard deviation, with repeats - 1 below the line
 */
public record SelfAgreement(int repeats, long n, double equalShare, double kappa, List<Double> values, double spread) {
    /** Far beyond the seeds that one judging uses. */
    private static final long APART = 1_000_000;

    /**
     * Judges several times.
     *
     * @param judge who judges
     * @param repeats how often, at least once
     * @param judging one judging by a model
     * @return the first report; of several, with what they have in common
     */
    static JudgeReport repeated(ChatModel judge, int repeats, Function<ChatModel, JudgeReport> judging) {
        List<JudgeReport> reports = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            reports.add(judging.apply(repeat == 0 ? judge : new Reseeded(judge, repeat * APART)));
        }
        return repeats == 1 ? reports.get(0) : reports.get(0).with(of(reports));
    }

    /** Compares repeats. */
    static SelfAgreement of(List<JudgeReport> reports) {
        List<Map<String, String>> verdicts =
                reports.stream().map(SelfAgreement::verdicts).toList();
        List<String> common = verdicts.get(0).keySet().stream()
                .filter(key -> verdicts.stream().allMatch(repeat -> repeat.containsKey(key)))
                .toList();
        List<List<String>> paired = verdicts.stream()
                .map(repeat ->
                        common.stream().map(key -> repeat.getOrDefault(key, "")).toList())
                .toList();
        List<Double> values = reports.stream().map(JudgeReport::value).toList();
        double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
        return new SelfAgreement(
                reports.size(),
                common.size(),
                Agreement.amongRepeats(paired),
                Agreement.kappaAmongRepeats(paired),
                values,
                Descriptive.standardDeviation(numbers));
    }

    /** The verdict of each row that has one, by answer and turn; of a preference from probabilities, which side it is on. */
    private static Map<String, String> verdicts(JudgeReport report) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (Map<String, Object> row : report.rows()) {
            Object verdict = row.getOrDefault("verdict", row.getOrDefault("rating", row.get("preference")));
            if (verdict instanceof Number preference && row.containsKey("preference")) {
                verdict = Math.signum(preference.doubleValue() - 1.5);
            }
            if (verdict != null && !verdict.equals("none")) {
                verdicts.put(row.get("id") + "/" + row.get("turn"), verdict.toString());
            }
        }
        return verdicts;
    }

    /** Asks with other seeds. */
    private record Reseeded(ChatModel model, long by) implements ChatModel {
        @Override
        public String identity() {
            return model.identity();
        }

        @Override
        public Completion complete(ChatRequest request) {
            SamplingSettings sampling = request.sampling();
            return model.complete(request.withSampling(sampling.withSeed(sampling.seed() + by)));
        }
    }
}
