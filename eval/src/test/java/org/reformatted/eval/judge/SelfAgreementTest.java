package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.RecordingConfig;
import org.reformatted.realign.llm.Usage;

class SelfAgreementTest {
    @TempDir
    Path folder;

    private record Stub(Function<ChatRequest, String> reply, Set<Long> seeds) implements ChatModel {
        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public synchronized Completion complete(ChatRequest request) {
            seeds.add(request.sampling().seed());
            return new Completion(
                    List.of(new Completion.Candidate(reply.apply(request), FinishReason.STOP)), Usage.NONE, "stub");
        }
    }

    private static Map<String, JudgedAnswer> answers(String text) {
        Map<String, JudgedAnswer> answers = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            String id = "q" + i;
            answers.put(
                    id,
                    new JudgedAnswer(
                            id, "Why " + i + "?", text + i, Optional.of("gold"), Optional.empty(), Optional.empty()));
        }
        return answers;
    }

    private static JudgeConfig config(String protocol, int repeats) {
        return new JudgeConfig(
                Optional.of(protocol),
                new RecordingConfig("unused", Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                StructuredOutput.NONE,
                Optional.empty(),
                1,
                repeats,
                0);
    }

    private static JudgeReport judge(Stub stub, String protocol, int repeats) {
        boolean compares = JudgeProtocols.COMPARING.contains(protocol);
        return config(protocol, repeats)
                .judge(
                        protocol,
                        stub,
                        2,
                        List.copyOf(answers("good").values()),
                        compares ? Optional.of(answers("bad")) : Optional.empty(),
                        Path::of,
                        Progress.SILENT);
    }

    /** Changes its mind on the first two questions when it is asked again. */
    private static String rate(ChatRequest request) {
        String prompt = request.turns().get(0).text();
        boolean wavers = prompt.contains("Why 0?") || prompt.contains("Why 1?");
        boolean odd = prompt.matches("(?s).*Why [13579]\\?.*");
        boolean again = request.sampling().seed() > 0;
        return wavers && again ? "[[9]]" : odd ? "[[3]]" : "[[7]]";
    }

    @Test
    void aJudgeThatChangesItsMindOnTwoOfTenAgreesWithItselfOnEight() {
        Stub stub = new Stub(SelfAgreementTest::rate, new HashSet<>());
        JudgeReport once = judge(stub, "auto-j", 1);
        assertThat(once.selfAgreement()).isNull();
        JudgeReport report = judge(stub, "auto-j", 2);
        assertThat(report.value()).isEqualTo(once.value()).isEqualTo(5);
        SelfAgreement agreement = report.selfAgreement();
        assertThat(agreement.repeats()).isEqualTo(2);
        assertThat(agreement.n()).isEqualTo(10);
        assertThat(agreement.equalShare()).isCloseTo(0.8, within(1e-12));
        // first 5 of 3 and 5 of 7; again 4, 4 and 2 of 9: by chance 0.5 * 0.4 + 0.5 * 0.4
        assertThat(agreement.kappa()).isCloseTo((0.8 - 0.4) / (1 - 0.4), within(1e-12));
        assertThat(agreement.values()).containsExactly(5.0, 5.8);
        assertThat(agreement.spread()).isCloseTo(0.8 / Math.sqrt(2), within(1e-12));
    }

    @Test
    void everyRepeatIsAskedAnewUnderSeedsOfItsOwn() {
        Stub stub = new Stub(request -> "[[5]]", new HashSet<>());
        JudgeReport report = judge(stub, "auto-j", 3);
        assertThat(stub.seeds()).containsExactlyInAnyOrder(0L, 1_000_000L, 2_000_000L);
        assertThat(report.selfAgreement().equalShare()).isEqualTo(1);
        assertThat(report.selfAgreement().kappa()).isNaN();
        assertThat(report.selfAgreement().spread()).isZero();
        JudgeCost cost = new JudgeCost();
        config("auto-j", 3)
                .judge(
                        "auto-j",
                        cost,
                        1,
                        List.copyOf(answers("a").values()),
                        Optional.empty(),
                        Path::of,
                        Progress.SILENT);
        assertThat(cost.requests()).isEqualTo(30);
    }

    @Test
    void whatOneRepeatCouldNotJudgeIsComparedInNone() {
        Stub stub = new Stub(
                request -> request.sampling().seed() == 0
                                && request.turns().get(0).text().contains("Why 4?")
                        ? "hm"
                        : "[[5]]",
                new HashSet<>());
        assertThat(judge(stub, "auto-j", 2).selfAgreement().n()).isEqualTo(9);
    }

    @Test
    void comparisonsAgreeByTheirVerdictOverBothOrders() {
        Stub stub = new Stub(
                request -> {
                    String prompt = request.turns().get(0).text();
                    boolean first = prompt.indexOf("good") < prompt.indexOf("bad");
                    boolean turned = request.sampling().seed() > 0 && prompt.contains("Why 7?");
                    return first != turned ? "[[A]]" : "[[B]]";
                },
                new HashSet<>());
        JudgeReport report = judge(stub, "readability", 2);
        assertThat(report.selfAgreement().equalShare()).isCloseTo(0.9, within(1e-12));
        assertThat(report.selfAgreement().values()).containsExactly(100.0, 90.0);
    }

    @Test
    void aReportIsReadAsItWasWritten() {
        JudgeReport rated = judge(new Stub(SelfAgreementTest::rate, new HashSet<>()), "auto-j", 2);
        rated.write(folder.resolve("rated"));
        JudgeReport read = JudgeReport.read(folder.resolve("rated"));
        assertThat(read).isEqualTo(rated);
        JudgeReport compared = judge(new Stub(request -> "[[C]]", new HashSet<>()), "pairwise", 1);
        compared.write(folder.resolve("compared"));
        assertThat(JudgeReport.read(folder.resolve("compared"))).isEqualTo(compared);
    }

    @Test
    void aConfigSaysWhatMakesAJudgmentAnotherOne() {
        assertThat(config("fair-eval", 2).identity("vicuna-bench", Path::of))
                .hasEntrySatisfying(
                        "protocol",
                        shown -> assertThat(String.valueOf(shown))
                                .matches("fair-eval/2@[0-9a-f]{8} \\(temperature 1.0, 1024 tokens\\)"))
                .containsEntry("samples", 3)
                .containsEntry("attempts", 1)
                .containsEntry("repeats", 2);
        assertThatThrownBy(() -> config("fair-eval", 0)).hasMessageContaining("repeats (0) must be positive");
        assertThatThrownBy(() -> new JudgeConfig(
                                Optional.of("alpaca-eval-weighted"),
                                new RecordingConfig("x", Optional.empty()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                StructuredOutput.NONE,
                                Optional.of(3),
                                1,
                                1,
                                0)
                        .requireFits("x", "judge."))
                .hasMessageContaining("judge.samples (3) are not allowed: alpaca-eval-weighted");
        assertThatThrownBy(() -> ConfigBinder.bind(
                        "judge.yaml",
                        "protocol: fair-eval\nmodel: {endpoint: {name: m, batch: {}}}\n",
                        JudgeConfig.class))
                .hasMessageContaining("model.endpoint.batch is not allowed in a judge");
        assertThatThrownBy(() -> config("star-sign", 1)).hasMessageContaining("protocol (star-sign) must be one of");
    }
}
