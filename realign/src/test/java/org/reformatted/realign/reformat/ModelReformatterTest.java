package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Passage;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;

class ModelReformatterTest {
    private static final TaskCategory OPEN_QA =
            CriteriaBook.bundled().find("open_qa").orElseThrow();
    private static final Conversation ROW = Conversation.of("a", "Who {x}?", "Ada Lovelace did.");
    private static final String MARK = RewritePrompts.MARKER + "\n";

    @TempDir
    Path folder;

    private final List<ChatRequest> asked = new ArrayList<>();
    private final Deque<List<String>> replies = new ArrayDeque<>();

    @Test
    void takesTheLongestCandidateAndTheFirstOnATie() {
        replies.add(List.of("r" + MARK + "one two", "r" + MARK + "one two three", "r" + MARK + "uno dos tres"));
        RevisedResponse revised = reformatter(3).reformat(ROW, OPEN_QA);
        assertThat(revised.text()).isEqualTo("one two three");
        assertThat(revised.candidates()).hasSize(3);
        assertThat(revised.why()).isEqualTo("candidate 2 of 3");
        assertThat(revised.usage()).isEqualTo(new Usage(3, 4));
    }

    @Test
    void asksAgainWithTheNextSeedAndABound() {
        replies.add(List.of("no marker"));
        replies.add(List.of(MARK));
        replies.add(List.of("r " + MARK + "good"));
        RevisedResponse revised = reformatter(3).reformat(ROW, OPEN_QA);
        assertThat(revised.text()).isEqualTo("good");
        assertThat(revised.why()).isEqualTo("candidate 1 of 1 at ask 3");
        assertThat(asked).extracting(request -> request.sampling().seed()).containsExactly(5L, 6L, 7L);
    }

    @Test
    void leavesTheResponseWhenNoReplyCanBeUsed() {
        replies.add(List.of("no marker"));
        replies.add(List.of("no marker", "still none"));
        RevisedResponse revised = reformatter(2).reformat(ROW, OPEN_QA);
        assertThat(revised.text()).isNull();
        assertThat(revised.by()).isEqualTo("malformed-reply");
        assertThat(revised.why()).isEqualTo("no usable reply of 2: no \"[[REVISED RESPONSE]]\" in the reply");
        assertThat(revised.usage()).isEqualTo(new Usage(6, 8));
    }

    @Test
    void aReplyCutAtItsLimitIsMalformed() {
        assertThat(ReplyParser.parse(
                                new Completion.Candidate(MARK + "half a", FinishReason.LENGTH), RewritePrompts.MARKER)
                        .fault())
                .isEqualTo("the reply was cut at its limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I write @ soon.\n@\nthe text",
                "<think>First @\nwrong\n@\nwrong</think>\nReasoning: it fits.\n@\nthe text",
                "I think about @\n@ wrong</think>\n@\nthe text",
                "<THINKING>\n@\nwrong\n</THINKING>@ the text",
                "Reasoning: it fits. @ the text",
                "Reasoning: it fits.\n**@\nthe text"
            })
    void aMarkerInTheReasoningIsNotTheOneThatCounts(String reply) {
        assertThat(parsed(reply).text()).isEqualTo("the text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Write @ before it.",
                "Write\n@\nbefore it.",
                "Write\n@\nbefore it; </think> is a tag.",
                "<think>is a tag</think>\n@"
            })
    void aResponseMayHoldTheMarkerItself(String response) {
        String expected = response.replace("@", RewritePrompts.MARKER);
        assertThat(parsed("Reasoning: it names @, see above.\n@\n" + response).text())
                .isEqualTo(expected);
        assertThat(parsed("<think>It names\n@\nhere.</think>\n@\n" + response).text())
                .isEqualTo(expected);
    }

    @Test
    void thinkingWithoutAnEndHoldsNoResponse() {
        assertThat(parsed("<think>\n@\nperhaps this").fault()).contains("no \"[[REVISED");
    }

