package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Interval;
import org.reformatted.eval.metric.Proportion;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.ClassifierScore;
import org.reformatted.realign.classify.ClassifierTrainer;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.classify.TfidfClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The classifier that tells a query's category without a language model. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description = "Trains, scores and explains the classifier that needs no language model.",
        subcommands = {ClassifyCommand.Train.class, ClassifyCommand.Evaluate.class, ClassifyCommand.Explain.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  scripts/harness classify explain --query \"Translate this into French: good morning\""
        })
final class ClassifyCommand {
    /** Which classifier: a saved one, or one trained on the spot. */
    static final class Chosen {
        @Option(
                names = "--classifier",
                paramLabel = "FILE",
                description =
                        "A classifier that classify train saved; without it one is trained on the bundled queries.")
        @Nullable
        Path file;

        TfidfClassifier open() {
            if (file != null) {
                return TfidfClassifier.load(file);
            }
            System.err.println("training on the bundled queries ...");
            return ClassifierTrainer.train(
                            LabelledQuery.bundled(), CriteriaBook.bundled().fallback(), 0)
                    .classifier();
        }
    }

    /** Trains. */
    @Command(
            name = "train",
            mixinStandardHelpOptions = true,
            description = "Trains on labelled queries; every choice is made by cross-validation on them alone.",
            footer = {"", "Example:", "  scripts/harness classify train --queries mine.jsonl --out classifier.bin"})
    static final class Train implements Callable<Integer> {
        @Option(
                names = "--queries",
                paramLabel = "FILE",
                description =
                        "Rows {query or instruction, category}, JSON Lines or one array; may be given several times.")
        List<Path> queries = new ArrayList<>();

        @Option(names = "--no-bundled", description = "Train on the given files alone, without the bundled queries.")
        boolean alone;

        @Option(names = "--seed", paramLabel = "N", description = "Parts the folds (default: ${DEFAULT-VALUE}).")
        long seed;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the classifier goes.")
        Path out = Path.of("");

        @Override
        public Integer call() {
            List<LabelledQuery> all = new ArrayList<>(alone ? List.of() : LabelledQuery.bundled());
            queries.forEach(file -> all.addAll(LabelledQuery.read(file)));
            String fallback = CriteriaBook.bundled().fallback();
            ClassifierTrainer.Trained trained = ClassifierTrainer.train(all, fallback, seed);
            trained.classifier().save(out);
            System.err.printf(
                    Locale.ROOT,
                    "%,d queries, five folds: top-1 %.3f held out at lambda %s; log loss %.3f by temperature, %.3f by the"
                            + " DL4J layer after %d steps: %s is used; abstains below confidence %.2f, which leaves %.1f%%%n",
                    all.size(),
                    trained.accuracy(),
                    trained.lambda(),
                    trained.temperatureLogLoss(),
                    trained.layerLogLoss(),
                    trained.layerSteps(),
                    trained.layerLogLoss() < trained.temperatureLogLoss() ? "the layer" : "the temperature",
                    trained.threshold(),
                    100 * trained.coverage());
            System.out.println(out);
            return 0;
        }
    }

    /** Scores. */
    @Command(
            name = "evaluate",
            mixinStandardHelpOptions = true,
            description = "Scores a classifier on labelled queries: top-1, top-3, reliability, what it is surest of.",
            footer = {
                "",
                "Example:",
                "  scripts/harness classify evaluate --queries test.json --classifier classifier.bin"
            })
    static final class Evaluate implements Callable<Integer> {
        @Option(
                names = "--queries",
                required = true,
                paramLabel = "FILE",
                description = "Rows {query or instruction, category}, JSON Lines or one array.")
        Path queries = Path.of("");

        @Mixin
        Chosen chosen = new Chosen();

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        @Override
        public Integer call() {
            List<LabelledQuery> labelled = LabelledQuery.read(queries);
            TfidfClassifier classifier = chosen.open();
            ClassifierScore score = ClassifierScore.of(classifier, labelled);
            if (json) {
                System.out.print(Json.pretty(score));
                return 0;
            }
            System.out.println(classifier.identity() + ", abstains below " + classifier.threshold());
            print("top-1", score.top1());
            print("top-3", score.top3());
            print("top-1 of the surest half", score.surestHalf());
            print("top-1 where it does not abstain", score.given());
            System.out.println("confidence       n  told  right");
            for (ClassifierScore.Bin bin : score.reliability()) {
                System.out.printf(
                        Locale.ROOT,
                        "%.1f to %.1f   %5d  %s  %s%n",
                        bin.from(),
                        bin.from() + 0.1,
                        bin.right().n(),
                        shown(bin.confidence()),
                        shown(bin.right().value()));
            }
            return 0;
        }

        private static void print(String what, ClassifierScore.Share share) {
            Interval interval = new Proportion(share.right(), share.n()).wilson(Interval.LEVEL);
            System.out.printf(
                    Locale.ROOT,
                    "%-32s %s  [%s, %s]  %d of %d%n",
                    what,
                    shown(share.value()),
                    shown(interval.low()),
                    shown(interval.high()),
                    share.right(),
                    share.n());
        }
    }

    private static String shown(double value) {
        return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Explains. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Tells a query's category and the words that decided.",
            footer = {"", "Example:", "  scripts/harness classify explain --query \"Plan a weekend in Rome\""})
    static final class Explain implements Callable<Integer> {
        private static final int RANKED = 3;

        @Option(names = "--query", required = true, paramLabel = "TEXT", description = "The query.")
        String query = "";

        @Option(names = "--category", paramLabel = "NAME", description = "Explain this category, not the likeliest.")
        @Nullable
        String category;

        @Option(
                names = "--words",
                paramLabel = "N",
                description = "How many words are shown (default: ${DEFAULT-VALUE}).")
        int words = 10;

        @Mixin
        Chosen chosen = new Chosen();

        @Override
        public Integer call() {
            TfidfClassifier classifier = chosen.open();
            Classification told = classifier.classify(List.of(query)).get(0);
            List<String> ranked = told.ranked();
            System.out.printf(
                    Locale.ROOT,
                    "%s (likeliest: %s, with confidence %.3f; it abstains below %.2f)%n",
                    told.category(),
                    String.join(", ", ranked.subList(0, Math.min(RANKED, ranked.size()))),
                    told.confidence(),
                    classifier.threshold());
            String explained = category == null ? ranked.get(0) : category;
            List<TfidfClassifier.Part> parts = classifier.explain(query, explained);
            System.out.println("what speaks for " + explained + ":");
            parts.stream()
                    .filter(part -> part.isWords() && part.share() > 0)
                    .limit(words)
                    .forEach(part -> print(part.text(), part.share()));
            print("(runs of characters)", sum(parts, false));
            print("(all)", sum(parts, true) + sum(parts, false));
            return 0;
        }

        private static double sum(List<TfidfClassifier.Part> parts, boolean words) {
            return parts.stream()
                    .filter(part -> part.isWords() == words)
                    .mapToDouble(TfidfClassifier.Part::share)
                    .sum();
        }

        private static void print(String text, double share) {
            System.out.printf(Locale.ROOT, "  %+.4f  %s%n", share, text);
        }
    }
}
