package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.batch.ChatTemplate;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.llm.ChatModelException;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.LogLikelihoodModel.Pair;
import org.reformatted.realign.llm.SamplingSettings;

/** On the pretrained stories260K, which stays outside the repository. */
class LocalModelTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("shared.root", "../../shared")).resolve("models/stories260K");
    private static final List<String> PROMPTS = List.of(
            "",
            "Once",
            "Lily and Ben went to the park. They saw a",
            "The dog",
            "One day, a boy named Tim found a red ball in the",
            "😀");

    @BeforeEach
    void needsTheModel() {
        assumeTrue(Files.exists(FOLDER), "skipped: " + FOLDER + " is not on this machine");
    }

    /** The first words of what llama2.c's own test expects of the bare start token (karpathy/llama2.c, stories260K). */
    @Test
    void theBareStartTokenIsContinuedByAStory() {
        try (TextGenerator generator = TextGenerator.open(FOLDER, options(1))) {
            Generated story = generator.generate("", SamplingSettings.greedy(60));
            assertThat(story.text()).startsWith("Once upon a time, there was a little girl named Lily.");
            assertThat(story.reason()).isEqualTo(FinishReason.LENGTH);
            assertThat(story.ids()).hasSize(60);
        }
    }

    @Test
    void promptThatLeavesNoRoomIsRefused() {
        try (TextGenerator generator = TextGenerator.open(FOLDER, options(1))) {
            String full = "once upon a time ".repeat(200);
            assertThatThrownBy(() -> generator.generate(List.of("a", full), SamplingSettings.greedy(5), (a, i) -> {}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("prompt 2: it has ")
                    .hasMessageContaining("expected fewer than 512, the model's context; shorten it");
        }
    }

    @Test
    void answersAreTheSameAloneAndInBatches() {
        for (double temperature : new double[] {0, 0.9}) {
            SamplingSettings sampling = new SamplingSettings(temperature, 0.95, 0, 50, 1, List.of(), 11);
            List<String> alone = continuations(1, sampling);
            assertThat(continuations(8, sampling)).isEqualTo(alone);
            assertThat(continuations(4, sampling)).isEqualTo(alone);
        }
    }

    @Test
    void aContinuationKeepsItsLeadingSpace() {
        try (TextGenerator generator = TextGenerator.open(FOLDER, options(1))) {
            assertThat(generator
                            .generate("Once upon a", SamplingSettings.greedy(4))
                            .text())
                    .startsWith(" time");
        }
    }

    @Test
    void theLikelihoodOfATextIsTheProductOfItsParts() {
        try (TextGenerator model = TextGenerator.open(FOLDER, options(1))) {
            double first = model.logLikelihood("Once upon a", " time");
            double second = model.logLikelihood("Once upon a time", ", there");
            assertThat(model.logLikelihood("Once upon a", " time, there")).isEqualTo(first + second, within(1e-4));
            double[] both =
                    model.logLikelihoods(List.of(new Pair("Once upon a", " time"), new Pair("Once upon a", " tree")));
            assertThat(both[0]).isEqualTo(first).isGreaterThan(both[1] + 3);
            assertThat(model.logLikelihood("Once upon a ", "time")).isEqualTo(first, within(1e-4));
            assertThat(model.logLikelihood("", "Once")).isNegative();
            Map<String, Double> next = model.nextTokenProbabilities("Once upon a", List.of(" time", " tree"));
            assertThat(next.get(" time"))
                    .isEqualTo(Math.exp(model.logLikelihood("Once upon a", " time")), within(1e-3));
            assertThatThrownBy(() -> model.logLikelihood("a", "")).hasMessageContaining("adds no token");
        }
    }

    @Test
    void aChatModelAnswersInItsTemplateAndGivesEveryCandidate() {
        try (LlamaChatModel model = LlamaChatModel.open(FOLDER, new ChatTemplate.Plain(), options(4))) {
            SamplingSettings sampling = new SamplingSettings(1, 1, 0, 12, 3, List.of(), 3);
            List<Completion> answers = new ArrayList<>();
            List<ChatRequest> requests =
                    List.of(ChatRequest.of("Who is Lily?", sampling), ChatRequest.of("Tell me.", sampling));
            Completion[] completions = new Completion[2];
            model.completeAll(requests, (completion, index) -> completions[index] = completion);
            answers.addAll(Arrays.asList(completions));
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.candidates()).hasSize(3).doesNotHaveDuplicates();
                assertThat(answer.usage().completionTokens()).isLessThanOrEqualTo(36);
                assertThat(answer.model()).isEqualTo("stories260K");
            });
            assertThat(model.complete(requests.get(1))).isEqualTo(completions[1]);
        }
    }

    @Test
    void theIdentityIsThatOfTheFilesThePrecisionAndTheTemplate(@TempDir Path copy) throws IOException {
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.model")) {
            Files.copy(FOLDER.resolve(name), copy.resolve(name));
        }
        String identity = identity(copy, new ChatTemplate.Plain(), NumberType.FLOAT32);
        assertThat(identity(copy, new ChatTemplate.Plain(), NumberType.FLOAT32)).isEqualTo(identity);
        assertThat(identity(copy, new ChatTemplate.Alpaca(), NumberType.FLOAT32))
                .isNotEqualTo(identity);
        assertThat(identity(copy, new ChatTemplate.Plain(), NumberType.BFLOAT16))
                .isNotEqualTo(identity);
        Files.writeString(copy.resolve("config.json"), Files.readString(copy.resolve("config.json")) + "\n");
        assertThat(identity(copy, new ChatTemplate.Plain(), NumberType.FLOAT32)).isNotEqualTo(identity);
    }

    @Test
    void refusesATemplateWhoseTokensTheCheckpointLacks() {
        assertThatThrownBy(() -> LlamaChatModel.open(FOLDER, ChatTemplate.named("openchat"), options(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its vocabulary lacks [<|end_of_turn|>]");
    }

    @Test
    void refusesAConversationThatEndsWithAnAnswer() {
        try (LlamaChatModel model = LlamaChatModel.open(FOLDER, new ChatTemplate.Alpaca(), options(1))) {
            ChatRequest request = new ChatRequest(
                    List.of(new org.reformatted.realign.data.Turn(org.reformatted.realign.data.Role.ASSISTANT, "a")),
                    SamplingSettings.greedy(1));
            assertThatThrownBy(() -> model.complete(request)).isInstanceOf(ChatModelException.class);
        }
    }

    @Test
    void refusesATokenizerOfAnotherModel(@TempDir Path copy) throws IOException {
        Path other = FOLDER.resolveSibling("../data/llama2/tokenizer.model");
        assumeTrue(Files.exists(other), "skipped: " + other + " is not on this machine");
        Files.copy(FOLDER.resolve("config.json"), copy.resolve("config.json"));
        Files.copy(FOLDER.resolve("model.safetensors"), copy.resolve("model.safetensors"));
        Files.copy(other, copy.resolve("tokenizer.model"));
        assertThatThrownBy(() -> TextGenerator.open(copy, options(1)))
                .hasMessageContaining("the tokenizer has 32000 tokens and the model's vocab_size is 512");
    }

    private static String identity(Path folder, ChatTemplate template, NumberType type) {
        try (LlamaChatModel model =
                LlamaChatModel.open(folder, template, new GenerationOptions(Device.cpu(), type, 1))) {
            return model.identity();
        }
    }

    private static List<String> continuations(int rows, SamplingSettings sampling) {
        String[] texts = new String[PROMPTS.size()];
        try (TextGenerator generator = TextGenerator.open(FOLDER, options(rows))) {
            generator.generate(PROMPTS, sampling, (generated, index) -> texts[index] = generated.text());
        }
        return List.of(texts);
    }

    private static GenerationOptions options(int rows) {
        return new GenerationOptions(Device.cpu(), NumberType.FLOAT32, rows);
    }
}
