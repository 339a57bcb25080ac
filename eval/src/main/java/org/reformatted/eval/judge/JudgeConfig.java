package org.reformatted.eval.judge;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.FormerKey;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.Unanswered;

/**
 * Who judges a task's answers, and how.
 *
 * @param protocol one of {@link JudgeRun#RATING} and {@link JudgeRun#COMPARING}; left out, the one named as the task
 * @param model the model that judges; without sampling, which the protocol states
 * @param against of comparisons, a file of other answers, relative to the data root; left out, the first arm's are compared with
 * @param references FastChat's reference answers for {@code mt-bench} and {@code mt-bench-pair}, relative to the data root
 * @param prompts FastChat's {@code judge_prompts.jsonl} for {@code mt-bench} and {@code mt-bench-pair}, relative to the data root; left out,
 *     our own prompts
 * @param samples how many verdicts make up one; left out, 3 for {@code fair-eval} and else 1
 * @param attempts how often a verdict is asked for at most
 * @param repeats how often everything is judged, to tell how far the judge agrees with itself; the first time is what counts
 * @param allowUnanswered the share of answers, in [0, 1), that may have no verdict because a service gave no reply
 */
@FormerKey(from = "replay", to = "model.recording.file")
public record JudgeConfig(
        @Identity Optional<String> protocol,
        ModelConfig model,
        @InputFile Optional<String> against,
        @InputFile Optional<String> references,
        @InputFile Optional<String> prompts,
        @Identity Optional<Integer> samples,
        @Default("3") @Identity int attempts,
        @Default("1") @Identity int repeats,
        @Default("0.0") @Identity double allowUnanswered) {
    /** The name of the file of a judge's summary in a folder of judgments. */
    public static final String FILE = "judged.json";

    /** The name of the file of single judgments. */
    public static final String ROWS_FILE = "judgments.jsonl";

    /** Checks names and ranges. */
    public JudgeConfig {
        protocol.ifPresent(JudgeConfig::requireProtocol);
        Check.argument(
                model.sampling().isEmpty(),
                "model.sampling is not allowed in a judge: the protocol states it; remove it");
        Check.argument(samples.orElse(1) > 0, "samples (%s) must be positive", samples.orElse(0));
        Check.argument(
                samples.orElse(1) == 1 || !protocol.orElse("").equals("alpaca-eval-weighted"),
                "samples (%s) have nothing to do: alpaca-eval-weighted reads probabilities, which are the same each"
                        + " time",
                samples.orElse(1));
        Check.argument(
                prompts.isEmpty()
                        || protocol.map(name -> name.matches("mt-bench|mt-bench-pair"))
                                .orElse(true),
                "prompts are not allowed with protocol %s: FastChat's are those of mt-bench and mt-bench-pair",
                protocol.orElse(""));
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
        Unanswered.checkShare(allowUnanswered);
        Check.argument(repeats > 0, "repeats (%s) must be positive; 1 judges once", repeats);
    }

    private static String requireProtocol(String name) {
        Check.argument(
                JudgeRun.RATING.contains(name) || JudgeRun.COMPARING.contains(name),
                "protocol (%s) must be one of %s, %s",
                name,
                String.join(", ", JudgeRun.RATING),
                String.join(", ", JudgeRun.COMPARING));
        return name;
    }

    /**
     * How a task's answers are judged.
     *
     * @param task the task's name
     * @return the protocol given, else the one named as the task
     */
    public String protocolOf(String task) {
        return requireProtocol(protocol.orElse(task));
    }

    /**
     * What changes a judgment: the identity of this config, with the protocol's version and settings and the number of samples that apply.
     *
     * @param task the task's name
     * @return a tree to be hashed
     */
    public Map<String, @Nullable Object> identity(String task) {
        Map<String, @Nullable Object> identity = ConfigTree.identityFields(this);
        identity.put("protocol", JudgeRun.shown(protocolOf(task)));
        identity.put("samples", draws(task));
        return identity;
    }

    private int draws(String task) {
        return samples.orElse(protocolOf(task).equals("fair-eval") ? 3 : 1);
    }

    /**
     * Judges answers.
     *
     * @param task the task's name
     * @param judge who judges
     * @param threads how many questions are under way at once
     * @param answers what is judged
     * @param others what comparisons compare with
     * @param files where a path of this config lies
     * @param progress told of each answer judged
     * @return the report
     */
    public JudgeReport judge(
            String task,
            ChatModel judge,
            int threads,
            List<JudgedAnswer> answers,
            Optional<Map<String, JudgedAnswer>> others,
            Function<String, Path> files,
            Progress progress) {
        String asked = protocolOf(task);
        Map<String, List<String>> right =
                references.map(files).map(JudgedAnswer::references).orElse(Map.of());
        Optional<FastChatPrompts> asThere = prompts.map(files).map(FastChatPrompts::read);
        Function<ChatModel, JudgeReport> once = model -> {
            JudgeRun run = new JudgeRun(model, attempts, draws(task), threads, progress, allowUnanswered, asThere);
            return others.isPresent()
                    ? run.compare(asked, answers, others.get(), right)
                    : run.rate(asked, answers, right);
        };
        return SelfAgreement.repeated(judge, repeats, once);
    }
}
