package org.reformatted.experiments.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.readability.Readability;
import org.reformatted.eval.score.ReadabilityReport;
import org.reformatted.eval.score.ScoreReport;
import org.reformatted.eval.score.Scorer;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Scores files that any tool produced. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = "Scores files that any tool produced, with every policy of the task.",
        subcommands = {
            ScoreCommand.ScoredFileTask.class,
            ScoreCommand.AlpacaEvalTask.class,
            ScoreCommand.ScoredMtBench.class,
            ScoreCommand.ReadabilityTask.class
        },
        synopsisSubcommandLabel = "TASK",
        footer = {"", "Example:", "  scripts/harness score gsm8k --predictions predictions.jsonl --json"})
final class ScoreCommand {
    /** The option and the output that all tasks share. */
    abstract static class ScoredTask implements Callable<Integer> {
        @Option(
                names = "--json",
                description = "Print JSON: value, n, correct, low, high, and the same for each policy.")
        boolean json;

        /** Prints a report as JSON, or as a table; rows that could not be scored are listed in both cases. */
        int print(ScoreReport report) {
            report.faults().forEach(System.err::println);
            report.notes().forEach(System.err::println);
            if (report.faultCount() > report.faults().size()) {
                System.err.println(
                        "... and " + (report.faultCount() - report.faults().size()) + " more");
            }
            if (json) {
                System.out.print(Json.pretty(report));
            } else {
                table(
                        System.out,
                        report.task() + " v" + report.version(),
                        report.n(),
                        report.policy(),
                        report.policies());
            }
            return 0;
        }

        static void table(PrintStream out, String task, long n, String chosen, Map<String, Score> policies) {
            out.printf(Locale.ROOT, "%s, n %d%n", task, n);
            policies.forEach((name, score) -> out.printf(
                    Locale.ROOT,
                    "  %-28s %9.4f %s  [%.4f, %.4f]  unparsed %d%s%n",
                    name,
                    score.value(),
                    score.unit(),
                    score.low(),
                    score.high(),
                    score.unparsed(),
                    name.equals(chosen) ? "  (default)" : ""));
        }
    }

    /** Tasks that read predictions; each is a subcommand. */
    private static final List<String> PREDICTED = List.of(
            "gsm8k",
            "math",
            "bbh",
            "mmlu-cot",
            "mmlu",
            "bbh-likelihood",
            "factuality",
            "ifeval",
            "arc-easy",
            "arc-challenge",
            "hellaswag");

    /** Scores predictions with a task's YAML file. */
    @Command(
            name = "file",
            mixinStandardHelpOptions = true,
            description = "Scores answers with the policies of a task's YAML file.",
            footer = {"", "Example:", "  scripts/harness score file --task task.yaml --predictions predictions.jsonl"})
    static final class ScoredFileTask extends ScoredPredictions {
        @Option(
                names = "--task",
                required = true,
                paramLabel = "FILE",
                description = "The YAML file; see docs/tasks.md.")
        Path file = Path.of("");

        ScoredFileTask() {
            super("");
        }

        @Override
        String task() {
            return file.toString();
        }
    }

    /** Adds a command for each task that needs only predictions. */
    static void addTasks(CommandLine score) {
        for (String task : PREDICTED) {
            CommandLine line = new CommandLine(new ScoredPredictions(task));
            line.getCommandSpec()
                    .name(task)
                    .usageMessage()
                    .description("Scores answers to " + task + " with every policy, side by side.")
                    .footer("", "Example:", "  scripts/harness score " + task + " --predictions predictions.jsonl");
            score.addSubcommand(task, line);
        }
    }

    /** Scores predictions. */
    @Command(mixinStandardHelpOptions = true)
    static class ScoredPredictions extends ScoredTask {
        private final String task;

        @Option(
                names = "--predictions",
                required = true,
                paramLabel = "FILE",
                description = "Rows with the text fields \"output\" and \"reference\"; or samples of"
                        + " lm-evaluation-harness, or the output of a batch of OpenAI or vLLM.")
        Path predictions = Path.of("");

