package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.Prediction;
import org.reformatted.eval.run.ScoredExample;

/** The samples of one task with the answers of every arm and seed. */
final class TaskSamples {
    private final String task;
    private final List<Asked> runs;
    private final List<Prediction> first;

    private record Policy(String name, String unit) {}

    /** One trained arm's answers; without any where it was not asked this task. */
    private record Asked(
            TrainedArm arm,
            @Nullable Evaluation evaluation,
            Map<String, Prediction> predictions,
            Map<String, Map<String, Verdict>> verdicts,
            Map<String, List<Map<String, Object>>> judged,
            Set<String> overlapping) {
        static Asked of(TrainedArm arm, String task, Overlaps overlaps) {
            Evaluation evaluation = arm.evaluations().get(task);
            if (evaluation == null) {
                return new Asked(arm, null, Map.of(), Map.of(), Map.of(), Set.of());
            }
            Map<String, Map<String, Verdict>> verdicts = new LinkedHashMap<>();
            for (ScoredExample example : evaluation.result().examples()) {
                verdicts.put(example.id(), example.verdicts());
            }
            Map<String, List<Map<String, Object>>> judged = evaluation.judged().stream()
                    .flatMap(found -> found.report().rows().stream())
                    .collect(Collectors.groupingBy(row -> String.valueOf(row.get("id"))));
            return new Asked(arm, evaluation, evaluation.predictions(), verdicts, judged, overlaps.ids(arm, task));
        }

        Verdict verdict(String id, String policy) {
            return verdicts.getOrDefault(id, Map.of()).getOrDefault(policy, Verdict.UNPARSED);
        }
    }

    private TaskSamples(String task, List<Asked> runs) {
        this.task = task;
        this.runs = runs;
        this.first = runs.stream()
                .filter(run -> run.evaluation != null)
                .findFirst()
                .map(run -> List.copyOf(run.predictions.values()))
                .orElse(List.of());
    }

    static TaskSamples of(String task, List<TrainedArm> arms, Overlaps overlaps) {
        return new TaskSamples(
                task, arms.stream().map(arm -> Asked.of(arm, task, overlaps)).toList());
    }

    String task() {
        return task;
    }

    int size() {
        return first.size();
    }

    List<String> questions() {
        return first.stream().map(Prediction::prompt).toList();
    }

    String id(int sample) {
        return first.get(sample).id();
    }

