package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;

class JudgeCostTest {
    @Test
    void nothingIsAskedAtFirst() {
        JudgeCost cost = new JudgeCost();
        assertThat(cost.requests()).isZero();
        assertThat(cost.most()).isEqualTo(Usage.NONE);
    }

    @Test
    void everyRequestCountsWithItsLongestReply() {
        JudgeCost cost = new JudgeCost();
        assertThat(cost.complete(ChatRequest.of("ä".repeat(100), SamplingSettings.greedy(50)))
                        .text())
                .isEmpty();
        cost.complete(ChatRequest.of("x", SamplingSettings.greedy(7)));
        assertThat(cost.requests()).isEqualTo(2);
        assertThat(cost.most().completionTokens()).isEqualTo(57);
        assertThat(cost.most().promptTokens()).as("at least a token a byte").isGreaterThanOrEqualTo(201);
    }
}
