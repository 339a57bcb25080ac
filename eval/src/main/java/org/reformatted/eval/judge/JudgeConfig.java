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
 * The judge of a task's answers and its protocol.
 *
 * @param protocol a bundled protocol of {@link JudgeProtocols}, or one of {@code protocolFile}; when left out, the one with the task's name, or the
 *     only one of the file
 * @param model the model that judges; without sampling, which the protocol sets
 * @param against for comparisons, a file of the other answers, relative to the data root; when left out, the answers of the first arm
 * @param references FastChat's reference answers for {@code mt-bench} and {@code mt-bench-pair}, relative to the data root
 * @param protocolFile a protocol in YAML, AlpacaEval's evaluator {@code configs.yaml}, FastChat's {@code judge_prompts.jsonl} ({@code mt-bench} and
 *     {@code mt-bench-pair}) or Auto-J's {@code constants_prompt.py} ({@code auto-j} and {@code auto-j-pair}), relative to the data root; when left
 *     out, the bundled protocol
 * @param structuredOutput whether requests contain a JSON schema, so that the verdict is read from a JSON object, and in which form; for bundled
 *     protocols and those in YAML
 * @param samples number of replies that are combined into one verdict; when left out, the number of the protocol
 * @param attempts maximum number of requests for a verdict
 * @param repeats number of times that all answers are judged, to measure the agreement of the judge with itself; scores are from the first time
 * @param allowUnanswered the share of answers, in [0, 1), that may have no verdict because the service returned no reply
 */
@FormerKey(from = "replay", to = "model.recording.file")
@FormerKey(from = "prompts", to = "protocolFile")
public record JudgeConfig(
        @Identity Optional<String> protocol,
        ModelConfig model,
        @InputFile Optional<String> against,
        @InputFile Optional<String> references,
        @InputFile Optional<String> protocolFile,
        @Default("none") @Identity StructuredOutput structuredOutput,
        @Identity Optional<Integer> samples,
        @Default("3") @Identity int attempts,
        @Default("1") @Identity int repeats,
        @Default("0.0") @Identity double allowUnanswered) {
    /** The name of the file of the summary in a folder of judgments. */
    public static final String FILE = "judged.json";

    /** The name of the file of single judgments. */
    public static final String ROWS_FILE = "judgments.jsonl";

    /** Checks names and ranges. */
    public JudgeConfig {
        if (protocolFile.isEmpty()) {
            protocol.ifPresent(JudgeConfig::requireBundled);
        }
        Check.argument(
                model.sampling().isEmpty(),
                "model.sampling is not allowed in a judge: the protocol sets it; remove it");
        Check.argument(
                structuredOutput == StructuredOutput.NONE || model.kind() != ModelConfig.Kind.CHECKPOINT,
                "structuredOutput is not allowed with a checkpoint: only a service can enforce a schema");
        Check.argument(
                !model.inBatches(),
                "model.endpoint.batch is not allowed in a judge, which sends its requests one by one; remove it");
        Check.argument(samples.orElse(1) > 0, "samples (%s) must be positive", samples.orElse(0));
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
        Unanswered.checkShare(allowUnanswered);
        Check.argument(repeats > 0, "repeats (%s) must be positive; 1 judges once", repeats);
    }

    private static String requireBundled(String name) {
        Check.argument(JudgeProtocols.isBundled(name), "protocol (%s) must be one of %s", name, JudgeProtocols.names());
        return name;
    }

    /**
     * Returns whether answers are compared with other answers.
     *
     * @param task the task's name
     * @param files resolves a path of this config
     * @return false where they are rated
     * @throws org.reformatted.realign.base.InputException when the protocol's file cannot be used
     */
    public boolean compares(String task, Function<String, Path> files) {
        return protocol(task, files).compares();
    }

    /**
     * Checks the fields that can be checked without the protocol's file.
     *
     * @param task the task's name
     * @param place the prefix of a field of this config in messages, such as {@code judge.}
     * @throws IllegalArgumentException naming a field that does not fit the bundled protocol
     */
    public void requireFits(String task, String place) {
        if (protocolFile.isEmpty()) {
            fitting(JudgeProtocols.bundled(requireBundled(protocol.orElse(task))), place);
        }
    }

    private JudgeProtocol fitting(JudgeProtocol asked, String place) {
        Check.argument(
                asked.compares() || against.isEmpty(),
                "%sagainst is not allowed: %s does not compare answers",
                place,
                asked.name());
        Check.argument(
                references.isEmpty() || asked.references() == JudgeProtocol.References.MT_BENCH,
                "%sreferences are not allowed: only protocols of MT-Bench show any, and %s is not one of them",
                place,
                asked.name());
        Check.argument(
                samples.orElse(1) == 1 || asked.topLogprobs() == 0,
                "%ssamples (%s) are not allowed: %s reads probabilities, which are the same each time",
                place,
                samples.orElse(1),
                asked.name());
        return structuredOutput == StructuredOutput.NONE ? asked : asked.structured(structuredOutput);
    }

    private JudgeProtocol protocol(String task, Function<String, Path> files) {
        JudgeProtocol asked = protocolFile
                .map(files)
                .map(file -> ProtocolSource.read(file, protocol))
                .orElseGet(() -> JudgeProtocols.bundled(requireBundled(protocol.orElse(task))));
        return fitting(asked, "");
    }

    /**
     * Returns everything that affects a judgment: the identity of this config, with the protocol's version, content and settings and the number of
     * samples that apply.
     *
     * @param task the task's name
     * @param files resolves a path of this config
     * @return a tree for hashing
     */
    public Map<String, @Nullable Object> identity(String task, Function<String, Path> files) {
        JudgeProtocol asked = protocol(task, files);
        Map<String, @Nullable Object> identity = ConfigTree.identityFields(this);
        identity.put("protocol", asked.shown());
        identity.put("samples", samples.orElse(asked.samples()));
        return identity;
    }

    /**
     * Judges answers.
     *
     * @param task the task's name
     * @param judge the model that judges
     * @param threads number of questions that are judged at once
     * @param answers the answers to judge
     * @param others the other answers of comparisons
     * @param files resolves a path of this config
     * @param progress reports each judged answer
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
        JudgeProtocol asked = protocol(task, files);
        Map<String, List<String>> right =
                references.map(files).map(JudgedAnswer::references).orElse(Map.of());
        Function<ChatModel, JudgeReport> once = model -> new JudgeRun(
                        model,
                        asked,
                        model instanceof JudgeCost ? 1 : attempts,
                        samples.orElse(asked.samples()),
                        threads,
                        progress,
                        allowUnanswered)
                .judge(answers, others.orElse(Map.of()), right);
        return SelfAgreement.repeated(judge, repeats, once);
    }
}
