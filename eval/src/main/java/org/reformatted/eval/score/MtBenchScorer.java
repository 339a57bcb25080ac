package org.reformatted.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.reformatted.eval.judge.PublishedVerdicts;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.task.Rows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;

/**
 * Scores FastChat's single-answer judgments of MT-Bench: the mean rating over all rows, by turn and by model. The turns of a model's conversation
 * form one cluster for the interval. A rating is read from the judgment's text, or from {@code score} where there is no text; failures (-1 in
 * {@code score}) are counted separately and never averaged.
 */
final class MtBenchScorer {
    static final int VERSION = 3; // a null judgment counts as absent, so that the score is used
    static final String ALL = "mean-rating";

    private final Map<String, Map<String, List<Double>>> ratings = new LinkedHashMap<>();
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private final ScoringProblems faults = new ScoringProblems();

    static ScoreReport score(Path file) {
        MtBenchScorer scorer = new MtBenchScorer();
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEachOrdered(scorer::add);
        }
        if (scorer.ratings.isEmpty()) {
            throw InputException.at(file, "no judgments", "FastChat's judgments", "give a file of judgments");
        }
        Map<String, Score> policies = new LinkedHashMap<>();
        scorer.ratings.forEach((name, conversations) -> policies.put(
                name,
                Score.ofClusters(
                        conversations.values().stream()
                                .map(values -> values.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray())
                                .toList(),
                        "rating",
                        scorer.failures.getOrDefault(name, 0L))));
        return ScoreReport.of("mt-bench", VERSION, ALL, policies, scorer.faults.shown(), scorer.faults.count());
    }

    private void add(JsonLines.Row row) {
        OptionalDouble rating = rating(row);
        String conversation = conversation(row);
        count(ALL, conversation, rating);
        Rows.value(row.node(), "turn").ifPresent(turn -> count("turn-" + turn.asText(), conversation, rating));
        Rows.value(row.node(), "model").ifPresent(model -> count("model " + model.asText(), conversation, rating));
    }

    /** Returns the key of the row's conversation; a row that names no question is a conversation of its own. */
    private static String conversation(JsonLines.Row row) {
        return Rows.value(row.node(), "question_id")
                .map(question -> row.node().path("model").asText("") + " " + question.asText())
                .orElse(row.place());
    }

    private void count(String name, String conversation, OptionalDouble rating) {
        Map<String, List<Double>> conversations = ratings.computeIfAbsent(name, key -> new LinkedHashMap<>());
        if (rating.isPresent()) {
            conversations
                    .computeIfAbsent(conversation, key -> new ArrayList<>())
                    .add(rating.getAsDouble());
        } else {
            failures.merge(name, 1L, Long::sum);
        }
    }

    private OptionalDouble rating(JsonLines.Row row) {
        Optional<JsonNode> text = Rows.value(row.node(), "judgment");
        Optional<JsonNode> score = Rows.value(row.node(), "score");
        if (text.isEmpty() && score.isEmpty()) {
            throw InputException.at(
                    row.place(), "neither \"judgment\" nor \"score\"", "FastChat's judgment", "fix this row");
        }
        OptionalDouble recorded = score.map(value -> OptionalDouble.of(value.asDouble(Double.NaN)))
                .orElse(OptionalDouble.empty());
        OptionalDouble read =
                text.map(value -> PublishedVerdicts.firstRating(value.asText())).orElse(recorded);
        if (text.isPresent() && recorded.isPresent() && recorded.getAsDouble() != read.orElse(-1)) {
            faults.add(row.place() + ": score says " + score.get().asText() + ", its judgment "
                    + (read.isPresent() ? read.getAsDouble() : "nothing") + "; the judgment counts");
        }
        if (read.isPresent() && !(read.getAsDouble() >= 0 && read.getAsDouble() <= 10)) {
            if (read.getAsDouble() != -1) {
                faults.add(row.place() + ": rating (" + read.getAsDouble()
                        + ") must lie in [0, 10]; the row counts as a failure");
            }
            return OptionalDouble.empty();
        }
        return read;
    }
}
