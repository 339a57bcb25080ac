package org.reformatted.eval.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reformatted.eval.task.AnswerRow;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.llm.FinishReason;

/**
 * Evaluates answers that any tool saved. Each answer is matched to its sample by id, by its question, or by its position in a file without ids that
 * has a row for every sample.
 *
 * @param file the answers, in any form that {@link AnswerRow} reads
 */
public record SavedAnswers(Path file) {
    private static final String IDENTITY = "saved answers ";
    private static final int HASH_DIGITS = 16;

    /**
     * Scores the answers and writes them as an evaluation's artifact.
     *
     * @param task the task
     * @param config number of samples
     * @param out the folder of {@code predictions.jsonl}, {@code scored.jsonl} and {@code result.json}
     * @return the scores
     * @throws InputException naming samples without an answer, and answers to other questions
     */
    public EvalResult evaluate(EvalTask task, EvalConfig config, Path out) {
        List<Prediction> predictions = read(task, config);
        JsonLines.write(out.resolve(PredictionLog.FILE), predictions.stream());
        String identity = IDENTITY + FileHashes.shared().of(file).substring(0, HASH_DIGITS);
        EvalResult result = Evaluator.score(task, identity, config, predictions);
        result.write(out);
        return result;
    }

    /**
     * Matches the answers to a task's samples.
     *
     * @param task the task
     * @param config number of samples
     * @return an answer to each sample, in the order of the samples
     * @throws InputException naming samples without an answer, and answers to other questions
     */
    public List<Prediction> read(EvalTask task, EvalConfig config) {
        List<Sample> samples = Evaluator.samples(task, config);
        List<AnswerRow> rows = new ArrayList<>();
        AnswerRow.forEach(file, rows::add);
        Map<String, AnswerRow> byKey = keyed(rows, samples);
        List<String> missing = samples.stream()
                .map(Sample::id)
                .filter(id -> !byKey.containsKey(id))
                .toList();
        if (!missing.isEmpty()) {
            throw InputException.at(
                    file,
                    missing.size() + " of " + samples.size() + " samples of " + task.name()
                            + " have no answer, the first is " + missing.get(0),
                    "an answer to each sample, by its id or its question",
                    "complete the file, or lower limit so that it covers all samples");
        }
        return samples.stream()
                .map(sample ->
                        prediction(sample, java.util.Objects.requireNonNull(byKey.get(sample.id()), "checked above")))
                .toList();
    }

    private Map<String, AnswerRow> keyed(List<AnswerRow> rows, List<Sample> samples) {
        Map<String, AnswerRow> byId = new LinkedHashMap<>();
        boolean named = rows.stream().allMatch(AnswerRow::hasId);
        if (named) {
            rows.forEach(row -> byId.put(row.id(), row));
            if (samples.stream().anyMatch(sample -> byId.containsKey(sample.id()))) {
                return byId;
            }
        }
        Map<String, AnswerRow> byQuestion = new LinkedHashMap<>();
        rows.forEach(row -> row.question().ifPresent(question -> byQuestion.putIfAbsent(plain(question), row)));
        Map<String, AnswerRow> joined = new LinkedHashMap<>();
        samples.forEach(sample -> Optional.ofNullable(byQuestion.get(plain(sample.question())))
                .ifPresent(row -> joined.put(sample.id(), row)));
        if (joined.isEmpty() && !named && rows.size() == samples.size()) {
            IntStream.range(0, rows.size())
                    .forEach(i -> joined.put(samples.get(i).id(), rows.get(i)));
        }
        return joined;
    }

    private Prediction prediction(Sample sample, AnswerRow row) {
        String asked = plain(sample.question());
        row.question().map(SavedAnswers::plain).ifPresent(question -> {
            if (!question.contains(asked) && !asked.contains(question)) {
                throw InputException.at(
                        row.place(),
                        "the row's question is not that of sample " + sample.id() + ": \"" + start(question) + "\"",
                        "\"" + start(asked) + "\"",
                        "use the answers to this task's data, or give each row the id of its sample");
            }
        });
        if (row.outputs().size() != 1 + sample.followUps().size()) {
            throw InputException.at(
                    row.place(),
                    row.outputs().size() + " answers",
                    1 + sample.followUps().size() + ", one for each turn of sample " + sample.id(),
                    "complete the row");
        }
        List<Prediction.LaterTurn> later = IntStream.range(1, row.outputs().size())
                .mapToObj(i -> new Prediction.LaterTurn(
                        sample.followUps().get(i - 1), row.outputs().get(i), FinishReason.OTHER))
                .toList();
        return new Prediction(
                        sample.id(),
                        sample.category(),
                        sample.question(),
                        row.outputs().get(0),
                        FinishReason.OTHER,
                        false,
                        List.of(),
                        later,
                        sample.reference(),
                        "saved")
                .sealed();
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String start(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
