package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.judge.JudgeCost;
import org.reformatted.eval.judge.JudgeProtocols;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.eval.judge.StructuredOutput;
import org.reformatted.realign.base.FolderLock;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges saved answers with a language model. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Judges saved answers with a language model: rates them (mt-bench, auto-j, factuality), or compares them"
                    + " with other answers in both orders (pairwise, mt-bench-pair, vicuna-bench, fair-eval,"
                    + " readability, alpaca-eval, alpaca-eval-ranking, alpaca-eval-weighted).",
            "The judge is a model of a service with the chat-completions protocol, with its address and key in"
                    + " OPENAI_BASE_URL and OPENAI_API_KEY; a checkpoint on this machine; or a recording. A reply"
                    + " without a verdict is counted and requested again, at most --attempts times in all."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness judge factuality --predictions predictions.jsonl --model gpt-4o --dry-run",
            "  scripts/harness judge readability --predictions a.jsonl --against b.jsonl --model gpt-4o --out"
                    + " judgments.jsonl"
        })
final class JudgeCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "PROTOCOL",
            description =
                    "The protocol of judging: a name from the list above, or one defined in the file of --protocol.")
    String protocol = "";

    @Option(
            names = "--predictions",
            required = true,
            paramLabel = "FILE",
            description = "The answers: an evaluation's predictions.jsonl, or rows with \"question\" and \"output\".")
    Path predictions = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "The answers to compare with, to the same questions.")
    @Nullable
    Path against;

    @Option(
            names = "--references",
            paramLabel = "FILE",
            description = "FastChat's reference answers, for mathematics, reasoning and coding in mt-bench and"
                    + " mt-bench-pair.")
    @Nullable
    Path references;

    @Option(
            names = {"--protocol", "--prompts"},
            paramLabel = "FILE",
            description = "Read PROTOCOL from a YAML file, or from a file of a published system: AlpacaEval's"
                    + " evaluator configs.yaml, FastChat's judge_prompts.jsonl (mt-bench, mt-bench-pair), Auto-J's"
                    + " constants_prompt.py (auto-j, auto-j-pair).")
    @Nullable
    Path protocolFile;

    @Option(
            names = "--structured",
            paramLabel = "FORM",
            description = "Request a JSON object with a schema (response_format) from the service and read the"
                    + " verdict from it: JSON_SCHEMA, or JSON_OBJECT for llama-cpp-python's server (default:"
                    + " ${DEFAULT-VALUE}).")
    StructuredOutput structured = StructuredOutput.NONE;

    @Option(
            names = "--questions",
            paramLabel = "FILE",
            description = "Questions by id, for answers without their question: FastChat's question.jsonl for its"
                    + " model answers.")
    @Nullable
    Path questions;

    @ArgGroup(multiplicity = "1")
    JudgeModelOptions.JudgeChoice who = new JudgeModelOptions.JudgeChoice();

    @Mixin
    JudgeModelOptions asked = new JudgeModelOptions();

    @Option(
            names = "--samples",
            paramLabel = "K",
            description = "Number of verdicts that are combined into one (default: 1; for fair-eval 3 for each order).")
    @Nullable
    Integer samples;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "Maximum number of requests for a verdict (default: ${DEFAULT-VALUE}).")
    int attempts = 3;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "Judge everything N times, to measure how often the judge agrees with itself; only the"
                    + " first time counts for the result (default: ${DEFAULT-VALUE}).")
    int repeats = 1;

    @Option(
            names = "--allow-unanswered",
            paramLabel = "SHARE",
            description = "Share of answers that may have no verdict because the service gave no reply (default:"
                    + " ${DEFAULT-VALUE}).")
    double allowUnanswered;

    @Option(names = "--limit", paramLabel = "N", description = "Judge only the first N answers.")
    int limit = Integer.MAX_VALUE;

    @Option(names = "--dry-run", description = "Show requests, tokens and cost; nothing is sent.")
    boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write one row for each answer: verdicts and failures; for ratings also the raw reply.")
    @Nullable
    Path out;

    @Option(
            names = "--json",
            description = "Print JSON: value, n, low, high, failures, policies, pairs, selfAgreement, rows.")
    boolean json;

    @Override
    public Integer call() {
        check();
        List<JudgedAnswer> judged =
                read(predictions).values().stream().limit(limit).toList();
        if (dryRun) {
            JudgeCost cost = new JudgeCost();
            judge(judged, cost, Progress.SILENT);
            System.out.println(asked.cost(who, cost));
            return 0;
        }
        try (FolderLock lock = FolderLock.ofFile(asked.answers);
                StopNotice notice = StopNotice.show(
                        "replies so far are kept in " + asked.answers + "; run the same command again to continue");
                JudgeModelOptions.OpenedJudge judge = asked.open(who)) {
            JudgeReport report = judge(judged, judge.model(), TerminalProgress.onStandardError());
            if (out != null) {
                JsonLines.write(out, report.rows().stream());
            }
            if (json) {
                System.out.print(Json.pretty(report));
            } else {
                JudgeTable.print(report, System.out);
            }
        }
        return 0;
    }

    private Map<String, JudgedAnswer> read(Path file) {
        return JudgedAnswer.read(file, questions == null ? Map.of() : JudgedAnswer.questions(questions));
    }

    private void check() {
        require(
                protocolFile != null || JudgeProtocols.isBundled(protocol),
                "PROTOCOL (" + protocol + ") must be one of " + JudgeProtocols.names()
                        + ", or be defined in the file of --protocol");
        require(attempts > 0, "--attempts (" + attempts + ") must be positive");
        require(samples == null || samples > 0, "--samples (" + samples + ") must be positive");
        require(repeats > 0, "--repeats (" + repeats + ") must be positive");
        require(
                allowUnanswered >= 0 && allowUnanswered < 1,
                "--allow-unanswered (" + allowUnanswered + ") must lie in [0, 1); 0.01 accepts one of a hundred");
        require(limit > 0, "--limit (" + limit + ") must be positive");
        asked.problem(who).ifPresent(problem -> require(false, problem));
        try {
            boolean compares = config().compares(protocol, Path::of);
            require(
                    compares == (against != null),
                    protocol + (compares ? " needs --against FILE" : " takes no --against"));
        } catch (IllegalArgumentException e) {
            require(false, "--" + e.getMessage());
        }
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private JudgeReport judge(List<JudgedAnswer> judged, ChatModel judge, Progress progress) {
        Optional<Map<String, JudgedAnswer>> others =
                Optional.ofNullable(against).map(this::read);
        return config().judge(protocol, judge, asked.threads(who), judged, others, Path::of, progress);
    }

    private JudgeConfig config() {
        return new JudgeConfig(
                Optional.of(protocol),
                asked.config(who),
                Optional.ofNullable(against).map(Path::toString),
                Optional.ofNullable(references).map(Path::toString),
                Optional.ofNullable(protocolFile).map(Path::toString),
                structured,
                Optional.ofNullable(samples),
                attempts,
                repeats,
                allowUnanswered);
    }
}
