package org.reformatted.experiments.report;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.Prediction;
import org.reformatted.realign.base.InputException;

/**
 * Prints the data behind a number of a report as lines of text. A cell leads to its samples; a sample to every arm's answer with its verdicts, its
 * evaluation, checkpoint and nearest training rows; a training row to its original, rewrite and verdict, and back to the samples.
 */
public final class Trace {
    private static final int LISTED = 40;

    private final ReportInputs inputs;
    private final List<String> lines = new ArrayList<>();

    private Trace(ReportInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Creates the lines for one address.
     *
     * @param inputs the inputs of the report
     * @param what a sample such as {@code gsm8k/17}, a training row such as {@code row=ID}, or the address of a cell's link in the page, such as
     *     {@code samples=gsm8k&arm=realigned&verdict=wrong}
     * @return the lines
     * @throws InputException if there is no such task, sample, row or arm
     */
    public static List<String> lines(ReportInputs inputs, String what) {
        Trace trace = new Trace(inputs);
        String address = what.startsWith("#") ? what.substring(1) : what;
        if (address.startsWith("row=")) {
            trace.row(decoded(address.substring(4)));
        } else if (address.startsWith("samples=")) {
            trace.cell(address.substring(8));
        } else {
            String name = address.startsWith("sample=") ? address.substring(7) : address;
            int slash = name.indexOf('/');
            if (slash < 0) {
                throw InputException.at(
                        "trace",
                        what,
                        "TASK/ID, row=ID or samples=TASK&...",
                        "name a sample, such as " + trace.example());
            }
            trace.sample(decoded(name.substring(0, slash)), decoded(name.substring(slash + 1)));
        }
        return trace.lines;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private String example() {
        String task = ReportTables.tasks(inputs.arms()).get(0);
        return task + "/"
                + answersOfArms(task).get(0).predictions().keySet().iterator().next();
    }

    private List<ArmAnswers> answersOfArms(String task) {
        List<ArmAnswers> asked = inputs.arms().stream()
                .flatMap(arm -> ArmAnswers.of(arm, task).stream())
                .toList();
        if (asked.isEmpty()) {
            throw InputException.at(
                    "trace",
                    "task " + task,
                    "one of " + String.join(", ", ReportTables.tasks(inputs.arms())),
                    "name one of these");
        }
        return asked;
    }

    private void cell(String address) {
        String[] parts = address.split("&", -1);
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : List.of(parts).subList(1, parts.length)) {
            String[] pair = part.split("=", 2);
            values.put(pair[0], pair.length < 2 ? "" : decoded(pair[1]));
        }
        String task = decoded(parts[0]);
        List<ArmAnswers> all = answersOfArms(task);
        String policy =
                values.getOrDefault("policy", all.get(0).evaluation().result().defaultPolicy());
        List<ArmAnswers> chosen =
                all.stream().filter(one -> fits(one.arm(), values)).toList();
        if (chosen.isEmpty()) {
            throw InputException.at(
                    "trace",
                    "arm " + values.get("arm") + ", seed " + values.get("seed"),
                    "one of "
                            + String.join(
                                    "; ", all.stream().map(ArmAnswers::name).toList()),
                    "name one of these");
        }
        if (chosen.stream().noneMatch(one -> one.result().policies().containsKey(policy))) {
            chosen.get(0).result().score(policy); // throws an exception that lists the known policies
        }
        for (ArmAnswers one : chosen) {
            if (one.result().policies().containsKey(policy)) {
                score(one, task, policy);
            }
        }
        Set<String> trained = values.containsKey("trained") ? trained(chosen, task) : Set.of();
        List<String> found = all.get(0).predictions().values().stream()
                .filter(sample -> keeps(sample, chosen, all, policy, values, trained))
                .map(Prediction::id)
                .toList();
        lines.add(
                found.size() + " of " + all.get(0).predictions().size() + " samples; each: trace RUN " + task + "/ID");
        lines.add("  " + String.join(" ", found.subList(0, Math.min(LISTED, found.size())))
                + (found.size() > LISTED ? " ... and " + (found.size() - LISTED) + " more" : ""));
    }

    /** The samples that share a passage with the training rows of one of these arms. */
    private Set<String> trained(List<ArmAnswers> chosen, String task) {
        Overlaps overlaps = Overlaps.of(chosen.stream().map(ArmAnswers::arm).toList());
        return chosen.stream()
                .flatMap(one -> overlaps.ids(one.arm(), task).stream())
                .collect(Collectors.toSet());
    }

    private void score(ArmAnswers one, String task, String policy) {
        Score score = one.evaluation().result().score(policy);
        lines.add(String.format(
                Locale.ROOT,
                "%s, %s, %s: %.2f %s [%.2f, %.2f], n %d",
                task,
                policy,
                one.name(),
                score.value(),
                score.unit(),
                score.low(),
                score.high(),
                score.n()));
        lines.add("  answers     " + one.evaluation().folder().resolve("predictions.jsonl"));
        one.arm().training().ifPresent(training -> {
            lines.add("  checkpoint  " + training.folder());
            lines.add("  rows        " + training.data().resolve("conversations.jsonl"));
        });
    }

    private static boolean fits(TrainedArm arm, Map<String, String> values) {
        return (!values.containsKey("arm") || arm.arm().equals(values.get("arm")))
                && (!values.containsKey("seed")
                        || arm.seed().isEmpty()
                        || arm.seedText().equals(values.get("seed")));
    }

    private static boolean keeps(
            Prediction sample,
            List<ArmAnswers> chosen,
            List<ArmAnswers> all,
            String policy,
            Map<String, String> values,
            Set<String> trained) {
        String id = sample.id();
        return values.entrySet().stream().allMatch(value -> switch (value.getKey()) {
            case "verdict" ->
                chosen.stream().anyMatch(one -> word(one.verdict(id, policy)).equals(value.getValue()));
            case "category" -> value.getValue().equals(sample.category() == null ? "(none)" : sample.category());
            case "cut" -> chosen.stream().anyMatch(one -> one.isCut(id));
            case "trained" -> trained.contains(id);
            case "judged" ->
                chosen.stream()
                        .anyMatch(one ->
                                !one.judgments().isEmpty() && value.getValue().startsWith(one.judged(id)));
            case "pair" ->
                chosen.stream()
                        .anyMatch(one -> all.stream()
                                .filter(other -> other.arm().arm().equals(values.get("against"))
                                        && one.arm().pairsWith(other.arm()))
                                .anyMatch(other ->
                                        pair(one.value(id, policy), other.value(id, policy), value.getValue())));
            case "policy", "arm", "seed", "against", "sort" -> true;
            default ->
                throw InputException.at(
                        "trace",
                        value.getKey(),
                        "some of policy, arm, seed, against, pair, verdict, judged, category, cut and trained",
                        "leave it out, or open the address in the report's page");
        });
    }

    private static boolean pair(OptionalDouble arm, OptionalDouble other, String kind) {
        if (arm.isEmpty() || other.isEmpty()) {
            return false;
        }
        int order = Double.compare(arm.getAsDouble(), other.getAsDouble());
        return switch (kind) {
            case "ahead" -> order > 0;
            case "behind" -> order < 0;
            default -> order != 0;
        };
    }

    private static String word(Verdict verdict) {
        return !verdict.parsed() ? "none" : verdict.score() >= 1 ? "right" : verdict.score() > 0 ? "partly" : "wrong";
    }

    private void sample(String task, String id) {
        List<ArmAnswers> all = answersOfArms(task);
        Prediction sample = all.get(0).predictions().get(id);
        if (sample == null) {
            throw InputException.at(
                    "trace",
                    task + "/" + id,
                    "one of " + all.get(0).predictions().size() + " samples",
                    "name one, such as " + example());
        }
        lines.add(task + "/" + id);
        text("question", sample.prompt());
        text("reference", sample.reference());
        all.forEach(one -> answer(one, id));
        TrainingRows rows = TrainingRows.read(inputs.realigned(), inputs.arms());
        lines.add("nearest training rows; each: trace RUN row=ID");
        rows.near(sample.prompt()).forEach(near -> {
            TrainingRows.TrainingRow row = rows.rows().get(near.row());
            lines.add(String.format(
                    Locale.ROOT,
                    "  row=%s  similarity %.2f, %s by %s",
                    row.id(),
                    near.similarity(),
                    row.outcome(),
                    row.verdict().filter()));
        });
    }

    private void answer(ArmAnswers one, String id) {
        Prediction prediction = one.predictions().get(id);
        if (prediction == null) {
            return;
        }
        lines.add(one.name() + (prediction.cutAtLimit() ? ", cut at the limit" : ""));
        text("answer", prediction.output());
        prediction.laterTurns().forEach(turn -> text("asked next: " + turn.prompt(), turn.output()));
        one.evaluation().result().policies().forEach((policy, score) -> {
            Verdict verdict = one.verdict(id, policy);
            String value = score.unit().equals(Score.PERCENT) ? word(verdict) : String.valueOf(verdict.score());
            lines.add("    " + policy + ": "
                    + (verdict.parsed() ? value + ", found " + verdict.extracted() : "nothing found"));
        });
        one.judgments(id).forEach(row -> {
            lines.add("    judge: " + JudgeText.of(row).get("verdict"));
            JudgeText.replies(row).forEach(reply -> text(reply.get(0), reply.get(1)));
        });
        lines.add("    answers in " + one.evaluation().folder()
                + one.arm()
                        .training()
                        .map(training -> "; checkpoint in " + training.folder())
                        .orElse(""));
    }

    private void row(String id) {
        TrainingRows rows = TrainingRows.read(inputs.realigned(), inputs.arms());
        int number = IntStream.range(0, rows.rows().size())
                .filter(i -> rows.rows().get(i).id().equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.at(
                        "trace",
                        "row " + id,
                        "one of " + rows.rows().size() + " training rows",
                        "name one, such as those that a sample's trace lists"));
        TrainingRows.TrainingRow row = rows.rows().get(number);
        lines.add("row=" + id + ": " + row.outcome() + " by " + row.verdict().filter() + ", "
                + row.verdict().why() + "; " + row.category());
        text("question", row.original().promptText());
        text("original", row.original().response());
        row.proposal()
                .ifPresent(
                        text -> text(row.outcome().equals("rewritten") ? "rewrite" : "proposed and not taken", text));
        for (int i = 0; i < row.verdict().candidates().size(); i++) {
            text("candidate " + (i + 1), row.verdict().candidates().get(i));
        }
        row.original().evidence().forEach(passage -> text("evidence from " + passage.source(), passage.text()));
        row.learned()
                .forEach((arm, response) -> lines.add("  " + arm + " learned "
                        + (response.equals(row.original().response())
                                ? "the original"
                                : response.equals(row.realigned().response())
                                        ? "the realigned response"
                                        : "another response: " + response)));
        lines.add("samples that have it among their nearest rows");
        for (String task : ReportTables.tasks(inputs.arms())) {
            answersOfArms(task).get(0).predictions().values().stream()
                    .filter(sample -> rows.near(sample.prompt()).stream().anyMatch(near -> near.row() == number))
                    .forEach(sample -> lines.add("  " + task + "/" + sample.id()));
        }
    }

    /** Adds a name and below it a text with indented lines. */
    private void text(String name, String text) {
        lines.add("  " + name);
        text.lines().forEach(line -> lines.add("    " + line));
    }
}
