package org.reformatted.eval.score;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.TaskTally;
import org.reformatted.eval.task.AnswerRow;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.InputException;

/** Scores saved answers by the policies of a task, a row at a time. */
final class PredictionScorer {
    private final EvalTask task;
    private final Map<String, Sample> samples;
    private final Consumer<VerdictRow> verdicts;
    private final TaskTally tally;
    private final Faults faults = new Faults();

    private PredictionScorer(EvalTask task, Map<String, Sample> samples, Consumer<VerdictRow> verdicts) {
        this.task = task;
        this.samples = samples;
        this.verdicts = verdicts;
        this.tally = new TaskTally(task);
    }

    static ScoreReport score(
            EvalTask task, Path predictions, Map<String, Sample> samples, Consumer<VerdictRow> verdicts) {
        PredictionScorer scorer = new PredictionScorer(task, samples, verdicts);
        AnswerRow.forEach(predictions, scorer::add);
        Map<String, Score> scores = scorer.tally.scores();
        scorer.tally
                .breakdowns(scores)
                .forEach((policy, by) -> scores.put(policy + ", mean of " + by.by() + "s", by.macro()));
        return ScoreReport.of(
                task.name(),
                task.version(),
                task.defaultPolicy(),
                scores,
                scorer.faults.shown(),
                scorer.faults.count());
    }

    private void add(AnswerRow row) {
        @Nullable Sample sample = samples.get(row.id());
        String reference = row.reference()
                .or(() -> Optional.ofNullable(sample).map(Sample::reference))
                .orElseThrow(() -> InputException.at(
                        row.place(),
                        "there is no field \"reference\""
                                + (samples.isEmpty() ? "" : ", and the data has no " + row.id()),
                        "an object with the texts \"output\" and \"reference\", or the task's data",
                        "fix this line, or give --data FILE"));
        if (reference.isBlank() && !task.defaultPolicy().equals("answered")) {
            faults.add(row.place() + ": \"reference\" is empty; the row counts as wrong");
        }
        if (!row.problem().isEmpty()) {
            faults.add(row.place() + ": " + row.problem() + "; the row counts as unparsed");
        }
        String group = row.group().isEmpty() && sample != null ? String.valueOf(sample.category()) : row.group();
        String question = row.question()
                .or(() -> Optional.ofNullable(sample).map(Sample::question))
                .orElse("");
        try {
            verdicts.accept(VerdictRow.of(
                    row.id(), group, tally.add(question, row.outputs().get(0), reference, group), task));
        } catch (IllegalArgumentException e) {
            throw new InputException(row.place() + ": " + e.getMessage() + "; fix this row", e);
        }
    }
}
