package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;

class ConversationTest {
    private static final Turn SYSTEM = new Turn(Role.SYSTEM, "Be brief.");
    private static final Turn ASKED = new Turn(Role.USER, "1+1?");
    private static final Turn ANSWERED = new Turn(Role.ASSISTANT, "2");
    private static final Turn ASKED_AGAIN = new Turn(Role.USER, "2+2?");
    private static final Turn ANSWERED_AGAIN = new Turn(Role.ASSISTANT, "4");

    private static Conversation of(Turn... turns) {
        return new Conversation("a", List.of(turns), null, List.of(), Map.of());
    }

    @Test
    void theAnswerIsTheLastThingTheAssistantSays() {
        Conversation two = of(SYSTEM, ASKED, ANSWERED, ASKED_AGAIN, ANSWERED_AGAIN);
        assertThat(two.response()).isEqualTo("4");
        assertThat(two.question()).isEqualTo("2+2?");
        assertThat(two.prompt()).containsExactly(SYSTEM, ASKED, ANSWERED, ASKED_AGAIN);
        assertThat(two.promptText()).isEqualTo("System: Be brief.\n\nUser: 1+1?\n\nAssistant: 2\n\nUser: 2+2?");
        assertThat(two.isSingleTurn()).isFalse();
    }

    @Test
    void aQuestionBehindTheLastAnswerIsNotAsked() {
        Conversation open = of(ASKED, ANSWERED, ASKED_AGAIN);
        assertThat(open.response()).isEqualTo("2");
        assertThat(open.question()).isEqualTo("1+1?");
        assertThat(open.withResponse("two").turns())
                .containsExactly(ASKED, new Turn(Role.ASSISTANT, "two"), ASKED_AGAIN);
    }

    @Test
    void withoutAnAnswerAllIsPrompt() {
        Conversation asked = of(ASKED);
        assertThat(asked.response()).isEmpty();
        assertThat(asked.prompt()).containsExactly(ASKED);
        assertThat(asked.promptText()).isEqualTo("1+1?");
        assertThatThrownBy(() -> asked.withResponse("2")).hasMessage("conversation a has no assistant turn");
        assertThat(of(ANSWERED).question()).isEmpty();
    }

    @Test
    void oneQuestionAndOneAnswerMayHaveASystemTurn() {
        assertThat(of(SYSTEM, ASKED, ANSWERED).isSingleTurn()).isTrue();
        assertThat(Conversation.of("a", "1+1?", "2")).isEqualTo(of(ASKED, ANSWERED));
    }

    @Test
    void whatIsDerivedIsNotWritten() throws Exception {
        Conversation one = of(ASKED, ANSWERED).withCategory("math").withPlace("f.jsonl:3");
        String line = Json.line(one);
        assertThat(line).doesNotContain("prompt").doesNotContain("response").doesNotContain("evidence");
        assertThat(Json.MAPPER.readValue(line, Conversation.class)).isEqualTo(one);
    }

    @Test
    void theOrderOfProvenanceIsOne() {
        Conversation one = new Conversation("a", List.of(ASKED), null, List.of(), Map.of("b", "2", "a", "1", "c", "3"));
        assertThat(one.provenance().keySet()).containsExactly("a", "b", "c");
    }

    @Test
    void anIdAndATurnAreNeeded() {
        assertThatThrownBy(() -> Conversation.of("", "q", "a")).hasMessage("id () must not be empty");
        assertThatThrownBy(() -> of()).hasMessage("turns of a must not be empty");
    }
}
