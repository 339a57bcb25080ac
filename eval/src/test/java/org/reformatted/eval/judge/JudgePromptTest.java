package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.PromptTemplate;

class JudgePromptTest {
    private static final JudgePrompt PROMPT = new JudgePrompt(
            "p",
            1,
            false,
            List.of(
                    new JudgePrompt.Message(Role.SYSTEM, new PromptTemplate("s", "You judge.")),
                    new JudgePrompt.Message(Role.USER, new PromptTemplate("u", "{question} -> {answer}"))));

    @Test
    void slotsAreFilledAndTextsWithoutOneAreNotShown() {
        assertThat(PROMPT.slots()).containsExactly("answer", "question");
        assertThat(PROMPT.turns(Map.of("question", "{answer}?", "answer", "yes", "reference", "secret")))
                .containsExactly(new Turn(Role.SYSTEM, "You judge."), new Turn(Role.USER, "{answer}? -> yes"));
    }

    @Test
    void aSlotWithoutATextIsRefused() {
        assertThatThrownBy(() -> PROMPT.turns(Map.of("question", "q")))
                .hasMessage("template u: slots [answer] must have a value");
    }

    @Test
    void aParagraphIsAddedToTheLastMessage() {
        JudgePrompt longer = PROMPT.with("Reply in JSON.");
        assertThat(longer.turns(Map.of("question", "q", "answer", "a")).get(1).text())
                .isEqualTo("q -> a\n\nReply in JSON.");
        assertThat(longer.turns(Map.of("question", "q", "answer", "a")).get(0).text())
                .isEqualTo("You judge.");
    }

    @Test
    void aTurnIsTheFirstOrTheSecond() {
        assertThatThrownBy(() -> new JudgePrompt("p", 3, false, List.of())).hasMessage("turn (3) must be 1 or 2");
    }
}
