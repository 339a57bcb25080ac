package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModelException;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.FinishReason;

class JudgeRequestTest {
    private static final List<Turn> PROMPT = List.of(new Turn(Role.USER, "Which is better?"));

    private static JudgeProtocol protocol(double temperature) {
        return ToyProtocol.of(JudgeProtocol.AnswerOrder.BOTH, JudgeProtocol.Aggregation.AGREEMENT, temperature);
    }

    @Test
    void aGreedyReplyIsAskedForAgainWithAReminder() {
        ReplyingModel model = new ReplyingModel(prompt -> "I would rather not say.");
        JudgeRequest.JudgeReply outcome = new JudgeRequest(model, 3).ask(protocol(0), PROMPT, 0);
        assertThat(outcome.verdict().present()).isFalse();
        assertThat(outcome.causes()).hasSize(3);
        assertThat(model.asked()).extracting(request -> request.turns().size()).containsExactly(1, 3, 5);
        assertThat(model.asked().get(1).turns().get(1).text()).isEqualTo("I would rather not say.");
        assertThat(model.asked().get(1).turns().get(2).text()).endsWith("in exactly this form: A");
    }

    @Test
    void aDrawnReplyIsDrawnWithAnotherSeed() {
        ReplyingModel model = new ReplyingModel((prompt, seed) -> seed == 105 ? "B" : "no");
        JudgeRequest.JudgeReply outcome = new JudgeRequest(model, 3).ask(protocol(0.7), PROMPT, 1);
        assertThat(outcome.verdict().values()).containsExactly(0.0, 1.0);
        assertThat(model.asked())
                .extracting(request -> request.sampling().seed())
                .as("the second sample of three attempts, from the seed 100")
                .containsExactly(103L, 104L, 105L);
        assertThat(model.asked())
                .allSatisfy(request -> assertThat(request.turns()).hasSize(1));
        assertThat(outcome.causes()).hasSize(2);
    }

    @Test
    void aRefusalIsNotAskedAgain() {
        ReplyingModel model = new ReplyingModel(prompt -> {
            throw new ChatModelException(FailureCause.REFUSED, "too long");
        });
        JudgeRequest.JudgeReply outcome = new JudgeRequest(model, 3).ask(protocol(0), PROMPT, 0);
        assertThat(outcome.verdict().present()).isFalse();
        assertThat(outcome.causes()).containsExactly("refused: too long");
        assertThat(model.asked()).hasSize(1);
    }

    @Test
    void whatTheServiceLeftOpenIsPassedOn() {
        ReplyingModel model = new ReplyingModel(prompt -> {
            throw new ChatModelException(FailureCause.TIMEOUT, "late");
        });
        assertThatThrownBy(() -> new JudgeRequest(model, 3).ask(protocol(0), PROMPT, 0))
                .hasMessage("late");
    }

    @Test
    void aReplyThatAContentFilterCutHoldsNoVerdict() {
        assertThat(JudgeRequest.isFiltered(new Completion.Candidate("A", FinishReason.CONTENT_FILTER)))
                .isTrue();
        assertThat(JudgeRequest.isFiltered(new Completion.Candidate("A", FinishReason.STOP)))
                .isFalse();
    }

    @Test
    void theReminderShowsNoThinking() {
        assertThat(JudgeRequest.reminder("<think>let me see</think> Well.", "A"))
                .extracting(Turn::text)
                .first()
                .isEqualTo("Well.");
        assertThat(JudgeRequest.reminder("  ", "A").get(0).text()).isEqualTo("(no text)");
    }

    @Test
    void anAttemptIsNeeded() {
        assertThatThrownBy(() -> new JudgeRequest(new ReplyingModel(prompt -> ""), 0))
                .hasMessage("attempts (0) must be positive");
    }
}
