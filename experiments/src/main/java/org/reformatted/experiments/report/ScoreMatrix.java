package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.SeedSummary;
import org.reformatted.experiments.report.PaperMatch.Status;
import tech.tablesaw.api.Table;

/**
 * The report's first table: one row for each arm, one column for each task.
 *
 * @param heads tasks and policies
 * @param rows one row for each arm
 * @param caption the description of the computation
 * @param notRun values of the paper's tables that this experiment does not have
 */
public record ScoreMatrix(List<Headline> heads, List<MatrixRow> rows, String caption, List<String> notRun) {
    /**
     * An arm's row.
     *
     * @param arm its name
     * @param css the CSS class of its colour
     * @param cells one cell for each head; absent if the arm was not evaluated
     */
    public record MatrixRow(String arm, String css, List<Optional<ScoreCell>> cells) {}

    static ScoreMatrix of(ReportInputs inputs, List<Headline> headlines, Differences differences) {
        PaperValues paper = PaperValues.bundled();
        List<PaperMatch> open = new ArrayList<>(PaperMatch.all(paper, inputs.papers(), inputs.repeats()));
        ArmStyle style = ArmStyle.of(inputs.arms());
        List<MatrixRow> rows = new ArrayList<>();
        for (String arm : style.arms()) {
            rows.add(new MatrixRow(
                    arm,
                    style.css(arm),
                    headlines.stream()
                            .map(head -> cell(inputs, arm, head, differences, open))
                            .toList()));
        }
        return new ScoreMatrix(
                headlines,
                rows,
                "Mean over seeds and the deviation between them (n - 1); below it, over the seeds that both were"
                        + " trained with, the difference to "
                        + style.arms().get(0)
                        + " with its 95% interval by bootstrap over samples. "
                        + differences.test() + (inputs.papers().isEmpty() ? "" : " " + PaperMatch.MEANING),
                open.stream().map(ScoreMatrix::sentence).toList());
    }

    private static String sentence(PaperMatch match) {
        return match.task() + " of " + match.arm() + ": paper " + TableView.shown(match.value(), 2) + " ("
                + match.setting().model() + " trained on " + match.setting().trainedOn() + ", " + match.column() + ")";
    }

    private static Optional<ScoreCell> cell(
            ReportInputs inputs, String arm, Headline head, Differences differences, List<PaperMatch> open) {
        Map<Optional<Long>, Score> scores = new LinkedHashMap<>();
        inputs.arms().stream()
                .filter(trained -> trained.arm().equals(arm))
                .forEach(trained -> Optional.ofNullable(trained.evaluations().get(head.task()))
                        .map(evaluation -> evaluation.result().policies().get(head.policy()))
                        .ifPresent(score -> scores.put(trained.seed(), score)));
        double[] values = scores.values().stream().mapToDouble(Score::value).toArray();
        if (scores.isEmpty()) {
            return Optional.empty();
        }
        String baseline = inputs.arms().get(0).arm();
        Optional<PooledDifference> difference = differences.of(baseline, arm, head.task(), head.policy());
        return Optional.of(new ScoreCell(
                arm,
                head,
                scores.keySet().stream().flatMap(Optional::stream).toList(),
                Arrays.stream(values).boxed().toList(),
                SeedSummary.of(values),
                difference,
                paper(inputs, arm, head, List.copyOf(scores.values()), difference, open)));
    }

    /** Removes the paper's value for a cell from the remaining values and returns it. */
    private static Optional<PaperMatch> paper(
            ReportInputs inputs,
            String arm,
            Headline head,
            List<Score> scores,
            Optional<PooledDifference> difference,
            List<PaperMatch> open) {
        Optional<PaperMatch> found = open.stream()
                .filter(match -> head.leads()
                        && match.task().equals(head.task())
                        && inputs.paperArm(arm).filter(match.arm()::equals).isPresent())
                .findFirst();
        found.ifPresent(open::remove);
        return found.map(match -> match.with(status(inputs, match, head, scores, difference)));
    }

    private static Status status(
            ReportInputs inputs,
            PaperMatch match,
            Headline head,
            List<Score> scores,
            Optional<PooledDifference> difference) {
        if (inputs.repeats().isEmpty() || !head.unit().equals(match.unit())) {
            return Status.NOT_COMPARABLE;
        }
        if (match.isBaseline() || difference.isEmpty()) {
            boolean holds =
                    scores.stream().anyMatch(score -> score.low() <= match.value() && match.value() <= score.high());
            return holds ? Status.CONSISTENT : Status.INCONSISTENT;
        }
        boolean againstOriginal = inputs.paperArm(inputs.arms().get(0).arm())
                .filter(PaperMatch.ORIGINAL::equals)
                .isPresent();
        return againstOriginal ? Status.of(difference.get(), match.difference()) : Status.NOT_COMPARABLE;
    }

    /** The cells, ordered by task. */
    List<ScoreCell> cells() {
        List<ScoreCell> cells = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            for (MatrixRow row : rows) {
                row.cells().get(i).ifPresent(cells::add);
            }
        }
        return cells;
    }

    /** The table with one line for each cell, for files. */
    TableView table() {
        List<ScoreCell> cells = cells();
        Table table = Table.create("summary");
        table.addColumns(
                TableView.texts("task", cells, cell -> cell.headline().task()),
                TableView.texts("policy", cells, cell -> cell.headline().policy()),
                TableView.texts("unit", cells, cell -> cell.headline().unit()),
                TableView.texts("arm", cells, ScoreCell::arm),
                TableView.numbers("mean", 2, cells, cell -> cell.summary().mean()),
                TableView.numbers("deviation", 2, cells, cell -> cell.summary().standardDeviation()),
                TableView.numbers("seeds", 0, cells, cell -> cell.summary().seeds()),
                TableView.numbers("difference", 2, cells, cell -> of(cell, PooledDifference::difference)),
                TableView.numbers("low", 2, cells, cell -> of(cell, PooledDifference::low)),
                TableView.numbers("high", 2, cells, cell -> of(cell, PooledDifference::high)),
                TableView.probabilities("p", cells, cell -> of(cell, PooledDifference::corrected)),
                TableView.texts(
                        "verdict",
                        cells,
                        cell -> cell.difference().map(PooledDifference::verdict).orElse("")),
                TableView.numbers(
                        "paper",
                        2,
                        cells,
                        cell -> cell.paper().map(PaperMatch::value).orElse(Double.NaN)),
                TableView.texts("against the paper", cells, ScoreCell::status));
        TableView view = new TableView("summary", caption, table)
                .linked("mean", cells.stream().map(ScoreCell::link).toList());
        List<String> differences = cells.stream()
                .map(cell -> cell.difference().map(Links::difference).orElse(""))
                .toList();
        for (String column : List.of("difference", "low", "high", "p")) {
            view = view.linked(column, differences);
        }
        return view;
    }

    private static double of(ScoreCell cell, ToDoubleFunction<PooledDifference> part) {
        return cell.difference().map(one -> part.applyAsDouble(one)).orElse(Double.NaN);
    }
}
