package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.reformatted.eval.overlap.TrainingOverlap;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Turn;

/** The numbers of questions of each task in the training rows of each arm. Rows that several arms share are read once. */
final class Overlaps {
    private final Map<Path, Map<String, TrainingOverlap>> byData = new HashMap<>();

    private Overlaps() {}

    static Overlaps of(List<TrainedArm> arms) {
        Overlaps overlaps = new Overlaps();
        arms.forEach(arm -> arm.training()
                .ifPresent(training -> overlaps.byData.computeIfAbsent(training.data(), data -> of(arm, data))));
        return overlaps;
    }

    /** The share of a task's questions found in an arm's training rows, in percent; {@code NaN} for an external arm. */
    double percent(TrainedArm arm, String task) {
        return found(arm, task)
                .map(overlap -> overlap.result().overlappingPercent())
                .orElse(Double.NaN);
    }

    /** The ids of a task's questions that were found in an arm's training rows; empty for an external arm. */
    Set<String> ids(TrainedArm arm, String task) {
        return found(arm, task)
                .map(overlap -> Set.copyOf(overlap.overlappingIds()))
                .orElse(Set.of());
    }

    private Optional<TrainingOverlap> found(TrainedArm arm, String task) {
        return arm.training()
                .map(training -> byData.getOrDefault(training.data(), Map.of()).get(task));
    }

    private static Map<String, TrainingOverlap> of(TrainedArm arm, Path data) {
        Map<String, TrainingOverlap> searched = new LinkedHashMap<>();
        arm.evaluations().forEach((task, evaluation) -> searched.put(task, new TrainingOverlap(questions(evaluation))));
        try (Stream<Conversation> rows = JsonLines.read(data.resolve("conversations.jsonl"), Conversation.class)) {
            rows.forEach(row -> {
                List<String> turns = row.turns().stream().map(Turn::text).toList();
                searched.values().forEach(overlap -> overlap.add(row.id(), turns));
            });
        }
        return searched;
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
