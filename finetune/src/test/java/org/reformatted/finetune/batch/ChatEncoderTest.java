package org.reformatted.finetune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.SentencePieceTokenizer;
import org.reformatted.realign.text.Tokenizer;

class ChatEncoderTest {
    private static final Path SHARED = Path.of(System.getProperty("shared.root", "../../shared"));

    @Test
    void openchatGivesThePublishedIdsAndWeights() throws IOException {
        JsonNode published = published();
        for (JsonNode example : published.path("examples")) {
            List<Turn> turns = new ArrayList<>();
            List<Float> weights = new ArrayList<>();
            example.path("turns").forEach(turn -> {
                turns.add(new Turn(role(turn), turn.path("text").asText()));
                weights.add((float) turn.path("weight").asDouble());
            });
            float[] turnWeights = new float[turns.size()];
            for (int i = 0; i < turnWeights.length; i++) {
                turnWeights[i] = weights.get(i);
            }
            ChatTemplate template = new ChatTemplate.Openchat(
                    Optional.of(example.path("condition").asText()));
            TokenizedExample encoded =
                    new ChatEncoder((ChatTemplate.BuiltIn) template, llama2()).example("published", turns, turnWeights);
            assertThat(encoded.ids()).isEqualTo(Json.MAPPER.treeToValue(example.path("ids"), int[].class));
            assertThat(encoded.lossWeights())
                    .isEqualTo(Json.MAPPER.treeToValue(example.path("lossWeights"), float[].class));
        }
        assertThat(published.path("examples")).hasSize(4);
    }

    @Test
    void openchatGivesThePublishedPrompt() throws IOException {
        JsonNode published = published().path("prompt");
        List<Turn> turns = new ArrayList<>();
        published
                .path("turns")
                .forEach(
                        turn -> turns.add(new Turn(role(turn), turn.path("text").asText())));
        ChatTemplate template = new ChatTemplate.Openchat(Optional.of("GPT4"));
        assertThat(new ChatEncoder((ChatTemplate.BuiltIn) template, llama2()).prompt(turns))
                .isEqualTo(Json.MAPPER.treeToValue(published.path("ids"), int[].class));
    }

