package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBudgetTest {
    /** A dollar a thousand tokens of each kind. */
    private static final Price PRICE = new Price(1000, 1000);

    private static final double MOST = PRICE.of(MeteredChatModel.most(FakeChat.ask("q")));

    private static BatchBudget budget(double budget, Usage reused) {
        return new BatchBudget(PRICE, budget, () -> reused);
    }

    @Test
    void asManyAsFitAtTheirMost() {
        BatchBudget budget = budget(2.5 * MOST, Usage.NONE);
        assertThat(budget.affordable(List.of("a", "b", "c"), key -> FakeChat.ask("q")))
                .containsExactly("a", "b");
        assertThat(budget.affordable(List.of(), key -> FakeChat.ask("q"))).isEmpty();
    }

    @Test
    void whatWasSpentAndReusedCounts() {
        BatchBudget budget = budget(2.5 * MOST, MeteredChatModel.most(FakeChat.ask("q")));
        assertThat(budget.affordable(List.of("a", "b"), key -> FakeChat.ask("q")))
                .containsExactly("a");
        budget.spend(MeteredChatModel.most(FakeChat.ask("q")));
        assertThatThrownBy(() -> budget.affordable(List.of("a"), key -> FakeChat.ask("q")))
                .isInstanceOf(ChatStoppedException.class)
                .hasMessageStartingWith("the budget of ")
                .hasMessageEndingWith("raise the budget and run again, answers so far are kept");
    }
}