    private String lead() {
        return runs.stream()
                .flatMap(run -> Optional.ofNullable(run.evaluation).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no arm was asked " + task))
                .result()
                .defaultPolicy();
    }

    /** Every policy of any arm: where a judge compares with the first arm, that one has no score by it. */
    private Map<String, Score> policies() {
        Map<String, Score> policies = new LinkedHashMap<>();
        runs.stream()
                .flatMap(run -> Optional.ofNullable(run.evaluation).stream())
                .forEach(one -> one.result().policies().forEach(policies::putIfAbsent));
        return policies;
    }

    /** What the script's list and filters need. */
    Map<String, Object> index(List<List<NearestRows.Near>> nearest) {
        Map<String, Object> index = new LinkedHashMap<>();
        Map<String, Score> policies = policies();
        index.put("name", task);
        index.put(
                "policies",
                policies.entrySet().stream()
                        .map(policy ->
                                new Policy(policy.getKey(), policy.getValue().unit()))
                        .toList());
        index.put("lead", lead());
        index.put("ids", first.stream().map(Prediction::id).toList());
        if (first.stream().anyMatch(prediction -> prediction.category() != null)) {
            index.put(
                    "category",
                    Coded.of(first.stream()
                            .map(prediction -> prediction.category() == null ? "(none)" : prediction.category())
                            .toList()));
        }
        index.put(
                "runs",
                runs.stream()
                        .map(run -> run.evaluation == null ? null : run(run, policies))
                        .toList());
        index.put(
                "near",
                nearest.stream()
                        .map(near -> near.stream().map(NearestRows.Near::row).toList())
                        .toList());
        return index;
    }

    private Map<String, Object> run(Asked run, Map<String, Score> policies) {
        Map<String, Object> index = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        policies.forEach((policy, score) -> values.put(policy, values(run, policy, score)));
        index.put("values", values);
        index.put(
                "cut",
                numbers(id -> Optional.ofNullable(run.predictions.get(id))
                        .filter(Prediction::cutAtLimit)
                        .isPresent()));
        index.put("trained", numbers(run.overlapping::contains));
        if (!run.judged.isEmpty()) {
            index.put(
                    "judged",
                    first.stream()
                            .map(sample -> judged(run.judged.getOrDefault(sample.id(), List.of())))
                            .collect(Collectors.joining()));
        }
        return index;
    }

    private List<Integer> numbers(java.util.function.Predicate<String> test) {
        return IntStream.range(0, first.size())
                .filter(i -> test.test(first.get(i).id()))
                .boxed()
                .toList();
    }

    /** A letter a sample where each is right, wrong or without an answer; else a number each, null where there is none. */
    private Object values(Asked run, String policy, Score score) {
        List<Verdict> verdicts =
                first.stream().map(sample -> run.verdict(sample.id(), policy)).toList();
        boolean letters = score.unit().equals(Score.PERCENT)
                && verdicts.stream().allMatch(verdict -> verdict.score() == 0 || verdict.score() == 1);
        return letters
                ? verdicts.stream()
                        .map(verdict -> verdict.score() == 1 ? "1" : verdict.parsed() ? "0" : "-")
                        .collect(Collectors.joining())
                : Arrays.asList(verdicts.stream()
                        .map(verdict -> verdict.parsed() ? (Double) rounded(verdict.score()) : null)
                        .toArray());
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    /** What a judge made of a sample: w, t, l for comparisons over its turns, r for a rating, n for nothing. */
    private static String judged(List<Map<String, Object>> rows) {
        int lead = 0;
        boolean decided = false;
        boolean rated = false;
        for (Map<String, Object> row : rows) {
            String verdict = String.valueOf(row.get("verdict"));
            decided |= List.of("first", "second", "tie").contains(verdict);
            lead += verdict.equals("first") ? 1 : verdict.equals("second") ? -1 : 0;
            if (row.get("preference") instanceof Number preference) {
                decided = true;
                lead += Double.compare(preference.doubleValue(), 1.5);
            }
            rated |= row.get("rating") instanceof Number;
        }
        return rated ? "r" : !decided ? "n" : lead > 0 ? "w" : lead < 0 ? "l" : "t";
    }

    /** What the page shows of a sample. */
    Map<String, Object> detail(int number, List<NearestRows.Near> nearest) {
        Prediction sample = first.get(number);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("prompt", sample.prompt());
        detail.put("reference", sample.reference());
        detail.put(
                "near", nearest.stream().map(near -> rounded(near.similarity())).toList());
        List<@Nullable Object> answers = new ArrayList<>();
        runs.forEach(run -> answers.add(answer(run, sample.id())));
        detail.put("answers", answers);
        return detail;
    }

    private static @Nullable Map<String, Object> answer(Asked run, String id) {
        Prediction prediction = run.predictions.get(id);
        if (prediction == null) {
            return null;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("text", prediction.output());
        answer.put("end", String.valueOf(prediction.finishReason()).toLowerCase(java.util.Locale.ROOT));
        if (!prediction.laterTurns().isEmpty()) {
            answer.put(
                    "later",
                    prediction.laterTurns().stream()
                            .map(turn -> List.of(turn.prompt(), turn.output()))
                            .toList());
        }
        if (!prediction.others().isEmpty()) {
            answer.put(
                    "others",
                    prediction.others().stream().map(other -> other.text()).toList());
        }
        Map<String, String> found = new LinkedHashMap<>();
        run.verdicts.getOrDefault(id, Map.of()).forEach((policy, verdict) -> {
            if (verdict.extracted() != null) {
                found.put(policy, verdict.extracted());
            }
        });
        answer.put("found", found);
        List<Map<String, Object>> judged = run.judged.getOrDefault(id, List.of());
        if (!judged.isEmpty()) {
            answer.put("judged", judged.stream().map(JudgeWords::of).toList());
        }
        return answer;
    }
}
