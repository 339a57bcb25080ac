package org.reformatted.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reformatted.eval.overlap.TrainingOverlap;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.SamplingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Searches training rows for the questions of a benchmark. */
@Command(
        name = "overlap",
        mixinStandardHelpOptions = true,
        description = {
            "Counts questions of a benchmark that share 13 words in a row with training rows, and questions that are"
                    + " contained in them completely.",
            "Reports of experiments show the same counts next to each score."
        },
        footer = {"", "Example:", "  scripts/harness overlap --train train.json --task gsm8k --data gsm8k/test.jsonl"})
final class OverlapCommand implements Callable<Integer> {
    @Option(
            names = "--train",
            required = true,
            split = ",",
            paramLabel = "FILE",
            description = "Training rows in any format that realign reads; also rewritten rows. Separate several"
                    + " files with commas.")
    List<Path> train = List.of();

    @Option(names = "--task", required = true, paramLabel = "NAME", description = "A benchmark, such as gsm8k.")
    String task = "";

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "The benchmark's file or folder.")
    String data = "";

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Override
    public Integer call() {
        TrainingOverlap overlap = new TrainingOverlap(questions());
        for (Path file : train) {
            try (Stream<Conversation> rows = DataFormats.read(file, Optional.empty())) {
                rows.forEach(row -> overlap.add(
                        row.id(), row.turns().stream().map(Turn::text).toList()));
            }
        }
        TrainingOverlap.Result result = overlap.result();
        if (json) {
            System.out.print(Json.pretty(result));
        } else {
            print(result);
        }
        return 0;
    }

    private List<TrainingOverlap.Question> questions() {
        EvalConfig config = new EvalConfig(
                task,
                Optional.of(data),
                Optional.empty(),
                0,
                Optional.empty(),
                0,
                SamplingSettings.greedy(1),
                Optional.empty());
        List<TrainingOverlap.Question> questions = new ArrayList<>();
        try (Stream<Sample> samples = EvalTasks.create(config, Path::of).samples()) {
            samples.forEach(sample -> questions.add(new TrainingOverlap.Question(sample.id(), sample.question())));
        }
        return questions;
    }

    private void print(TrainingOverlap.Result result) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d questions (%.2f%%) share %d words in a row with %d training rows; %d (%.2f%%) are"
                        + " contained in them completely%n",
                task,
                result.overlapping(),
                result.questions(),
                result.overlappingPercent(),
                TrainingOverlap.WORDS,
                result.rows(),
                result.whole(),
                result.wholePercent());
        result.examples()
                .forEach(match -> System.out.println("  " + match.question() + " in " + match.row()
                        + (match.whole() ? ", complete: " : ": ") + match.words()));
    }
}
