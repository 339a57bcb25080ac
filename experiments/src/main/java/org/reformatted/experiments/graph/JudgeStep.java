package org.reformatted.experiments.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.judge.JudgeConfig;
import org.reformatted.eval.judge.JudgeReport;
import org.reformatted.eval.judge.JudgedAnswer;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.task.Sample;
import org.reformatted.experiments.config.Compute;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.experiments.workflow.StepResources;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ModelAccess;
import org.reformatted.realign.llm.RecordedChatModel;

/**
 * Rates an arm's answers with a judge, or compares them with the answers of the first arm or of a file. Replies are stored for all runs, so that none
 * is paid for twice. The replies that a step uses are written to its recording. {@code judge.model.recording} can name a file with the concatenated
 * recordings of all arms.
 *
 * @param evaluated the evaluation whose answers are judged
 * @param baseline the evaluation whose answers they are compared with; absent if the answers are rated, or compared with a file
 * @param judge the judge and the protocol
 * @param roots the folders of files and models
 * @param compute the device of a checkpoint that judges
 */
record JudgeStep(
        EvaluateStep evaluated, Optional<EvaluateStep> baseline, JudgeConfig judge, Roots roots, Compute compute)
        implements Step {
    static final String RECORDING = "recording.jsonl";

    /** The step that judges an evaluation; absent if its config has no judge or there are no answers to compare with. */
    static Optional<JudgeStep> of(EvaluateStep evaluated, @Nullable EvaluateStep first, Roots roots, Compute compute) {
        return evaluated.eval().judge().flatMap(judge -> {
            boolean compares = judge.compares(evaluated.eval().task(), roots::dataFile);
            if (!compares || judge.against().isPresent()) {
                return Optional.of(new JudgeStep(evaluated, Optional.empty(), judge, roots, compute));
            }
            return first == null
                    ? Optional.empty()
                    : Optional.of(new JudgeStep(evaluated, Optional.of(first), judge, roots, compute));
        });
    }

    /** The name of the arm or the file that the answers are compared with; absent if they are rated. */
    Optional<String> opponent() {
        return baseline.map(step -> step.model().arm())
                .or(() ->
                        judge.against().map(file -> String.valueOf(Path.of(file).getFileName())));
    }

    @Override
    public String name() {
        return evaluated.name().replaceFirst("evaluate", "judge");
    }

    @Override
    public int recipe() {
        return 3; // 3: verdicts are read outside the thinking section, sign tests are by question
    }

    @Override
    public Object config() {
        return judge.identity(evaluated.eval().task(), roots::dataFile);
    }

    @Override
    public Map<String, Path> inputs() {
        return roots.files(judge);
    }

    @Override
    public List<Step> dependencies() {
        List<Step> steps = new ArrayList<>(List.of(evaluated));
        baseline.ifPresent(steps::add);
        return steps;
    }

    @Override
    public StepResources needs() {
        return ModelNeeds.of(judge);
    }

    @Override
    public void requireReady() {
        judge.model().requireReady(System.getenv());
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        List<JudgedAnswer> answers =
                List.copyOf(read(context.artifact(evaluated)).values());
        Optional<Map<String, JudgedAnswer>> others = baseline.map(step -> read(context.artifact(step)))
                .or(() -> judge.against().map(roots::dataFile).map(JudgedAnswer::read));
        JudgeReport report = judge(answers, others, context);
        report.write(context.out());
        Map<String, Object> result = new TreeMap<>(Map.of("judge", report.judge(), "n", report.n()));
        result.put("value", Double.isNaN(report.value()) ? "undefined" : report.value());
        result.put("unjudged", report.unjudged());
        result.put("failures", report.failures());
        return result;
    }

    private static Map<String, JudgedAnswer> read(Path evaluation) {
        return JudgedAnswer.read(evaluation.resolve("predictions.jsonl"));
    }

    private JudgeReport judge(
            List<JudgedAnswer> answers, Optional<Map<String, JudgedAnswer>> others, StepContext context) {
        Path recording = context.out().resolve(RECORDING);
        try {
            Files.deleteIfExists(recording); // written again from the store, which has the earlier answers
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + recording, e);
        }
        try (AnswerStore store = AnswerStore.open(context.answers());
                ChatModel model = RecordedChatModel.recording(judge.model().open(access(store)), recording)) {
            return judge(model, judge.model().concurrency(), answers, others, context.progress());
        }
    }

    private ModelAccess access(AnswerStore store) {
        LocalCheckpoints checkpoints = new LocalCheckpoints(roots, compute);
        return new ModelAccess(roots::dataFile, checkpoints, System.getenv(), store);
    }

    JudgeReport judge(
            ChatModel model,
            int threads,
            List<JudgedAnswer> answers,
            Optional<Map<String, JudgedAnswer>> others,
            Progress progress) {
        return judge.judge(evaluated.eval().task(), model, threads, answers, others, roots::dataFile, progress);
    }

    /** The answers for a cost estimate: those of a finished evaluation, or its questions with answers of maximum length. */
    static List<JudgedAnswer> answers(EvaluateStep step, Optional<Path> evaluation) {
        return evaluation
                .map(folder -> List.copyOf(read(folder).values()))
                .orElseGet(() -> longest(step.eval(), step.samples()));
    }

    private static List<JudgedAnswer> longest(EvalConfig eval, List<Sample> samples) {
        String longest = "x".repeat(eval.sampling().maxNewTokens());
        return samples.stream()
                .map(sample -> new JudgedAnswer(
                        sample.id(),
                        sample.question(),
                        longest,
                        Optional.of(sample.reference()).filter(text -> !text.isBlank()),
                        sample.followUps().stream().findFirst(),
                        sample.followUps().stream().findFirst().map(turn -> longest)))
                .toList();
    }

    /**
     * Runs a judgment without a judge before anything is trained, to check that every question has the fields that the protocol shows, and an answer
     * to compare with.
     *
     * @param asked replaces the judge and gives no answers
     * @throws InputException that names the missing values
     */
    static void rehearse(EvalConfig eval, JudgeConfig judge, Roots roots, ChatModel asked) {
        List<JudgedAnswer> answers = longest(eval, EvaluateStep.samples(eval, roots));
        boolean compares = judge.compares(eval.task(), roots::dataFile);
        Optional<Map<String, JudgedAnswer>> others = judge.against()
                .map(roots::dataFile)
                .map(JudgedAnswer::read)
                .or(() -> Optional.of(answers)
                        .filter(own -> compares)
                        .map(own -> own.stream().collect(Collectors.toMap(JudgedAnswer::id, answer -> answer))));
        judge.judge(eval.task(), asked, 1, answers, others, roots::dataFile, Progress.SILENT);
    }
}
