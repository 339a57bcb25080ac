package org.reformatted.eval.score;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.run.TaskTally;
import org.reformatted.eval.task.AnswerRow;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * Scores saved answers by the policies of a task: each answer is judged separately, in any order and on any machine. The verdicts are summed in the
 * order of the file, so that the scores are always the same to the last bit.
 */
public final class AnswerScorer {
    private final EvalTask task;
    private final Map<String, Known> known;
    private final TaskTally policies;

    private AnswerScorer(EvalTask task, Map<String, Known> known) {
        this.task = task;
        this.known = known;
        this.policies = new TaskTally(task);
    }

    /**
     * A sample of the task's own file.
     *
     * @param question the question
     * @param reference the reference answer
     * @param category the subtask; the text {@code null} where the task has no subtasks
     */
    public record Known(String question, String reference, String category) implements Serializable {}

    /**
     * Creates a scorer.
     *
     * @param task a benchmark's name, one of {@link EvalTasks#NAMES}, or the path of a task's YAML file
     * @param data the task's own file, whose references are used by id where a row has none
     * @param files resolves a path
     * @return the scorer
     */
    public static AnswerScorer of(String task, Optional<String> data, Function<String, Path> files) {
        EvalTask asked = task(task, data, files);
        Map<String, Known> known = new HashMap<>();
        if (data.isPresent()) {
            try (Stream<Sample> all = asked.samples()) {
                all.forEach(sample -> known.put(
                        sample.id(),
                        new Known(sample.question(), sample.reference(), String.valueOf(sample.category()))));
            }
        }
        return new AnswerScorer(asked, known);
    }

    /**
     * Creates a scorer from the samples that another scorer has read.
     *
     * @param task the other scorer's task
     * @param known the other scorer's {@link #known()}
     * @param files resolves the path of the task's YAML file
     * @return the scorer
     */
    public static AnswerScorer of(String task, Map<String, Known> known, Function<String, Path> files) {
        return new AnswerScorer(task(task, Optional.empty(), files), known);
    }

    private static EvalTask task(String task, Optional<String> data, Function<String, Path> files) {
        EvalConfig config = new EvalConfig(
                task, data, Optional.empty(), 0, Optional.empty(), 0, SamplingSettings.greedy(1), Optional.empty());
        return EvalTasks.create(config, files);
    }

    /**
     * Returns the samples of the task's own file.
     *
     * @return the samples by id; empty without the file
     */
    public Map<String, Known> known() {
        return Collections.unmodifiableMap(known);
    }

    /**
     * A judged answer.
     *
     * @param row the verdicts in the form of a row of a file of verdicts
     * @param group the subtask, for tasks that have subtasks
     * @param verdicts the verdict of each policy
     * @param faults the faults of the row, one sentence each
     */
    public record ScoredAnswer(VerdictRow row, String group, Map<String, Verdict> verdicts, List<String> faults) {}

    /**
     * Judges an answer. Safe for use by several threads.
     *
     * @param row the answer
     * @return the verdicts
     * @throws InputException naming file and line of a row that can't be scored
     */
    public ScoredAnswer judge(AnswerRow row) {
        @Nullable Known sample = known.get(row.id());
        String reference = row.reference()
                .or(() -> Optional.ofNullable(sample).map(Known::reference))
                .orElseThrow(() -> InputException.at(
                        row.place(),
                        "there is no field \"reference\""
                                + (known.isEmpty() ? "" : ", and the data has no " + row.id()),
                        "an object with the texts \"output\" and \"reference\", or the task's data",
                        "fix this line, or give --data FILE"));
        List<String> faults = new ArrayList<>();
        if (reference.isBlank() && !task.defaultPolicy().equals("answered")) {
            faults.add(row.place() + ": \"reference\" is empty; the row counts as wrong");
        }
        if (!row.problem().isEmpty()) {
            faults.add(row.place() + ": " + row.problem() + "; the row counts as unparsed");
        }
        String group = row.group().isEmpty() && sample != null ? sample.category() : row.group();
        String question = row.question()
                .or(() -> Optional.ofNullable(sample).map(Known::question))
                .orElse("");
        try {
            Map<String, Verdict> verdicts =
                    policies.judge(question, row.outputs().get(0), reference);
            return new ScoredAnswer(VerdictRow.of(row.id(), group, verdicts, task), group, verdicts, faults);
        } catch (IllegalArgumentException e) {
            throw new InputException(row.place() + ": " + e.getMessage() + "; fix this row", e);
        }
    }

    /**
     * Creates an empty sum.
     *
     * @return the sum
     */
    public FileScore sum() {
        return new FileScore(task);
    }

    /** The scores of the answers of one file. */
    public static final class FileScore {
        private final EvalTask task;
        private final TaskTally tally;
        private final ScoringProblems faults = new ScoringProblems();

        private FileScore(EvalTask task) {
            this.task = task;
            this.tally = new TaskTally(task);
        }

        /**
         * Counts an answer, in the order of the file.
         *
         * @param group the subtask
         * @param verdicts the verdict of each policy
         * @param sentences the faults of the row, one sentence each
         */
        public void add(String group, Map<String, Verdict> verdicts, List<String> sentences) {
            tally.count(group, verdicts);
            sentences.forEach(faults::add);
        }

        /**
         * Returns the version of the task and its scorers.
         *
         * @return the version, incremented when scores of existing answers change
         */
        public int version() {
            return task.version();
        }

        /**
         * Returns the scores.
         *
         * @return the score by each policy; for tasks with subtasks also the mean over the subtasks
         */
        public ScoreReport report() {
            Map<String, Score> scores = tally.scores();
            tally.breakdowns(scores)
                    .forEach((policy, by) -> scores.put(policy + ", mean of " + by.by() + "s", by.macro()));
            return ScoreReport.of(
                    task.name(), task.version(), task.defaultPolicy(), scores, faults.shown(), faults.count());
        }
    }
}
