package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.judge.JudgeCost;
import org.reformatted.eval.judge.JudgeRun;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.eval.judge.PairwiseSummary;
import org.reformatted.eval.judge.SelfAgreement;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.Price;
import org.reformatted.realign.llm.PriceTable;
import org.reformatted.realign.llm.RecordedChatModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a language model judge saved answers. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Has a language model judge saved answers: rates them (mt-bench, auto-j, factuality), or compares them with others in both"
                    + " orders (pairwise, vicuna-bench, fair-eval, readability, alpaca-eval, alpaca-eval-ranking, alpaca-eval-weighted).",
            "The judge is a model behind the chat-completions protocol, its address and key in OPENAI_BASE_URL and OPENAI_API_KEY; or a"
                    + " recording. Replies without a verdict are counted and asked again, --attempts times at most."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness judge factuality --predictions predictions.jsonl --model gpt-4o --dry-run",
            "  scripts/harness judge readability --predictions a.jsonl --against b.jsonl --model gpt-4o --out judgments.jsonl"
        })
final class JudgeCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PROTOCOL", description = "How the judge is asked; its names stand above.")
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
            description = "Other answers to the same questions, to compare with.")
    @Nullable
    Path against;

    @Option(
            names = "--references",
            paramLabel = "FILE",
            description = "FastChat's reference answers, for mt-bench's mathematics, reasoning and coding.")
    @Nullable
    Path references;

    @Option(names = "--model", paramLabel = "NAME", description = "The judge's name at its service.")
    @Nullable
    String model;

    @Option(names = "--replay", paramLabel = "FILE", description = "Play the judge from a recording and ask nobody.")
    @Nullable
    Path replay;

    @Option(names = "--record", paramLabel = "FILE", description = "Record every call, for --replay.")
    @Nullable
    Path record;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "Where replies are kept, so that none is paid for twice (default: ${DEFAULT-VALUE}).")
    Path answers = Path.of("judge-answers.sqlite");

    @Option(
            names = "--samples",
            paramLabel = "K",
            description = "Verdicts that make up one (default: 1; 3 an order for fair-eval).")
    @Nullable
    Integer samples;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "How often a verdict is asked for at most (default: ${DEFAULT-VALUE}).")
    int attempts = 3;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description =
                    "Judge everything N times, to tell how far the judge agrees with itself; the first time is what counts (default: ${DEFAULT-VALUE}).")
    int repeats = 1;

    @Option(names = "--limit", paramLabel = "N", description = "Judge only the first N answers.")
    int limit = Integer.MAX_VALUE;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Questions under way at once (default: ${DEFAULT-VALUE}).")
    int concurrency = 8;

    @Option(names = "--budget", paramLabel = "USD", description = "Stop before more than this is spent.")
    @Nullable
    Double budget;

    @Option(
            names = "--price",
            paramLabel = "USD",
            arity = "2",
            description =
                    "What a million prompt tokens and a million completion tokens cost (default: the bundled table's).")
    double @Nullable [] price;

    @Option(names = "--dry-run", description = "Tell requests, tokens and cost, and ask nobody.")
    boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write a row an answer: verdicts and failures; of ratings the raw reply.")
    @Nullable
    Path out;

    @Option(names = "--json", description = "Print JSON: value, n, low, high, failures, policies, pairs, rows.")
    boolean json;

    @Override
    public Integer call() {
        check();
        List<JudgedAnswer> judged =
                JudgedAnswer.read(predictions).values().stream().limit(limit).toList();
        if (dryRun) {
            JudgeCost cost = new JudgeCost();
            judge(judged, cost, Progress.SILENT);
            tell(cost);
            return 0;
        }
        try (AnswerStore store = replay == null ? AnswerStore.open(answers) : null;
                ChatModel judge = open(store)) {
            JudgeRun.Report report = judge(judged, judge, TerminalProgress.onStandardError());
            if (out != null) {
                JsonLines.write(out, report.rows().stream());
            }
            print(report);
        }
        return 0;
    }

    private void check() {
        boolean compares = JudgeRun.COMPARING.contains(protocol);
        require(
                compares || JudgeRun.RATING.contains(protocol),
                "PROTOCOL (" + protocol + ") must be one of " + String.join(", ", JudgeRun.RATING) + ", "
                        + String.join(", ", JudgeRun.COMPARING));
        require(compares == (against != null), protocol + (compares ? " needs --against FILE" : " takes no --against"));
        require((model == null) != (replay == null), "give either --model NAME or --replay FILE");
        require(attempts > 0, "--attempts (" + attempts + ") must be positive");
        require(samples == null || samples > 0, "--samples (" + samples + ") must be positive");
        require(repeats > 0, "--repeats (" + repeats + ") must be positive");
        require(limit > 0, "--limit (" + limit + ") must be positive");
        require(concurrency > 0, "--concurrency (" + concurrency + ") must be positive");
        require(budget == null || budget > 0, "--budget (" + budget + ") must be positive");
        require(
                budget == null || price().isPresent(),
                "--budget needs a price, and the bundled table has none of " + model + "; give --price");
        require(price == null || (price[0] >= 0 && price[1] >= 0), "--price must not be negative");
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private Optional<Price> price() {
        if (price != null) {
            return Optional.of(new Price(price[0], price[1]));
        }
        return model == null ? Optional.empty() : PriceTable.bundled().price(model);
    }

    private ChatModel open(@Nullable AnswerStore store) {
        ChatModel opened = replay != null || store == null || model == null
                ? RecordedChatModel.replay(replay == null ? Path.of("") : replay)
                : endpoint(model).open(System.getenv(), store);
        return record == null ? opened : RecordedChatModel.recording(opened, record);
    }

    private JudgeRun.Report judge(List<JudgedAnswer> judged, ChatModel judge, Progress progress) {
        Optional<Map<String, JudgedAnswer>> others =
                Optional.ofNullable(against).map(JudgedAnswer::read);
        return config().judge(protocol, judge, concurrency, judged, others, Path::of, progress);
    }

    private JudgeConfig config() {
        return new JudgeConfig(
                Optional.of(protocol),
                Optional.ofNullable(model).map(this::endpoint),
                Optional.ofNullable(replay).map(Path::toString),
                Optional.ofNullable(against).map(Path::toString),
                Optional.ofNullable(references).map(Path::toString),
                Optional.ofNullable(samples),
                attempts,
                repeats);
    }

    private EndpointConfig endpoint(String name) {
        return new EndpointConfig(
                name,
                "OPENAI_BASE_URL",
                "OPENAI_API_KEY",
                120,
                8,
                concurrency,
                Optional.empty(),
                Optional.empty(),
                price(),
                Optional.ofNullable(budget));
    }

    private void tell(JudgeCost cost) {
        List<String> parts = new ArrayList<>();
        parts.add(cost.requests() + " requests");
        parts.add("at most " + cost.most().promptTokens() + " prompt tokens");
        parts.add(cost.most().completionTokens() + " completion tokens");
        parts.add(price().map(known -> String.format(Locale.ROOT, "%.2f USD", known.of(cost.most())))
                .orElse("cost unknown: no price of " + model + ", give --price"));
        System.out.println(String.join(", ", parts));
    }

    private void print(JudgeRun.Report report) {
        if (json) {
            System.out.print(Json.pretty(report));
            return;
        }
        ScoreCommand.Task.table(
                System.out,
                report.judge(),
                report.n(),
                report.policies().keySet().iterator().next(),
                report.policies());
        System.out.printf(
                Locale.ROOT, "  without a verdict %d; replies without one %d%n", report.unjudged(), report.failures());
        pairs(report.pairs()).forEach(System.out::println);
        agreement(report.selfAgreement()).forEach(System.out::println);
    }

    private static List<String> agreement(@Nullable SelfAgreement agreement) {
        if (agreement == null) {
            return List.of();
        }
        String values = agreement.values().stream()
                .map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", "));
        return List.of(String.format(
                Locale.ROOT,
                "  judged %d times: %.1f%% of verdicts equal, kappa %.4f, over %d judgments; scores %s, standard deviation %.4f",
                agreement.repeats(),
                100 * agreement.equalShare(),
                agreement.kappa(),
                agreement.n(),
                values,
                agreement.spread()));
    }

    private static List<String> pairs(@Nullable PairwiseSummary pairs) {
        if (pairs == null) {
            return List.of();
        }
        String counts = String.format(
                Locale.ROOT,
                "  wins %d, losses %d, ties %d (sign test p %.4f); both orders agree on %.1f%%",
                pairs.wins(),
                pairs.losses(),
                pairs.ties(),
                pairs.pValue(),
                100 * pairs.consistency());
        String places = String.format(
                Locale.ROOT,
                "  %.1f%% of decided verdicts went to the answer shown first: %s",
                100 * pairs.firstPlaceShare(),
                pairs.biased() ? "this judge is biased towards a place" : "no bias beyond chance");
        return Stream.of(counts, places).toList();
    }
}
