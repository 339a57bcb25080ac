package org.reformatted.eval.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.metric.Proportion;
import org.reformatted.eval.metric.Score;
import org.reformatted.eval.metric.ScoreTally;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;

/** Queries a model with every sample of a task and scores its answers by every policy. */
public final class Evaluator {
    private Evaluator() {}

    /**
     * Evaluates a model. Each answer is written to disk before the evaluator waits for the next one. A second call with the same folder requests only
     * the missing answers; its files are byte for byte those of one uninterrupted call.
     *
     * @param task the task
     * @param model the model that answers
     * @param config number of samples, and how answers are sampled
     * @param out the folder of {@code predictions.jsonl}, {@code scored.jsonl} and {@code result.json}
     * @param progress reports each answer, with the running score
     * @return the scores
     * @throws InputException when a sample can't be used, or the model returns no answer
     */
    public static EvalResult evaluate(EvalTask task, ChatModel model, EvalConfig config, Path out, Progress progress) {
        List<Sample> samples = samples(task, config);
        List<Prediction> predictions = predict(task, samples, model, config.sampling(), out, progress);
        EvalResult result = score(task, model.identity(), config, predictions);
        result.write(out);
        return result;
    }

    static List<Sample> samples(EvalTask task, EvalConfig config) {
        try (Stream<Sample> all = task.samples()) {
            List<Sample> samples =
                    all.limit(config.limit().orElse(Integer.MAX_VALUE)).toList();
            if (samples.isEmpty()) {
                throw new InputException(task.name() + ": found no samples; point the task at another file");
            }
            java.util.Set<String> ids = new java.util.HashSet<>();
            for (Sample sample : samples) {
                if (!ids.add(sample.id())) {
                    throw InputException.at(
                            task.name(), "two samples named " + sample.id(), "an id once", "rename or remove one");
                }
            }
            return samples;
        }
    }

    private static List<Prediction> predict(
            EvalTask task,
            List<Sample> samples,
            ChatModel model,
            SamplingSettings sampling,
            Path out,
            Progress progress) {
        Map<String, Sample> byId = new LinkedHashMap<>();
        samples.forEach(sample -> byId.put(sample.id(), sample));
        try (PredictionLog log =
                        PredictionLog.open(out.resolve(PredictionLog.FILE), byId, model.identity(), task, sampling);
                Progress.Task work = progress.start("evaluate " + task.name(), samples.size())) {
            Optional<RunningScore> running = RunningScore.of(task);
            List<Sample> open = new ArrayList<>();
            for (Sample sample : samples) {
                Optional<Prediction> answered = log.get(sample.id());
                if (answered.isPresent() && complete(answered.get(), sample)) {
                    running.ifPresent(score -> score.add(answered.get()));
                    work.advance(1);
                } else {
                    open.add(sample);
                }
            }
            running.ifPresent(score -> score.show(work));
            while (!open.isEmpty()) {
                askRound(task, open, model, sampling, log, running, work);
                open.removeIf(sample -> log.get(sample.id())
                        .filter(answered -> complete(answered, sample))
                        .isPresent());
            }
            return log.finish(byId.keySet());
        }
    }

    /** Requests the next turn of each open sample. */
    private static void askRound(
            EvalTask task,
            List<Sample> open,
            ChatModel model,
            SamplingSettings sampling,
            PredictionLog log,
            Optional<RunningScore> running,
            Progress.Task work) {
        List<ChatRequest> requests = open.stream()
                .map(sample -> request(sample, log.get(sample.id()), task.sampling(sample, sampling)))
                .toList();
        model.completeAll(requests, (completion, index) -> {
            Sample sample = open.get(index);
            Prediction prediction = log.get(sample.id())
                    .map(before -> before.with(laterTurn(before, sample, completion)))
                    .orElseGet(() -> first(sample, completion, log.requestHash(sample)));
            log.add(prediction);
            if (complete(prediction, sample)) {
                running.ifPresent(score -> score.add(prediction));
                running.ifPresent(score -> score.show(work));
                work.advance(1);
            }
        });
    }