    private static ReplyParser.Parsed parsed(String reply) {
        return ReplyParser.parse(
                new Completion.Candidate(reply.replace("@", RewritePrompts.MARKER), FinishReason.STOP),
                RewritePrompts.MARKER);
    }

    @Test
    void thePromptShowsQueryResponseFormAndEvidence() {
        replies.add(List.of(MARK + "x"));
        replies.add(List.of(MARK + "x"));
        ModelReformatter reformatter = reformatter(1);
        reformatter.reformat(ROW, OPEN_QA);
        reformatter.reformat(
                ROW.withEvidence(List.of(new Passage("P one", "s", 1), new Passage("P two", "s", 1))), OPEN_QA);
        String plain = asked.get(0).turns().get(1).text();
        assertThat(plain)
                .contains(
                        "Who {x}?",
                        "Ada Lovelace did.",
                        OPEN_QA.format().orElseThrow().text(),
                        RewritePrompts.MARKER)
                .doesNotContain("Passages");
        assertThat(asked.get(1).turns().get(1).text()).contains("1. P one\n2. P two");
    }

    @Test
    void aLongerConversationIsShownUpToTheLastAnswer() {
        replies.add(List.of(MARK + "x"));
        Conversation chat = new Conversation(
                "c",
                List.of(
                        new Turn(Role.USER, "Hi"),
                        new Turn(Role.ASSISTANT, "Hello"),
                        new Turn(Role.USER, "Who?"),
                        new Turn(Role.ASSISTANT, "Ada")),
                null,
                List.of(),
                Map.of());
        reformatter(1).reformat(chat, OPEN_QA);
        assertThat(asked.get(0).turns().get(1).text()).contains("User: Hi\n\nAssistant: Hello\n\nUser: Who?\n\n===");
    }

    @Test
    void theSystemTurnOfASingleQuestionReachesTheRewriter() {
        replies.add(List.of(MARK + "x"));
        List<Turn> turns = List.of(
                new Turn(Role.SYSTEM, "Answer as a pirate."),
                new Turn(Role.USER, "Who?"),
                new Turn(Role.ASSISTANT, "Ada, arr"));
        reformatter(1).reformat(new Conversation("s", turns, null, List.of(), Map.of()), OPEN_QA);
        assertThat(asked.get(0).turns().get(1).text()).contains("System: Answer as a pirate.\n\nUser: Who?\n\n===");
    }

    @Test
    void promptsCanComeFromFilesAndAreChecked() throws IOException {
        Path good = Files.writeString(folder.resolve("p.txt"), "Q {question} A {response}\n");
        RewritePrompts prompts = RewritePrompts.bundled().with(Map.of("plain", good), "===", "\n");
        assertThat(prompts.turns(ROW, OPEN_QA).get(1).text()).isEqualTo("Q Who {x}? A Ada Lovelace did.");
        assertThat(prompts.fingerprint()).isNotEqualTo(RewritePrompts.bundled().fingerprint());
        Path bad = Files.writeString(folder.resolve("b.txt"), "Q {question} A {answer}\n");
        assertThatThrownBy(() -> RewritePrompts.bundled().with(Map.of("plain", bad), "===", "\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("b.txt has the slots [answer, question]");
    }

    private ModelReformatter reformatter(int asks) {
        ChatModel model = new ChatModel() {
            @Override
            public String identity() {
                return "fake";
            }

            @Override
            public Completion complete(ChatRequest request) {
                asked.add(request);
                return new Completion(
                        replies.removeFirst().stream()
                                .map(text -> new Completion.Candidate(text, FinishReason.STOP))
                                .toList(),
                        new Usage(3, 4),
                        "fake-1");
            }
        };
        return new ModelReformatter(
                model,
                RewritePrompts.bundled(),
                new SamplingSettings(0.3, 1, 0, 100, 1, List.of(), 5),
                asks,
                CandidateSelector.longest(text -> Arrays.asList(text.split(" ")).size()));
    }
}
