package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.ClassifierTrainer;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.classify.TfidfClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.data.DataFormats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Commands for classifiers of queries. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description =
                "Trains, scores and explains classifiers: the one without a language model, a finetuned one, or any"
                        + " chat model.",
        subcommands = {
            ClassifyCommand.Train.class,
            ClassifyCommand.DataCommand.class,
            ClassifyEvaluateCommand.class,
            ClassifyCommand.Explain.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  scripts/harness classify explain --query \"Translate this into French: good morning\""
        })
final class ClassifyCommand {
    /** The classifier: a saved one, or one that is trained now. */
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

    /** Options that name the labelled queries. */
    static final class LabelledOptions {
        @Option(
                names = "--queries",
                paramLabel = "FILE",
                description =
                        "Rows {query or instruction, category}, JSON Lines or one array; the option may be repeated.")
        List<Path> queries = new ArrayList<>();

        @Option(names = "--no-bundled", description = "Only the given files, without the bundled queries.")
        boolean alone;

        List<LabelledQuery> read() {
            List<LabelledQuery> all = new ArrayList<>(alone ? List.of() : LabelledQuery.bundled());
            queries.forEach(file -> all.addAll(LabelledQuery.read(file)));
            if (all.isEmpty()) {
                throw new InputException("no queries: --no-bundled leaves none; name some with --queries FILE");
            }
            return LabelledQuery.named(all, CriteriaBook.bundled());
        }
    }

    /** Trains a classifier. */
    @Command(
            name = "train",
            mixinStandardHelpOptions = true,
            description = "Trains on labelled queries; every setting is chosen by cross-validation on these queries"
                    + " only.",
            footer = {"", "Example:", "  scripts/harness classify train --queries mine.jsonl --out classifier.bin"})
    static final class Train implements Callable<Integer> {
        @Mixin
        LabelledOptions labelled = new LabelledOptions();

        @Option(
                names = "--seed",
                paramLabel = "N",
                description = "Seed for splitting the folds (default: ${DEFAULT-VALUE}).")
        long seed;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file for the classifier.")
        Path out = Path.of("");

        @Override
        public Integer call() {
            List<LabelledQuery> all = labelled.read();
            String fallback = CriteriaBook.bundled().fallback();
            ClassifierTrainer.Trained trained = ClassifierTrainer.train(all, fallback, seed);
            trained.classifier().save(out);
            System.err.printf(
                    Locale.ROOT,
                    "%,d queries, five folds: top-1 %.3f held out at lambda %s; log loss %.3f by temperature, %.3f by"
                            + " the DL4J layer after %d steps: %s is used; abstains below confidence %.2f, which leaves"
                            + " %.1f%%%n",
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

    /** Writes training data. */
    @Command(
            name = "data",
            mixinStandardHelpOptions = true,
            description = {
                "Writes labelled queries as conversations, for finetuning a model that classifies.",
                "evaluate --checkpoint, and classifier: {checkpoint: ...} in a realign config, query the finetuned"
                        + " model in the same way."
            },
            footer = {
                "",
                "Example:",
                "  scripts/harness classify data --queries mine.jsonl --out classifier-train.jsonl",
                "  scripts/harness finetune experiments/configs/classifier-llama2.yaml --out classifier"
            })
    static final class DataCommand implements Callable<Integer> {
        @Mixin
        LabelledOptions labelled = new LabelledOptions();

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file for the conversations.")
        Path out = Path.of("");

        @Override
        public Integer call() {
            List<LabelledQuery> all = labelled.read();
            DataFormats.write(out, "conversations", ChatTaskClassifier.rows(all).stream());
            System.err.printf(Locale.ROOT, "%,d queries%n", all.size());
            System.out.println(out);
            return 0;
        }
    }

    /** Explains the category of a query. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Shows a query's category and the words that decided it.",
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
                description = "Number of words to show (default: ${DEFAULT-VALUE}).")
        int words = 10;

        @Mixin
        Chosen chosen = new Chosen();

        @Override
        public Integer call() {
            TfidfClassifier classifier = chosen.open();
            Classification predicted = classifier.classify(List.of(query)).get(0);
            List<String> ranked = predicted.ranked();
            System.out.printf(
                    Locale.ROOT,
                    "%s (likeliest: %s, with confidence %.3f; it abstains below %.2f)%n",
                    predicted.category(),
                    String.join(", ", ranked.subList(0, Math.min(RANKED, ranked.size()))),
                    predicted.confidence(),
                    classifier.threshold());
            String explained = category == null ? ranked.get(0) : category;
            List<TfidfClassifier.Part> parts = classifier.explain(query, explained);
            System.out.println("evidence for " + explained + ":");
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
