package org.reformatted.eval.score;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.reformatted.eval.readability.Readability;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.eval.task.AnswerRow;

/** Scores files, with one method for each kind of file. Each method reads its file as a stream and returns a report. */
public final class Scorer {
    private Scorer() {}

    /**
     * Scores answers to GSM8K.
     *
     * @param predictions answers with {@code output} and {@code reference} (the bare number, or GSM8K's own answer text)
     * @return the score by each extractor
     * @throws org.reformatted.realign.base.InputException naming file and line of a row that can't be scored
     */
    public static ScoreReport gsm8k(Path predictions) {
        return answers("gsm8k", predictions, Optional.empty(), row -> {});
    }

    /**
     * Scores answers to MATH.
     *
     * @param predictions answers with {@code output} and {@code reference} (the bare answer, or a solution with its answer in a box)
     * @return the score by each policy
     * @throws org.reformatted.realign.base.InputException naming file and line of a row that can't be scored
     */
    public static ScoreReport math(Path predictions) {
        return answers("math", predictions, Optional.empty(), row -> {});
    }

    /**
     * Scores saved answers by every policy of a task.
     *
     * @param task a benchmark's name, one of {@link EvalTasks#NAMES}, or the path of a task's YAML file
     * @param predictions answers in any form that {@link AnswerRow} reads
     * @param data the task's own file, whose references are used by id where a row has none
     * @param verdicts receives the verdicts on each answer
     * @return the score by each policy; for tasks with subtasks also the mean over the subtasks
     * @throws org.reformatted.realign.base.InputException naming file and line of a row that can't be scored
     */
    public static ScoreReport answers(
            String task, Path predictions, Optional<Path> data, Consumer<VerdictRow> verdicts) {
        AnswerScorer scorer = AnswerScorer.of(task, data.map(Path::toString), Path::of);
        AnswerScorer.FileScore sum = scorer.sum();
        AnswerRow.forEach(predictions, row -> {
            AnswerScorer.ScoredAnswer judged = scorer.judge(row);
            sum.add(judged.group(), judged.verdicts(), judged.faults());
            verdicts.accept(judged.row());
        });
        return sum.report();
    }

    /**
     * Scores AlpacaEval's annotations: the win rate, and the length-controlled one.
     *
     * @param annotations a JSON array or JSON Lines of version 1 or 2, of one model
     * @param difficulties AlpacaEval's {@code instruction_difficulty.csv}; without it difficulty is taken from {@code gamed}, else estimated from the
     *     annotations; the score's name shows which
     * @param gamed AlpacaEval's {@code df_gamed.csv}; without it length control is that project's {@code length_controlled_noreg}; the score's name
     *     shows which
     * @return the win rate as the default; preferences of null are left out and counted as unparsed
     * @throws org.reformatted.realign.base.InputException naming file and row of an annotation that can't be used
     */
    public static ScoreReport alpacaEval(Path annotations, Optional<Path> difficulties, Optional<Path> gamed) {
        return AlpacaEvalScorer.score(annotations, difficulties, gamed);
    }

    /**
     * Scores FastChat's single-answer judgments of MT-Bench.
     *
     * @param file JSON Lines with {@code judgment} or {@code score}, and {@code turn} and {@code model}
     * @return the mean rating, overall and for each turn and model; failures are counted separately
     * @throws org.reformatted.realign.base.InputException naming file and line of a row that can't be used
     */
    public static ScoreReport mtBench(Path file) {
        return MtBenchScorer.score(file);
    }

    /**
     * Measures texts by the readability formulas.
     *
     * @param file JSON Lines with {@code text}
     * @param words the word lists of the formulas
     * @return the values of each row and on average
     * @throws org.reformatted.realign.base.InputException naming file and line of a row that can't be used
     */
    public static ReadabilityReport readability(Path file, Readability.WordLists words) {
        return ReadabilityScorer.score(file, words);
    }
}
