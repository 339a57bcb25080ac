package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reformatted.eval.judge.JudgeCost;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Price;

/** Estimates the cost of a judge before it is called. */
final class JudgeCosts {
    private JudgeCosts() {}

    /**
     * Counts the requests of a judge step.
     *
     * @param step the step
     * @param artifacts gives the folder of a finished step
     * @param seconds the time of an earlier run
     * @return requests, tokens and cost
     */
    static Forecast forecast(JudgeStep step, Function<Step, Optional<Path>> artifacts, Optional<Double> seconds) {
        return switch (step.judge().model().kind()) {
            case RECORDING ->
                new Forecast(
                        List.of("replays a recording: calls no model and costs nothing"),
                        Cost.NONE,
                        seconds,
                        0,
                        0,
                        0,
                        Optional.empty());
            case ENDPOINT, CHECKPOINT -> counted(step, artifacts, seconds);
        };
    }

    private static Forecast counted(
            JudgeStep step, Function<Step, Optional<Path>> artifacts, Optional<Double> seconds) {
        ModelConfig model = step.judge().model();
        Optional<Path> evaluation = artifacts.apply(step.evaluated());
        List<JudgedAnswer> answers = JudgeStep.answers(step.evaluated(), evaluation);
        boolean answered = evaluation.isPresent()
                && step.baseline().map(artifacts).map(Optional::isPresent).orElse(true);
        JudgeCost cost = new JudgeCost();
        step.judge(cost, 1, answers, others(step, artifacts), Progress.SILENT);
        Optional<Price> price = model.knownPrice();
        String sentence = String.format(
                        Locale.ROOT,
                        "judged by %s: %,d requests, at most %,d tokens read and %,d written, ",
                        model.shownName(),
                        cost.requests(),
                        cost.most().promptTokens(),
                        cost.most().completionTokens())
                + price.map(known -> String.format(Locale.ROOT, "%.2f USD", known.of(cost.most())))
                        .orElse("cost unknown: no price for " + model.shownName() + ", set judge.model.endpoint.price")
                + (answered ? "" : "; missing answers are counted with their maximum length");
        return new Forecast(
                List.of(sentence, Forecast.time(seconds)),
                Forecasts.bound(model, cost.most()),
                seconds,
                0,
                0,
                0,
                Optional.empty());
    }

    private static Optional<Map<String, JudgedAnswer>> others(
            JudgeStep step, Function<Step, Optional<Path>> artifacts) {
        Optional<Map<String, JudgedAnswer>> first = step.baseline()
                .map(baseline -> JudgeStep.answers(baseline, artifacts.apply(baseline)).stream()
                        .collect(Collectors.toMap(JudgedAnswer::id, answer -> answer)));
        return first.or(() -> step.judge().against().map(step.roots()::dataFile).map(JudgedAnswer::read));
    }
}
