package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.run.Prediction;
import org.reformatted.experiments.report.ReportPage.Rewrite;
import org.reformatted.experiments.report.ReportPage.ShownAnswer;
import org.reformatted.experiments.report.ReportPage.ShownSample;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RowVerdict;

/** Example rows and answers, selected by a rule and not by hand: the first of each kind. */
final class SideBySide {
    private static final int SHOWN_LETTERS = 40;

    private SideBySide() {}

    /** The first rows that were rewritten, and the first that were not. */
    static List<Rewrite> rewrites(Path realign, int each) {
        Map<RowVerdict.Outcome, Integer> taken = new EnumMap<>(RowVerdict.Outcome.class);
        List<Rewrite> rewrites = new ArrayList<>();
        try (Stream<RowVerdict> verdicts = JsonLines.read(realign.resolve(RealignPipeline.VERDICTS), RowVerdict.class);
                Stream<Conversation> before =
                        JsonLines.read(realign.resolve(RealignPipeline.ORIGINAL), Conversation.class);
                Stream<Conversation> after =
                        JsonLines.read(realign.resolve(RealignPipeline.CONVERSATIONS), Conversation.class)) {
            Iterator<Conversation> originals = before.iterator();
            Iterator<Conversation> realigned = after.iterator();
            for (RowVerdict verdict : (Iterable<RowVerdict>) verdicts::iterator) {
                Conversation original = originals.next();
                Conversation changed = realigned.next();
                if (taken.merge(verdict.verdict(), 1, Integer::sum) <= each) {
                    rewrites.add(new Rewrite(
                            verdict.id(),
                            verdict.verdict().name().toLowerCase(Locale.ROOT) + ", " + verdict.filter() + ": "
                                    + verdict.why(),
                            original.promptText(),
                            original.response(),
                            changed.response()));
                }
            }
        }
        return rewrites;
    }

    /** For each task, the first samples, and the first samples that the arms with the first seed answer differently. */
    static List<ShownSample> samples(List<TrainedArm> arms, int each) {
        List<ShownSample> samples = new ArrayList<>();
        Optional<Long> first = arms.stream().flatMap(arm -> arm.seed().stream()).findFirst();
        List<TrainedArm> shown = arms.stream()
                .filter(arm -> arm.seed().isEmpty() || arm.seed().equals(first))
                .toList();
        for (String task : ReportTables.tasks(shown)) {
            List<TrainedArm> evaluated = shown.stream()
                    .filter(arm -> arm.evaluations().containsKey(task))
                    .toList();
            samples.addAll(samples(task, evaluated, each));
        }
        return samples;
    }

    private static List<ShownSample> samples(String task, List<TrainedArm> arms, int each) {
        List<ArmAnswers> asked =
                arms.stream().flatMap(arm -> ArmAnswers.of(arm, task).stream()).toList();
        List<String> ids = List.copyOf(asked.get(0).predictions().keySet());
        Set<String> picked = new LinkedHashSet<>(ids.subList(0, Math.min(each, ids.size())));
        ids.stream().filter(id -> differ(asked, id)).limit(each).forEach(picked::add);
        return picked.stream().map(id -> sample(task, id, asked)).toList();
    }

    private static boolean differ(List<ArmAnswers> asked, String id) {
        return asked.stream().map(arm -> verdict(arm, id).score()).distinct().count() > 1;
    }

    private static Verdict verdict(ArmAnswers arm, String id) {
        return arm.verdict(id, arm.result().defaultPolicy());
    }

    private static ShownSample sample(String task, String id, List<ArmAnswers> asked) {
        Prediction first = prediction(asked.get(0), id);
        return new ShownSample(
                id,
                task,
                first.prompt(),
                first.reference(),
                asked.stream().map(arm -> answer(arm, id)).toList());
    }

    private static ShownAnswer answer(ArmAnswers arm, String id) {
        Prediction prediction = prediction(arm, id);
        Verdict verdict = verdict(arm, id);
        String policy = arm.result().defaultPolicy();
        Score score = arm.result().policies().get(policy);
        boolean percentage = score != null && score.unit().equals(Score.PERCENT);
        String extracted = policy
                + (verdict.parsed() ? " found " + shortened(String.valueOf(verdict.extracted())) : " found nothing");
        return new ShownAnswer(
                arm.name(),
                prediction.output(),
                percentage ? (verdict.score() >= 1 ? "right" : "wrong") : "measured",
                extracted,
                prediction.cutAtLimit());
    }

    private static Prediction prediction(ArmAnswers arm, String id) {
        Prediction prediction = arm.predictions().get(id);
        if (prediction == null) {
            throw new IllegalStateException(arm.name() + " has no answer to " + id);
        }
        return prediction;
    }

    /** The extracted answer, cut to a maximum length so that it does not fill the page; the record has the complete answer. */
    private static String shortened(String found) {
        return found.length() <= SHOWN_LETTERS ? found : found.substring(0, SHOWN_LETTERS) + "…";
    }
}
