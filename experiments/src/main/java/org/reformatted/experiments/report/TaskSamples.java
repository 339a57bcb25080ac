package org.reformatted.experiments.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.Prediction;

/** The samples of one task with the answers of every arm and seed. */
final class TaskSamples {
    private final String task;
    private final List<Optional<ArmAnswers>> runs;
    private final List<Prediction> first;
    private final Overlaps overlaps;

    private record Policy(String name, String unit) {}

    private TaskSamples(String task, List<TrainedArm> arms, Overlaps overlaps) {
        this.task = task;
        this.runs = arms.stream().map(arm -> ArmAnswers.of(arm, task)).toList();
        this.first = answersOfArms()
                .findFirst()
                .map(run -> List.copyOf(run.predictions().values()))
                .orElse(List.of());
        this.overlaps = overlaps;
    }

    static TaskSamples of(String task, List<TrainedArm> arms, Overlaps overlaps) {
        return new TaskSamples(task, arms, overlaps);
    }

    private Stream<ArmAnswers> answersOfArms() {
        return runs.stream().flatMap(Optional::stream);
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
        return answersOfArms()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no arm was evaluated on " + task))
                .result()
                .defaultPolicy();
    }

    /** The policies of all arms. If a judge compares with the first arm, the first arm has no score with the judge's policy. */
    private Map<String, Score> policies() {
        Map<String, Score> policies = new LinkedHashMap<>();
        answersOfArms().forEach(one -> one.result().policies().forEach(policies::putIfAbsent));
        return policies;
    }

    /** The data for the list and the filters of the script. */
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
                    IndexedColumn.of(first.stream()
                            .map(prediction -> prediction.category() == null ? "(none)" : prediction.category())
                            .toList()));
        }
        index.put(
                "runs",
                Arrays.asList(runs.stream()
                        .map(run -> run.map(one -> run(one, policies)).orElse(null))
                        .toArray()));
        index.put(
                "near",
                nearest.stream()
                        .map(near -> near.stream().map(NearestRows.Near::row).toList())
                        .toList());
        return index;
    }

    private Map<String, Object> run(ArmAnswers run, Map<String, Score> policies) {
        Map<String, Object> index = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        policies.forEach((policy, score) -> values.put(policy, values(run, policy, score)));
        index.put("values", values);
        index.put("cut", numbers(run::isCut));
        index.put("trained", numbers(overlaps.ids(run.arm(), task)::contains));
        if (!run.judgments().isEmpty()) {
            index.put(
                    "judged",
                    first.stream().map(sample -> run.judged(sample.id())).collect(Collectors.joining()));
        }
        return index;
    }

    private List<Integer> numbers(java.util.function.Predicate<String> test) {
        return IntStream.range(0, first.size())
                .filter(i -> test.test(first.get(i).id()))
                .boxed()
                .toList();
    }

    /** One letter for each sample if every sample is right, wrong or without an answer; otherwise one number for each, null without a value. */
    private Object values(ArmAnswers run, String policy, Score score) {
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

    /** The data of a sample for the page. */
    Map<String, Object> detail(int number, List<NearestRows.Near> nearest) {
        Prediction sample = first.get(number);
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("prompt", sample.prompt());
        detail.put("reference", sample.reference());
        detail.put(
                "near", nearest.stream().map(near -> rounded(near.similarity())).toList());
        detail.put(
                "answers",
                Arrays.asList(runs.stream()
                        .map(run -> run.flatMap(one -> answer(one, sample.id())).orElse(null))
                        .toArray()));
        return detail;
    }

    private static Optional<Map<String, Object>> answer(ArmAnswers run, String id) {
        return Optional.ofNullable(run.predictions().get(id)).map(prediction -> answer(run, prediction));
    }

    private static Map<String, Object> answer(ArmAnswers run, Prediction prediction) {
        String id = prediction.id();
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
        run.verdicts().getOrDefault(id, Map.of()).forEach((policy, verdict) -> {
            if (verdict.extracted() != null) {
                found.put(policy, verdict.extracted());
            }
        });
        answer.put("found", found);
        List<Map<String, Object>> judged = run.judgments(id);
        if (!judged.isEmpty()) {
            answer.put("judged", judged.stream().map(JudgeText::of).toList());
        }
        return answer;
    }
}
