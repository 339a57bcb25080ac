package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.run.Evaluator;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignPipeline;

/** Artifacts of an experiment of any size, whose answers come from a seeded draw and hold what an attacker would write. */
final class ReportFixture {
    static final String EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";

    /** How many answers a judge sees, as of MT-Bench. */
    private static final int JUDGED = 80;

    private final Path folder;

    ReportFixture(Path folder, int problems, int rows) {
        this.folder = folder;
        JsonLines.write(
                folder.resolve("rows.jsonl"),
                IntStream.range(0, rows)
                        .mapToObj(i -> Map.of(
                                "question",
                                question(i) + " Training " + i + "." + (i == 3 ? EVIL : ""),
                                "answer",
                                i % 5 == 0
                                        ? "#### " + 2 * i
                                        : i + " + " + i + " = <<" + i + "+" + i + "=" + 2 * i + ">>" + 2 * i
                                                + " in all.\n" + (i == 3 ? EVIL : "So there are that many.")
                                                + "\n#### " + 2 * i)));
        JsonLines.write(
                folder.resolve("test.jsonl"),
                IntStream.range(0, problems)
                        .mapToObj(i -> Map.of(
                                "question", question(i) + " Number " + i + (i == 2 ? EVIL : ""),
                                "answer", "So.\n#### " + i)));
        String yaml = "input: {path: rows.jsonl, format: gsm8k}\ncategory: math";
        RealignPipeline.run(
                ConfigBinder.bind("r.yaml", yaml, RealignConfig.class).value(),
                folder::resolve,
                folder.resolve("realign"),
                Progress.SILENT);
    }

    private static String question(int i) {
        return "A farmer has " + i + " pears in basket " + i % 17 + " and picks " + (i % 7 + 1)
                + " more every morning of a week; a neighbour takes " + i % 5
                + " of them each evening, and on Sunday the whole"
                + " family shares what is left with the market's baker. How many pears are there in the end?";
    }

    /** Two arms, trained with seeds; a judge rates the answers of both and compares the second's with the first's. */
    ReportInputs inputs(long... seeds) {
        List<TrainedArm> arms = new ArrayList<>();
        for (long seed : seeds) {
            arms.add(arm("original", RealignPipeline.ORIGINAL, seed, 0.4));
            arms.add(arm("realigned", RealignPipeline.CONVERSATIONS, seed, 0.6));
        }
        List<ArtifactRecord> records = new ArrayList<>(List.of(record("realign")));
        arms.forEach(arm -> records.add(arm.training().orElseThrow().record()));
        arms.stream()
                .flatMap(arm -> arm.evaluations().values().stream())
                .flatMap(one -> Stream.concat(Stream.of(one.folder()), one.judged().map(Judged::folder).stream()))
                .map(folder -> String.valueOf(folder.getFileName()).replaceAll("-01234567$", ""))
                .distinct()
                .forEach(step -> records.add(record(step)));
        return new ReportInputs(
                "large & <small>",
                "Does order help?\nIt might.",
                Map.of("realign", folder.resolve("realign")),
                arms,
                records,
                List.of("math"),
                Optional.empty(),
                Map.of("original", 0.0, "realigned", 1.0),
                Map.of("name", "toy"),
                List.of(new Expectation(
                        "realigned",
                        "original",
                        Expectation.Outcome.AHEAD,
                        Optional.empty(),
                        Optional.of("strict-match"),
                        "it has order")),
                2);
    }

    private TrainedArm arm(String name, String rows, long seed, double right) {
        String suffix = name + "-seed" + seed;
        Path data = folder.resolve("data-" + name);
        TextFiles.writeAtomically(
                data.resolve("conversations.jsonl"),
                TextFiles.readString(folder.resolve("realign").resolve(rows)));
        Path trained = folder.resolve(name(suffix));
        JsonLines.write(
                trained.resolve("metrics.jsonl"),
                IntStream.range(0, 300).mapToObj(i -> Map.of("step", i, "loss", 3.0 / (i + 1) + 0.01 * (i % 3))));
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        evaluations.put("gsm8k", evaluation(suffix, Optional.empty(), right, seed));
        Evaluation answers = evaluation(suffix + "-judged", Optional.of(JUDGED), right, seed);
        evaluations.put("mt-bench", answers.with(FakeJudge.rates(answers, right, seed)));
        evaluations.put(
                "readability",
                name.equals("original") ? answers : answers.with(FakeJudge.compares(answers, "original", right, seed)));
        return new TrainedArm(
                name, new TrainedArm.Training(seed, data, trained, record("finetune-" + suffix)), evaluations);
    }

    private static String name(String suffix) {
        return "finetune-" + suffix;
    }

    private Evaluation evaluation(String suffix, Optional<Integer> limit, double right, long seed) {
        EvalConfig config = new EvalConfig(
                "gsm8k",
                Optional.of("test.jsonl"),
                limit,
                0,
                Optional.empty(),
                0,
                SamplingSettings.greedy(16),
                Optional.empty());
        Path out = folder.resolve("evaluate-" + suffix + "-01234567");
        return new Evaluation(
                out,
                Evaluator.evaluate(
                        EvalTasks.create(config, folder::resolve),
                        new Answers(right, seed),
                        config,
                        out,
                        Progress.SILENT));
    }

    static ArtifactRecord record(String step) {
        return new ArtifactRecord(
                step,
                "0123456789abcdef0123",
                1,
                Map.of("rate", 1),
                Map.of(),
                Map.of(),
                Map.of("java", "17"),
                "abc",
                Map.of("cores", "2"),
                "2026-01-01T00:00:00Z",
                1.5,
                Map.of(),
                Map.of());
    }

    /** Answers right with a chance; some answers state one number and end with another, some hold none, some are cut. */
    private record Answers(double right, long seed) implements ChatModel {
        @Override
        public String identity() {
            return "answers-" + right + "-" + seed;
        }

        @Override
        public Completion complete(ChatRequest request) {
            String asked = request.turns().get(0).text();
            int number = Integer.parseInt(asked.replaceAll("(?s).*Number (\\d+).*", "$1"));
            SplittableRandom random = new SplittableRandom(31L * number + seed * 1_000_003 + Math.round(right * 10));
            boolean knows = random.nextDouble() < right;
            String steps =
                    "First he has the pears of the basket, then come those of the mornings, then the evenings take some away again. "
                                    .repeat(3)
                            + (number == 2 ? EVIL : "");
            int kind = random.nextInt(10);
            String text = kind == 0
                    ? steps + "I cannot tell."
                    : kind == 1
                            ? steps + "The answer is " + (number + 1) + ".\nOr is it " + number
                            : steps + "\n#### " + (knows ? number : number + 7);
            return new Completion(
                    List.of(new Completion.Candidate(text, kind == 2 ? FinishReason.LENGTH : FinishReason.STOP)),
                    Usage.NONE,
                    "answers");
        }
    }
}
