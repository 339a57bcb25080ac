package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.TokenLogprob;
import org.reformatted.realign.llm.Usage;

class ProtocolSourceTest {
    @TempDir
    Path folder;

    private record Stub(Function<ChatRequest, String> reply, List<ChatRequest> asked) implements ChatModel {
        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public Completion complete(ChatRequest request) {
            asked.add(request);
            String text = reply.apply(request);
            List<TokenLogprob> tokens = request.topLogprobs() == 0
                    ? List.of()
                    : List.of(new TokenLogprob(text, -0.1, Map.of("m", Math.log(0.2), "M", Math.log(0.6), " m", -1.0)));
            return new Completion(
                    List.of(new Completion.Candidate(text, FinishReason.STOP, tokens)), Usage.NONE, "stub");
        }
    }

    private static JudgedAnswer answer(String question, String text) {
        return new JudgedAnswer(question, question, text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static JudgeReport compare(JudgeProtocol protocol, Stub stub, String... questions) {
        List<JudgedAnswer> ours =
                Stream.of(questions).map(question -> answer(question, "mine")).toList();
        Map<String, JudgedAnswer> others = new HashMap<>();
        ours.forEach(mine -> others.put(mine.id(), answer(mine.question(), "theirs")));
        return new JudgeRun(stub, protocol, 3, 1, 1, Progress.SILENT, 0).judge(ours, others, Map.of());
    }

    private Path annotator(String yaml) throws IOException {
        Files.createDirectories(folder.resolve("configs/mine"));
        Files.writeString(folder.resolve("configs/mine/ask.txt"), """
            <|im_start|>system
            You choose.
            <|im_end|>
            <|im_start|>user
            {
                "instruction": "{instruction}"
            }
            m: {output_1}
            M: {output_2}
            <|im_end|>
            """);
        return Files.writeString(folder.resolve("configs/mine/configs.yaml"), yaml);
    }

    private static final String WEIGHTED = """
        mine:
          prompt_template: "mine/ask.txt"
          fn_completions: "openai_completions"
          completions_kwargs:
            model_name: "gpt-4-1106-preview"
            max_tokens: 1
            temperature: 1
            logprobs: true
            top_logprobs: 5
          fn_completion_parser: "logprob_parser"
          completion_parser_kwargs:
            numerator_token: "m"
            denominator_tokens: ["m", "M"]
            is_binarize: false
          completion_key: "completions_all"
          batch_size: 1
        """;

    /** The drawn orders are Python's: random.Random("is_switched_outputs" + instruction + "0").choices([False, True]). */
    @Test
    void anAlpacaEvalAnnotatorAsksAsThere() throws IOException {
        JudgeProtocol protocol = ProtocolSource.read(annotator(WEIGHTED), Optional.empty());
        Stub stub = new Stub(request -> "M", new ArrayList<>());
        JudgeReport report = compare(protocol, stub, "Why is the sky blue?", "Say hi.");
        assertThat(stub.asked()).hasSize(2);
        ChatRequest first = stub.asked().get(0);
        assertThat(first.turns()).extracting(turn -> turn.role()).containsExactly(Role.SYSTEM, Role.USER);
        assertThat(first.turns().get(0).text()).isEqualTo("You choose.");
        assertThat(stub.asked())
                .extracting(request -> request.turns().get(1).text())
                .containsExactly(shown("Why is the sky blue?", "mine", "theirs"), shown("Say hi.", "theirs", "mine"));
        assertThat(List.copyOf(first.parameters().entrySet()).toString())
                .isEqualTo("[max_tokens=1, temperature=1, logprobs=true, top_logprobs=5, top_p=1.0]");
        // 0.25 for m, whichever answer it was
        assertThat(report.rows()).extracting(row -> row.get("preference")).containsExactly(1.25, 1.75);
        assertThat(report.judge())
                .matches("alpaca_eval-mine/1@[0-9a-f]{8} \\(temperature 1.0, 1 tokens\\) by stub"
                        + " \\(published with gpt-4-1106-preview\\)");
        Files.writeString(
                folder.resolve("configs/mine/ask.txt"),
                "<|im_start|>user\n{instruction}{output_1}{output_2}<|im_end|>");
        assertThat(ProtocolSource.read(folder.resolve("configs/mine/configs.yaml"), Optional.of("mine"))
                        .digest())
                .as("the prompt is part of the content")
                .isNotEqualTo(protocol.digest());
    }

    private static String shown(String question, String first, String second) {
        return "{\n    \"instruction\": \"" + question + "\"\n}\nm: " + first + "\nM: " + second;
    }

    @Test
    void equalAnswersAreADrawWithoutARequest() throws IOException {
        JudgeProtocol protocol = ProtocolSource.read(annotator(WEIGHTED), Optional.empty());
        Stub stub = new Stub(request -> "M", new ArrayList<>());
        JudgeReport report = new JudgeRun(stub, protocol, 1, 1, 1, Progress.SILENT, 0)
                .judge(List.of(answer("Go", "same")), Map.of("Go", answer("Go", "same")), Map.of());
        assertThat(stub.asked()).isEmpty();
        assertThat(report.value()).isEqualTo(50);
    }

    @Test
    void aFixedOrderShowsTheOtherAnswerFirstAndADrawnReplyIsNotAskedForAgain() throws IOException {
        JudgeProtocol protocol = ProtocolSource.read(annotator("""
            mine:
              prompt_template: "mine/ask.txt"
              completions_kwargs: {model_name: gpt-4, temperature: 0}
              fn_completion_parser: lmsys_parser
              is_randomize_output_order: false
            """), Optional.of("mine"));
        Stub stub = new Stub(
                request -> request.turns().get(1).text().contains("Go") ? "7 8.5\nwhy" : "no", new ArrayList<>());
        JudgeReport report = compare(protocol, stub, "Why is the sky blue?", "Go");
        assertThat(stub.asked())
                .hasSize(2)
                .allMatch(request -> request.turns().get(1).text().contains("m: theirs\nM: mine"))
                .allMatch(request ->
                        request.parameters().equals(Map.of("temperature", 0, "max_tokens", 2048, "top_p", 1.0)));
        assertThat(report.value()).isEqualTo(100);
        assertThat(report.unjudged()).isEqualTo(1);
    }

    @Test
    void annotatorsOfAnotherKindAreRefusedByTheirField() throws IOException {
        refused("fn_completions: anthropic_completions", "mine.fn_completions (anthropic_completions)");
        refused("batch_size: 5", "mine.batch_size (5)");
        refused("completions_kwargs: {tokens_to_favor: [a]}", "mine.completions_kwargs.tokens_to_favor");
        refused("completions_kwargs: {model_name: text-davinci-003}", "model_name (text-davinci-003)");
        refused("fn_completion_parser: eval_parser", "fn_completion_parser (eval_parser)");
        refused("prompt_template: none.txt", "mine.prompt_template (none.txt)");
        refused("completion_parser_kwargs: {outputs_to_match: {1: a}}", "outputs_to_match");
    }

    private void refused(String line, String message) throws IOException {
        String prompt = line.startsWith("prompt_template") ? "" : "  prompt_template: mine/ask.txt\n";
        Path file = annotator("mine:\n" + prompt + "  " + line + "\n");
        assertThatThrownBy(() -> ProtocolSource.read(file, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void autoJsTextsAreReadFromItsSource() throws IOException {
        Path file = Files.writeString(folder.resolve("constants_prompt.py"), """
            PROMPT_INPUT_WO_SYSTEM: str = "[INST] {input} [/INST]"

            single = \"""Judge.
            [Query]: {prompt}
            [Response]: {response}\"""

            pairwise_tie = \"""Decide. {prompt}
            [1]: {response}
            [2]: {response_another}\"""
            """);
        Stub rating = new Stub(request -> "Good. Rating: [[7]] or [[3]]", new ArrayList<>());
        JudgeRun run =
                new JudgeRun(rating, ProtocolSource.read(file, Optional.of("auto-j")), 3, 1, 1, Progress.SILENT, 0);
        JudgeReport report = run.judge(List.of(answer("Q", "A {prompt}")), Map.of(), Map.of());
        assertThat(report.value()).isEqualTo(7);
        assertThat(report.judge()).startsWith("published-auto-j/1@");
        assertThat(rating.asked().get(0).turns().get(0).text()).isEqualTo("Judge.\n[Query]: Q\n[Response]: A {prompt}");
        assertThat(rating.asked().get(0).parameters())
                .isEqualTo(Map.of("temperature", 0.0, "top_p", 1.0, "max_tokens", 1024));
        Stub deciding = new Stub(request -> "So, the final decision is Response 2.", new ArrayList<>());
        JudgeReport compared = compare(ProtocolSource.read(file, Optional.of("auto-j-pair")), deciding, "Q");
        assertThat(compared.pairs().ties()).isEqualTo(1);
        assertThat(deciding.asked().get(1).turns().get(0).text()).isEqualTo("Decide. Q\n[1]: theirs\n[2]: mine");
        Files.writeString(file, "single = 1");
        assertThatThrownBy(() -> ProtocolSource.read(file, Optional.of("auto-j")))
                .hasMessageContaining("no \"[INST] {input} [/INST]\"");
    }

    @Test
    void ownFilesAskAsTheySay() throws IOException {
        Path file = Files.writeString(folder.resolve("brevity.yaml"), """
            name: brevity
            verdict: rating
            sampling: {temperature: 0.5, maxNewTokens: 99}
            asksAgain: false
            samples: 2
            prompts:
              - system: You value brevity.
                user: "{question} was answered {answer}. Close with Rating: [[6]]"
            """);
        JudgeProtocol protocol = ProtocolSource.read(file, Optional.empty());
        Stub stub = new Stub(request -> "Rating: [[8]]", new ArrayList<>());
        JudgeReport report = new JudgeRun(stub, protocol, 3, protocol.samples(), 1, Progress.SILENT, 0)
                .judge(List.of(answer("Q", "A")), Map.of(), Map.of());
        assertThat(report.value()).isEqualTo(8);
        assertThat(stub.asked())
                .extracting(request -> request.sampling().seed())
                .containsExactly(0L, 1L);
        assertThat(stub.asked().get(0).turns())
                .extracting(turn -> turn.text())
                .containsExactly("You value brevity.", "Q was answered A. Close with Rating: [[6]]");
        assertThat(report.judge())
                .isEqualTo("brevity/1@" + protocol.digest() + " (temperature 0.5, 99 tokens), mean of 2 by stub");
        assertThatThrownBy(() -> ProtocolSource.read(file, Optional.of("length")))
                .hasMessageContaining("no protocol length; expected one of brevity");
    }

    @Test
    void filesThatDoNotFitAreRefused() throws IOException {
        Path slots = Files.writeString(folder.resolve("slots.yaml"), """
            name: x
            verdict: letter
            prompts: [{user: "{question} {first}"}]
            """);
        assertThatThrownBy(() -> ProtocolSource.read(slots, Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("prompts: the one of turn 1 shows [first, question]");
        Path order = Files.writeString(folder.resolve("order.yaml"), """
            name: x
            verdict: letter
            order: drawn
            prompts: [{user: "{question} {first} {second}"}]
            """);
        assertThatThrownBy(() -> ProtocolSource.read(order, Optional.empty())).hasMessageContaining("order (DRAWN)");
        Path other = Files.writeString(folder.resolve("x.txt"), "x");
        assertThatThrownBy(() -> ProtocolSource.read(other, Optional.empty())).hasMessageContaining("the ending .txt");
        Path empty = Files.writeString(folder.resolve("e.yaml"), "a: 1\n");
        assertThatThrownBy(() -> ProtocolSource.read(empty, Optional.empty()))
                .hasMessageContaining("neither prompts nor an annotator");
    }

    @Test
    void bundledFilesAreWhatTheirNamesSay() {
        for (String name : JudgeProtocols.RATING) {
            assertThat(JudgeProtocols.bundled(name).compares()).as(name).isFalse();
        }
        for (String name : JudgeProtocols.COMPARING) {
            assertThat(JudgeProtocols.bundled(name).compares()).as(name).isTrue();
        }
        assertThat(JudgeProtocols.bundled("mt-bench").prompts())
                .extracting(JudgePrompt::name)
                .containsExactly("mt-bench", "mt-bench-reference", "mt-bench-turn-2", "mt-bench-turn-2-reference");
        assertThat(JudgeProtocols.bundled("factuality").prompts())
                .extracting(JudgePrompt::name)
                .containsExactly("factuality");
    }

    /** From Python 3.11: [random.Random("q%d" % i).choices([False, True])[0] for i in range(64)], and a text beyond ASCII. */
    @Test
    void drawsArePythons() {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            drawn.append(PythonRandom.second("q" + i) ? '1' : '0');
        }
        assertThat(drawn.toString()).isEqualTo("1101101101010001100001010101001110001111001011001011100010100001");
        assertThat(PythonRandom.second("is_switched_outputsÜnïcode \u2028?0")).isFalse();
    }
}
