package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.classify.TaskClassifier;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.filter.MathQuestionFilter;
import org.reformatted.realign.filter.TokenCount;
import org.reformatted.realign.llm.Usage;
import org.reformatted.realign.reformat.Reformatter;
import org.reformatted.realign.reformat.RevisedResponse;

/** Rows with a system turn, or with earlier turns: everything before the last answer reaches the classifier and the rewriter. */
class ContextRowsTest {
    private static final Conversation CHAT = new Conversation(
            "chat",
            List.of(
                    new Turn(Role.USER, "Hello"),
                    new Turn(Role.ASSISTANT, "Hi"),
                    new Turn(Role.USER, "What is 2 + 2?"),
                    new Turn(Role.ASSISTANT, "4")),
            null,
            List.of(),
            Map.of());
    private static final Conversation SYSTEM = new Conversation(
            "system",
            List.of(
                    new Turn(Role.SYSTEM, "Answer in French."),
                    new Turn(Role.USER, "How many?"),
                    new Turn(Role.ASSISTANT, "Quatre")),
            null,
            List.of(),
            Map.of());

    private final List<String> classified = new ArrayList<>();
    private final List<String> rewritten = new ArrayList<>();

    @Test
    void classifierRewriterAndFilterAreGivenEverythingBeforeTheLastAnswer() {
        List<RowRealigner.Realigned> done = realigner().realign(List.of(CHAT, SYSTEM));
        assertThat(classified)
                .containsExactly(
                        "User: Hello\n\nAssistant: Hi\n\nUser: What is 2 + 2?",
                        "System: Answer in French.\n\nUser: How many?");
        assertThat(rewritten).isEqualTo(classified);
        assertThat(done.get(0).verdict().verdict()).isEqualTo(RowVerdict.Outcome.REWRITTEN);
        assertThat(done.get(0).realigned().turns().get(1).text()).isEqualTo("Hi");
        assertThat(done.get(0).realigned().response()).isEqualTo("new");
        assertThat(done.get(1).verdict().filter())
                .as("no number before the answer")
                .isEqualTo("math-question");
    }

    private RowRealigner realigner() {
        Map<String, TaskCategory> categories = CriteriaBook.bundled().byName();
        return new RowRealigner(
                categories,
                Optional.empty(),
                Optional.of(new Classifier()),
                query -> List.of(),
                new Rewriter(),
                List.of(new MathQuestionFilter()),
                TokenCount.whitespaceWords());
    }

    private final class Classifier implements TaskClassifier {
        @Override
        public String identity() {
            return "math";
        }

        @Override
        public List<Classification> classify(List<String> queries) {
            classified.addAll(queries);
            return queries.stream()
                    .map(query -> new Classification("math_puzzles", 1, List.of("math_puzzles")))
                    .toList();
        }
    }

    private final class Rewriter implements Reformatter {
        @Override
        public String identity() {
            return "new";
        }

        @Override
        public RevisedResponse reformat(Conversation conversation, TaskCategory category) {
            rewritten.add(conversation.promptText());
            return new RevisedResponse("new", "rule", "why", List.of(), Usage.NONE);
        }
    }
}
