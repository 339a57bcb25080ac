package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatModelException;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.ChatStoppedException;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.UnansweredException;
import org.reformatted.realign.llm.Usage;

class UnansweredJudgingTest {
    private static final List<JudgedAnswer> ANSWERS = IntStream.range(0, 5)
            .mapToObj(i -> new JudgedAnswer(
                    "a" + i,
                    "question " + i + "?",
                    "answer " + i,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .toList();

    private static ChatModel judge(String special, Function<ChatRequest, Completion.Candidate> answer) {
        return new ChatModel() {
            @Override
            public String identity() {
                return "judge";
            }

            @Override
            public Completion complete(ChatRequest request) {
                boolean odd =
                        request.turns().stream().anyMatch(turn -> turn.text().contains(special));
                Completion.Candidate reply =
                        odd ? answer.apply(request) : new Completion.Candidate("Rating: [[7]]", FinishReason.STOP);
                return new Completion(List.of(reply), new Usage(1, 1), "judge");
            }
        };
    }

    private static JudgeReport rate(ChatModel model, double allowed) {
        return new JudgeRun(model, JudgeProtocols.bundled("mt-bench"), 2, 1, 1, Progress.SILENT, allowed)
                .judge(ANSWERS, Map.of(), Map.of());
    }

    @Test
    void aFilteredReplyLeavesThatAnswerWithoutAVerdictAndTheOthersScored() {
        JudgeReport report =
                rate(judge("question 2", request -> new Completion.Candidate("[[1]]", FinishReason.CONTENT_FILTER)), 0);
        assertThat(report.n()).isEqualTo(4);
        assertThat(report.unjudged()).isEqualTo(1);
        assertThat(report.value()).isEqualTo(7);
        assertThat(report.rows().get(2).get("causes")).isEqualTo(List.of("content filter", "content filter"));
        assertThat(report.rows().get(1)).containsEntry("causes", List.of());
    }

    @Test
    void aRefusedRequestFailsThatAnswerAndNotTheRun() {
        JudgeReport report = rate(
                judge("question 2", request -> {
                    throw new ChatModelException(FailureCause.REFUSED, "too long");
                }),
                0);
        assertThat(report.unjudged()).isEqualTo(1);
        assertThat(report.unanswered()).isZero();
        assertThat(report.rows().get(2)).containsEntry("causes", List.of("refused: too long"));
    }

    @Test
    void anOutageIsUnfinishedUnlessAShareIsAllowed() {
        ChatModel failing = judge("question 2", request -> {
            throw new ChatModelException(FailureCause.SERVICE_ERROR, "status 503");
        });
        assertThatThrownBy(() -> rate(failing, 0.1))
                .isInstanceOf(UnansweredException.class)
                .hasMessageContaining("judge is unfinished: 1 of 5 answers have no answer (1 service error)")
                .hasMessageContaining("allowUnanswered");
        JudgeReport report = rate(failing, 0.2);
        assertThat(report.unanswered()).isEqualTo(1);
        assertThat(report.rows().get(2)).containsEntry("causes", List.of("service error: status 503"));
    }

    @Test
    void aStopEndsTheRunWhateverShareIsAllowed() {
        ChatModel stopping = judge("question 3", request -> {
            throw new ChatStoppedException("the budget is used up");
        });
        assertThatThrownBy(() -> rate(stopping, 0.9))
                .isInstanceOf(UnansweredException.class)
                .hasMessageContaining("2 of 5 answers have no answer (2 not asked before the stop)")
                .hasMessageContaining("the budget is used up");
    }
}
