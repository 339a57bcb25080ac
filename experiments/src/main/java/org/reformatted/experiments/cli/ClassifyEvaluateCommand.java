package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reformatted.eval.metric.Interval;
import org.reformatted.eval.metric.Proportion;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.classify.ChatTaskClassifier;
import org.reformatted.realign.classify.ClassifierScore;
import org.reformatted.realign.classify.LabelledQuery;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.classify.TfidfClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores a classifier. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Scores a classifier on labelled queries: top-1, top-3, reliability, and top-1 of the half with the highest"
                    + " confidence.",
            "The classifier is one that classify train saved, a finetuned checkpoint, a chat model (address and key in"
                    + " OPENAI_BASE_URL and OPENAI_API_KEY), or a recording of one. A chat model gives one category and no"
                    + " confidence."
        },
        footer = {
            "",
            "Examples:",
            "  scripts/harness classify evaluate --queries test.json --classifier classifier.bin",
            "  scripts/harness classify evaluate --queries test.json --checkpoint classifier/checkpoint --template"
                    + " openchat",
            "  scripts/harness classify evaluate --queries test.json --model gpt-4o-mini --record calls.jsonl"
        })
final class ClassifyEvaluateCommand implements Callable<Integer> {
    @Option(
            names = "--queries",
            required = true,
            paramLabel = "FILE",
            description = "Rows {query or instruction, category}, JSON Lines or one array.")
    Path queries = Path.of("");

    @Mixin
    ClassifierOptions classifiers = new ClassifierOptions();

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Override
    public Integer call() {
        classifiers.check();
        List<LabelledQuery> labelled = LabelledQuery.named(LabelledQuery.read(queries), CriteriaBook.bundled());
        try (ClassifierOptions.OpenedClassifier opened = classifiers.open()) {
            TaskClassifier classifier = opened.classifier();
            ClassifierScore score = ClassifierScore.of(classifier, labelled);
            if (json) {
                System.out.print(Json.pretty(score));
            } else {
                print(classifier, score);
            }
        }
        return 0;
    }

    private static void print(TaskClassifier classifier, ClassifierScore score) {
        System.out.println(classifier.identity());
        if (classifier instanceof TfidfClassifier tfidf) {
            System.out.println("abstains below " + tfidf.threshold());
        }
        if (classifier instanceof ChatTaskClassifier chat) {
            long unnamed = chat.unnamed();
            System.out.println(
                    unnamed + " of " + score.top1().n() + " answers name no category and count as the fallback");
        }
        print("top-1", score.top1());
        print("top-3", score.top3());
        print("top-1 of the surest half", score.surestHalf());
        print("top-1 where it does not abstain", score.given());
        if (!score.reliability().isEmpty()) {
            System.out.println("confidence       n  mean   right");
        }
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
    }

    private static void print(String what, ClassifierScore.Share share) {
        if (share.n() == 0) {
            System.out.printf(Locale.ROOT, "%-32s undefined, because n is 0%n", what);
            return;
        }
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

    private static String shown(double value) {
        return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.3f", value);
    }
}
