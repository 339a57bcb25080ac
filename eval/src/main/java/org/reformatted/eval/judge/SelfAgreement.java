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
 * The agreement of a judge with itself when the same answers are judged again. Each repeat has its own seeds, so that no cached reply is used in
 * place of a new one; temperature and prompts are the same.
 *
 * @param repeats number of times that all answers were judged
 * @param n number of judgments that have a verdict in every repeat
 * @param equalShare the share of equal verdicts, over all pairs of repeats; {@code NaN} without such judgments
 * @param kappa Cohen's kappa, the mean over all pairs of repeats; {@code NaN} where all verdicts are the same
 * @param values the score of each repeat
 * @param spread standard deviation of these scores, with the denominator repeats - 1
 */
public record SelfAgreement(int repeats, long n, double equalShare, double kappa, List<Double> values, double spread) {
    /** The distance between the seeds of two repeats, much larger than the number of seeds of one repeat. */
    private static final long APART = 1_000_000;

    /**
     * Judges the answers several times.
     *
     * @param judge the model that judges
     * @param repeats number of times, at least one
     * @param judging judges all answers once with a model
     * @return the first report; if there are several, with their agreement
     */
    static JudgeReport repeated(ChatModel judge, int repeats, Function<ChatModel, JudgeReport> judging) {
        List<JudgeReport> reports = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            reports.add(judging.apply(repeat == 0 ? judge : new Reseeded(judge, repeat * APART)));
        }
        return repeats == 1 ? reports.get(0) : reports.get(0).with(of(reports));
    }

    /** Computes the agreement of repeats. */
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

    /** Returns the verdict of each row that has one, by answer and turn; for a preference from probabilities, the preferred side. */
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

    /** Sends requests with other seeds. */
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