        @Option(
                names = "--data",
                paramLabel = "PATH",
                description = "The task's data file, for the references of rows without one; rows are joined by id.")
        @Nullable
        Path data;

        @Option(
                names = "--samples",
                paramLabel = "FILE",
                description = "Write the verdict of each policy on each row: id, policies: {name: {correct, score,"
                        + " extracted}}.")
        @Nullable
        Path samples;

        ScoredPredictions(String task) {
            this.task = task;
        }

        String task() {
            return task;
        }

        @Override
        public Integer call() {
            if (samples == null) {
                return print(Scorer.answers(task(), predictions, Optional.ofNullable(data), row -> {}));
            }
            try (JsonLines.Writer out = JsonLines.Writer.create(samples)) {
                return print(Scorer.answers(task(), predictions, Optional.ofNullable(data), out::write));
            }
        }
    }

    /** Scores annotations of AlpacaEval. */
    @Command(
            name = "alpaca-eval",
            mixinStandardHelpOptions = true,
            description = "AlpacaEval 1 and 2: win rate, and weighted and length-controlled win rates if the"
                    + " annotations allow them.",
            footer = {"", "Example:", "  scripts/harness score alpaca-eval --annotations annotations.json"})
    static final class AlpacaEvalTask extends ScoredTask {
        @Option(
                names = "--annotations",
                required = true,
                paramLabel = "FILE",
                description = "AlpacaEval's annotations of one model.")
        Path annotations = Path.of("");

        @Option(
                names = "--difficulties",
                paramLabel = "FILE",
                description = "AlpacaEval's instruction_difficulty.csv; without it the difficulty is estimated, and"
                        + " the name of the score shows this.")
        @Nullable
        Path difficulties;

        @Option(
                names = "--gamed",
                paramLabel = "FILE",
                description = "AlpacaEval's df_gamed.csv, with which its length control is fitted; without it the"
                        + " score is length_controlled_noreg of AlpacaEval.")
        @Nullable
        Path gamed;

        @Override
        public Integer call() {
            return print(Scorer.alpacaEval(annotations, Optional.ofNullable(difficulties), Optional.ofNullable(gamed)));
        }
    }

    /** Scores judgments of MT-Bench. */
    @Command(
            name = "mt-bench",
            mixinStandardHelpOptions = true,
            description = "MT-Bench: mean rating of FastChat's judgments; failures are counted separately.",
            footer = {"", "Example:", "  scripts/harness score mt-bench --judgments gpt-4_single.jsonl"})
    static final class ScoredMtBench extends ScoredTask {
        @Option(names = "--judgments", required = true, paramLabel = "FILE", description = "FastChat's judgments.")
        Path judgments = Path.of("");

        @Override
        public Integer call() {
            return print(Scorer.mtBench(judgments));
        }
    }

    /** Scores the readability of texts. */
    @Command(
            name = "readability",
            mixinStandardHelpOptions = true,
            description = "Readability by formulas on the lengths of sentences and words, not by a judge.",
            footer = {"", "Example:", "  scripts/harness score readability --texts texts.jsonl --json"})
    static final class ReadabilityTask extends ScoredTask {
        @Option(
                names = "--texts",
                required = true,
                paramLabel = "FILE",
                description = "JSON Lines with the text field \"text\".")
        Path texts = Path.of("");

        @Option(
                names = "--pronunciations",
                paramLabel = "FILE",
                description = "A dictionary in CMUdict's format for counting syllables; without it they are counted"
                        + " by rules.")
        @Nullable
        Path pronunciations;

        @Option(
                names = "--easy-words",
                paramLabel = "FILE",
                description =
                        "The word list of Dale and Chall, one word per line; without it their formula is undefined.")
        @Nullable
        Path easyWords;

        @Override
        public Integer call() {
            ReadabilityReport report = Scorer.readability(
                    texts,
                    Readability.WordLists.read(Optional.ofNullable(pronunciations), Optional.ofNullable(easyWords)));
            if (json) {
                System.out.print(Json.pretty(report));
            } else {
                table(
                        System.out,
                        report.task() + " v" + report.version(),
                        report.n(),
                        report.policy(),
                        report.policies());
            }
            return 0;
        }
    }
}