    /**
     * Returns the requests that a sample needs, before any of them is answered.
     *
     * @param task the task
     * @param sample the sample
     * @param sampling how answers are sampled, unless the task sets its own
     * @return one request for each turn; in requests of later turns, each earlier answer is replaced by a text of as many bytes as the answer may
     *     have tokens
     */
    public static List<ChatRequest> requests(EvalTask task, Sample sample, SamplingSettings sampling) {
        SamplingSettings drawn = task.sampling(sample, sampling);
        List<ChatRequest> requests = new ArrayList<>();
        List<Turn> turns = new ArrayList<>(sample.turns());
        requests.add(new ChatRequest(List.copyOf(turns), drawn));
        for (String followUp : sample.followUps()) {
            turns.add(new Turn(Role.ASSISTANT, "x".repeat(drawn.maxNewTokens())));
            turns.add(new Turn(Role.USER, followUp));
            requests.add(new ChatRequest(List.copyOf(turns), drawn));
        }
        return requests;
    }

    private static boolean complete(Prediction prediction, Sample sample) {
        return prediction.laterTurns().size() == sample.followUps().size();
    }

    private static ChatRequest request(Sample sample, Optional<Prediction> answered, SamplingSettings sampling) {
        List<Turn> turns = new ArrayList<>(sample.turns());
        answered.ifPresent(before -> {
            turns.add(new Turn(Role.ASSISTANT, before.output()));
            before.laterTurns().forEach(later -> {
                turns.add(new Turn(Role.USER, later.prompt()));
                turns.add(new Turn(Role.ASSISTANT, later.output()));
            });
            turns.add(new Turn(
                    Role.USER, sample.followUps().get(before.laterTurns().size())));
        });
        return new ChatRequest(turns, sampling);
    }

    private static Prediction first(Sample sample, Completion completion, String requestHash) {
        Completion.Candidate answer = completion.candidates().get(0);
        return new Prediction(
                sample.id(),
                sample.category(),
                sample.question(),
                answer.text(),
                answer.finishReason(),
                answer.finishReason() == FinishReason.LENGTH,
                completion.candidates().subList(1, completion.candidates().size()),
                List.of(),
                sample.reference(),
                requestHash);
    }

    private static Prediction.LaterTurn laterTurn(Prediction before, Sample sample, Completion completion) {
        Completion.Candidate answer = completion.candidates().get(0);
        return new Prediction.LaterTurn(
                sample.followUps().get(before.laterTurns().size()), answer.text(), answer.finishReason());
    }

    /**
     * Scores existing answers.
     *
     * @param task the task
     * @param model the identity of the model that answered
     * @param config the config of the evaluation
     * @param predictions the answers, in the order of the samples
     * @return the scores
     */
    public static EvalResult score(EvalTask task, String model, EvalConfig config, List<Prediction> predictions) {
        TaskTally tally = new TaskTally(task);
        Optional<CandidateScores> several = CandidateScores.of(defaultPolicy(task), predictions);
        List<ScoredExample> examples = new ArrayList<>();
        for (Prediction prediction : predictions) {
            String group = String.valueOf(prediction.category());
            Map<String, Verdict> verdicts =
                    tally.add(prediction.prompt(), prediction.output(), prediction.reference(), group);
            several.ifPresent(candidates -> {
                Map<String, Verdict> columns = candidates.add(prediction);
                tally.addToGroup(group, columns);
                verdicts.putAll(columns);
            });
            examples.add(new ScoredExample(prediction.id(), verdicts));
        }
        Map<String, Score> scores = tally.scores();
        several.ifPresent(candidates -> scores.putAll(candidates.scores()));
        long truncated = predictions.stream().filter(Prediction::cutAtLimit).count();
        return new EvalResult(
                task.name(),
                task.version(),
                model,
                config,
                predictions.size(),
                truncated,
                new Proportion(truncated, predictions.size()).value(),
                task.defaultPolicy(),
                scores,
                tally.breakdowns(scores),
                examples);
    }

    private static Optional<AnswerPolicy> defaultPolicy(EvalTask task) {
        return task.policies().stream()
                .filter(policy -> policy.name().equals(task.defaultPolicy()))
                .findFirst();
    }

    /** The running score by the default policy, for the progress line. */
    private record RunningScore(AnswerPolicy policy, ScoreTally tally) {
        static Optional<RunningScore> of(EvalTask task) {
            return defaultPolicy(task).map(policy -> new RunningScore(policy, new ScoreTally(policy.unit())));
        }

        void add(Prediction prediction) {
            Verdict verdict = policy.judge(prediction.prompt(), prediction.output(), prediction.reference());
            tally.add(verdict.score(), verdict.parsed());
        }

        void show(Progress.Task work) {
            if (Double.isNaN(tally.value())) {
                return; // no answer is scored yet
            }
            String unit = policy.unit().equals(Score.PERCENT) ? "%" : " " + policy.unit();
            work.note(String.format(Locale.ROOT, "%s %.1f%s", policy.name(), tally.value(), unit));
        }
    }
}
