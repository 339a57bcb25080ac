package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reformatted.eval.overlap.TrainingOverlap;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Turn;

/** How many questions of each task stand in the rows that each arm learned; arms of one data set are read once. */
final class Overlaps {
    private final Map<Path, Map<String, TrainingOverlap.Result>> byData = new HashMap<>();

    private Overlaps() {}

    static Overlaps of(List<TrainedArm> arms) {
        Overlaps overlaps = new Overlaps();
        arms.forEach(arm -> arm.training()
                .ifPresent(training -> overlaps.byData.computeIfAbsent(training.data(), data -> of(arm, data))));
        return overlaps;
    }

    /** The share of a task's questions found in an arm's training rows, in percent; undefined of an arm from outside. */
    double percent(TrainedArm arm, String task) {
        return arm.training()
                .map(training -> byData.getOrDefault(training.data(), Map.of()).get(task))
                .map(TrainingOverlap.Result::overlappingPercent)
                .orElse(Double.NaN);
    }

    private static Map<String, TrainingOverlap.Result> of(TrainedArm arm, Path data) {
        Map<String, TrainingOverlap> searched = new LinkedHashMap<>();
        arm.evaluations().forEach((task, evaluation) -> searched.put(task, new TrainingOverlap(questions(evaluation))));
        try (Stream<Conversation> rows = JsonLines.read(data.resolve("conversations.jsonl"), Conversation.class)) {
            rows.forEach(row -> {
                List<String> turns = row.turns().stream().map(Turn::text).toList();
                searched.values().forEach(overlap -> overlap.add(row.id(), turns));
            });
        }
        Map<String, TrainingOverlap.Result> results = new HashMap<>();
        searched.forEach((task, overlap) -> results.put(task, overlap.result()));
        return results;
    }

    private static List<TrainingOverlap.Question> questions(Evaluation evaluation) {
        List<TrainingOverlap.Question> questions = new ArrayList<>();
        evaluation
                .predictions()
                .values()
                .forEach(prediction ->
                        questions.add(new TrainingOverlap.Question(prediction.id(), prediction.prompt())));
        return questions;
    }
}