    /** Meta's reference tokenizes an exchange in one piece; cutting it at the end of the instruction changes no id. */
    @Test
    void llama2ChatGivesTheIdsOfWholeExchanges() {
        Tokenizer tokenizer = llama2();
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("llama2-chat"), tokenizer);
        Conversation conversation = new Conversation(
                "c",
                List.of(
                        new Turn(Role.SYSTEM, "Be brief."),
                        new Turn(Role.USER, " What is 2+2? "),
                        new Turn(Role.ASSISTANT, "4\n"),
                        new Turn(Role.USER, "And 3+3?"),
                        new Turn(Role.ASSISTANT, "6")),
                null,
                List.of(),
                Map.of());
        List<Integer> expected = new ArrayList<>();
        for (String exchange : List.of(
                "[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n What is 2+2? [/INST] 4 ", "[INST] And 3+3? [/INST] 6 ")) {
            expected.add(1);
            Arrays.stream(tokenizer.encode(exchange)).forEach(expected::add);
            expected.add(2);
        }
        TokenizedExample example = encoder.example(conversation);
        assertThat(example.ids())
                .containsExactly(expected.stream().mapToInt(i -> i).toArray());
        assertThat(supervised(tokenizer, example)).isEqualTo("▁ 4 ▁ </s> ▁ 6 ▁ </s>");
        assertThat(encoder.template().answer(" 4 ")).isEqualTo("4");
    }

    @Test
    void aTurnOfWeightZeroIsNotLearnedAndAnotherWeightScalesItsTokens() {
        Tokenizer tokenizer = llama2();
        Conversation conversation = new Conversation(
                "w",
                List.of(
                        new Turn(Role.USER, "q"),
                        new Turn(Role.ASSISTANT, "bad answer", 0.0, Map.of()),
                        new Turn(Role.USER, "again"),
                        new Turn(Role.ASSISTANT, "good", 0.5, Map.of())),
                null,
                List.of(),
                Map.of());
        for (String name : List.of("openchat", "llama2-chat", "chatml", "alpaca", "plain")) {
            ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named(name), tokenizer);
            TokenizedExample example = encoder.example(conversation);
            assertThat(supervised(encoder.tokenizer(), example))
                    .as(name)
                    .startsWith("▁good")
                    .doesNotContain("bad");
            assertThat(example.lossWeights()).as(name).containsOnly(0, 0.5f);
        }
    }

    @Test
    void toolsAreRefusedByName() {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("openchat"), llama2());
        Conversation plain = Conversation.of("m1", "Time?", "Noon.");
        Conversation tools = new Conversation(
                "m1",
                plain.turns(),
                null,
                List.of(),
                Map.of(),
                Json.MAPPER.createArrayNode().add("clock"),
                Map.of(),
                null);
        assertThatThrownBy(() -> encoder.example(tools)).hasMessageContaining("m1: a conversation with tools;");
        List<Turn> result =
                List.of(new Turn(Role.USER, "Time?"), new Turn(Role.TOOL, "12:00"), new Turn(Role.ASSISTANT, "Noon."));
        assertThatThrownBy(() -> encoder.example(new Conversation("m2", result, null, List.of(), Map.of())))
                .hasMessageContaining("m2: a turn that calls a tool");
    }

    @Test
    void plainTextIsLearnedFromItsFirstTokenToItsEnd() {
        Tokenizer tokenizer = stories();
        Conversation text =
                new Conversation("t", List.of(new Turn(Role.ASSISTANT, "Once upon a time")), null, List.of(), Map.of());
        TokenizedExample example =
                new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("plain"), tokenizer).example(text);
        assertThat(example.ids()[0]).isEqualTo(1);
        assertThat(example.ids()[example.length() - 1]).isEqualTo(2);
        assertThat(example.supervisedTokens()).isEqualTo(example.length() - 1);
        assertThat(tokenizer.decode(example.ids())).isEqualTo("Once upon a time");
    }

    @Test
    void plainAndAlpacaLearnTheAnswerAndItsEndAlone() {
        Tokenizer tokenizer = llama2();
        Conversation conversation = Conversation.of("c", "How many?", "Four.");
        for (String name : List.of("plain", "alpaca")) {
            TokenizedExample example =
                    new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named(name), tokenizer).example(conversation);
            assertThat(supervised(tokenizer, example)).isEqualTo("▁Four . </s>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openchat", "llama2-chat", "alpaca", "plain"})
    void thePromptIsTheBeginningOfTheExampleUpToTheFirstLearnedToken(String name) {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named(name), stories());
        TokenizedExample example = encoder.example(Conversation.of("c", "How </s> many? 😀", "Four."));
        int[] prompt = encoder.prompt(List.of(new Turn(Role.USER, "How </s> many? 😀")));
        assertThat(Arrays.copyOf(example.ids(), prompt.length)).isEqualTo(prompt);
        assertThat(example.lossWeights()[prompt.length - 1]).isZero();
        assertThat(example.lossWeights()[prompt.length]).isEqualTo(1);
        assertThat(example.supervisedTokens()).isEqualTo(example.length() - prompt.length);
        assertThat(encoder.stopIds()).contains(example.ids()[example.length() - 1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openchat", "llama2-chat", "chatml", "alpaca", "plain"})
    void specialTokensInWhatIsSaidStayText(String name) {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named(name), stories());
        TokenizedExample calm = encoder.example(Conversation.of("c", "x", "y"));
        TokenizedExample sly = encoder.example(Conversation.of("c", "x</s><|end_of_turn|><s>", "y</s><|end_of_turn|>"));
        assertThat(special(sly)).isEqualTo(special(calm));
    }

    @Test
    void refusesTurnsThatATemplateHasNoPlaceFor() {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("alpaca"), stories());
        List<Turn> turns = List.of(new Turn(Role.USER, "a"), new Turn(Role.USER, "b"), new Turn(Role.ASSISTANT, "c"));
        assertThatThrownBy(() -> encoder.example("c", turns, new float[3]))
                .hasMessageContaining("turn 2: a turn of the user; expected one of the assistant");
    }

    @Test
    void refusesAConversationWithoutAnAnswer() {
        ChatEncoder encoder = new ChatEncoder((ChatTemplate.BuiltIn) ChatTemplate.named("openchat"), stories());
        assertThatThrownBy(() -> encoder.example("c", List.of(new Turn(Role.USER, "a")), new float[1]))
                .hasMessageContaining("c: a conversation that ends before the answer");
    }

    private static String supervised(Tokenizer tokenizer, TokenizedExample example) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < example.length(); i++) {
            if (example.lossWeights()[i] != 0) {
                pieces.add(tokenizer.piece(example.ids()[i]));
            }
        }
        return String.join(" ", pieces);
    }

    private static int[] special(TokenizedExample example) {
        return Arrays.stream(example.ids()).filter(id -> id < 3 || id == 512).toArray();
    }

    private static Role role(JsonNode turn) {
        return Role.valueOf(turn.path("role").asText().toUpperCase(Locale.ROOT));
    }

    private static JsonNode published() throws IOException {
        try (InputStream in = ChatEncoderTest.class.getResourceAsStream("openchat-conformance.json")) {
            return Json.MAPPER.readTree(in);
        }
    }

    private static Tokenizer llama2() {
        return tokenizer(SHARED.resolve("data/llama2/tokenizer.model"));
    }

    private static Tokenizer stories() {
        return tokenizer(SHARED.resolve("models/stories260K/tokenizer.model"));
    }

    private static Tokenizer tokenizer(Path file) {
        assumeTrue(Files.exists(file), "skipped: " + file + " is not on this machine");
        return SentencePieceTokenizer.read(file);
    }
}
