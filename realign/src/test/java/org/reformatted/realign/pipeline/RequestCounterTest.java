package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.AnswerStore;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.MeteredChatModel;
import org.reformatted.realign.llm.ModelConfig;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;

class RequestCounterTest {
    private static final SamplingSettings SAMPLING = SamplingSettings.greedy(50);
    private static final ChatRequest QUESTION = ChatRequest.of("why", SAMPLING);

    @TempDir
    Path folder;

    private static RequestCounter counter(ModelConfig model, int asks, @Nullable AnswerStore answers) {
        return new RequestCounter("rewrite", model, "identity", asks, new Letters(), answers);
    }

    private static ModelConfig endpoint(String rest) {
        return ConfigBinder.bind("model", "{name: m" + rest + "}", EndpointConfig.class)
                .value();
    }

    /** A token a character. */
    private record Letters() implements TokenCount {
        @Override
        public String unit() {
            return "letters";
        }

        @Override
        public int of(String text) {
            return text.length();
        }
    }

    @Test
    void equalRequestsCountOnce() {
        RequestCounter counter = counter(endpoint(""), 1, null);
        counter.count(QUESTION, 20, 0, 1);
        counter.count(QUESTION, 20, 0, 1);
        counter.count(ChatRequest.of("where", SAMPLING), 70, 0, 1);
        RealignEstimate.Asked asked = counter.asked();
        assertThat(asked.calls()).isEqualTo(2);
        assertThat(asked.likely()).as("a reply ends at the limit of 50 tokens").isEqualTo(new Usage(3 + 5, 20 + 50));
    }

    @Test
    void theBoundTakesEveryAskAndFourBytesOfEachTokenOfEvidence() {
        RequestCounter counter = counter(endpoint(""), 3, null);
        counter.count(QUESTION, 20, 100, 0.25);
        Usage limit = MeteredChatModel.most(QUESTION);
        RealignEstimate.Asked asked = counter.asked();
        assertThat(asked.likely()).isEqualTo(new Usage(3 + 25, 20));
        assertThat(asked.largest()).isEqualTo(new Usage(limit.promptTokens() + 400, 50));
        assertThat(asked.most()).isEqualTo(new Usage(3 * (limit.promptTokens() + 400), 3 * 50));
    }

    @Test
    void whatIsAnsweredAlreadyCostsNothing() {
        try (AnswerStore answers = AnswerStore.open(folder.resolve("answers"))) {
            answers.put(
                    AnswerStore.key("identity", QUESTION),
                    "identity",
                    QUESTION,
                    new Completion(
                            List.of(new Completion.Candidate("because", FinishReason.STOP)), new Usage(1, 1), "m"));
            RequestCounter counter = counter(endpoint(""), 1, answers);
            counter.count(QUESTION, 20, 0, 1);
            counter.count(QUESTION, 20, 0, 1);
            assertThat(counter.asked().answered()).isEqualTo(1);
            assertThat(counter.asked().calls()).isZero();
            assertThat(counter.asked().most()).isEqualTo(Usage.NONE);
        }
    }

    @Test
    void whatDoesNotFitTheModelsContextIsNotSent() {
        RequestCounter counter = counter(endpoint(", contextTokens: 40"), 1, null);
        counter.count(QUESTION, 20, 0, 1);
        assertThat(counter.asked().unsent()).isEqualTo(1);
        assertThat(counter.asked().calls()).isZero();
    }

    @Test
    void candidatesThatAreAskedForOneByOneShareTheReply() {
        SamplingSettings three = new SamplingSettings(1, 1, 0, 50, 3, List.of(), 0);
        RequestCounter counter = counter(endpoint(", quirks: {oneCandidatePerRequest: true}"), 1, null);
        counter.count(ChatRequest.of("why", three), 60, 0, 1);
        assertThat(counter.asked().calls()).isEqualTo(3);
        assertThat(counter.asked().likely()).isEqualTo(new Usage(9, 60));
    }
}
