package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.eval.score.FileComparison;
import org.reformatted.experiments.runs.RunDiff;
import org.reformatted.experiments.runs.RunFolder;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two files of row values. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two systems on the same rows: paired difference with its 95%% interval (bootstrap over rows),"
                    + " McNemar's test for right and wrong answers or the sign test for other values, and the rows that"
                    + " differ.",
            "A and B are files of verdicts (score TASK --samples, scored.jsonl), folders of evaluations or judgments,"
                    + " lm-evaluation-harness' samples, FastChat's judgments, AlpacaEval's annotations, or rows with"
                    + " \"id\" and \"correct\" or \"score\". Two experiments, by name or folder, are compared as by diff."
        },
        footer = {"", "Example:", "  scripts/harness compare a-samples.jsonl b-samples.jsonl --show 5"})
final class CompareCommand implements Callable<Integer> {
    @Spec
    picocli.CommandLine.Model.CommandSpec spec = picocli.CommandLine.Model.CommandSpec.create();

    @Mixin
    RunOptions runs = new RunOptions();

    @Parameters(index = "0", paramLabel = "A", description = "The first system's rows.")
    Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The second system's rows; differences are B minus A.")
    Path second = Path.of("");

    @Option(names = "--policy", paramLabel = "NAME", description = "Compare only by this policy.")
    @Nullable
    String policy;

    @Option(
            names = "--show",
            paramLabel = "N",
            description = "List at most N rows that differ, and N unmatched ids (default: ${DEFAULT-VALUE}).")
    int show = 10;

    @Option(names = "--json", description = "Print JSON with every row that differs and every unmatched id.")
    boolean json;

    @Override
    public Integer call() {
        if (show < 0) {
            throw new ParameterException(spec.commandLine(), "--show (" + show + ") must not be negative");
        }
        if (RunFolder.isRun(first.toString(), runs.folder()) && RunFolder.isRun(second.toString(), runs.folder())) {
            RunDiff.lines(runs.find(first.toString()), runs.find(second.toString()))
                    .forEach(line -> System.out.println(SafeText.terminal(line)));
            return 0;
        }
        List<FileComparison> comparisons = FileComparison.of(first, second, Optional.ofNullable(policy));
        if (json) {
            System.out.print(Json.pretty(comparisons));
        } else {
            comparisons.forEach(this::print);
        }
        return 0;
    }

    private void print(FileComparison compared) {
        PairedComparison c = compared.comparison();
        System.out.printf(
                Locale.ROOT,
                "%s, n %d: A %.4f, B %.4f %s; difference %+.4f [%.4f, %.4f]%n",
                c.policy(),
                c.n(),
                c.first(),
                c.second(),
                c.unit(),
                c.difference(),
                c.low(),
                c.high());
        System.out.printf(
                Locale.ROOT,
                "  %s: %d rows for A, %d for B, p %.4f%s%n",
                compared.test().equals("mcnemar") ? "McNemar, exact" : "sign test",
                c.onlyFirst(),
                c.onlySecond(),
                c.pValue(),
                Double.isNaN(c.wilcoxon()) ? "" : String.format(Locale.ROOT, "; Wilcoxon p %.4f", c.wilcoxon()));
        unmatched("A", compared.onlyInFirst());
        unmatched("B", compared.onlyInSecond());
        compared.discordant().stream()
                .limit(show)
                .forEach(row -> System.out.printf(
                        Locale.ROOT,
                        "  %s: A %s%s, B %s%s%n",
                        row.id(),
                        row.first(),
                        quoted(row.extractedFirst()),
                        row.second(),
                        quoted(row.extractedSecond())));
        if (compared.discordant().size() > show) {
            System.out.println("  ... and " + (compared.discordant().size() - show) + " more rows that differ");
        }
    }

    private void unmatched(String side, List<String> ids) {
        if (!ids.isEmpty()) {
            System.out.println("  only in " + side + ": " + ids.size() + " ("
                    + String.join(", ", ids.subList(0, Math.min(show, ids.size())))
                    + (ids.size() > show ? ", ..." : "") + "); they are in none of the figures");
        }
    }

    private static String quoted(@Nullable String extracted) {
        return extracted == null ? "" : " (" + extracted + ")";
    }
}
