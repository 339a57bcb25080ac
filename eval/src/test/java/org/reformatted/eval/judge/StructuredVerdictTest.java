package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatModelException;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FailureCause;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.Usage;

class StructuredVerdictTest {
    private record Stub(Function<ChatRequest, String> reply, List<ChatRequest> asked) implements ChatModel {
        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public Completion complete(ChatRequest request) {
            asked.add(request);
            return new Completion(
                    List.of(new Completion.Candidate(reply.apply(request), FinishReason.STOP)), Usage.NONE, "stub");
        }
    }

    private static JudgedAnswer answer(String id, String text) {
        return new JudgedAnswer(id, "Why?", text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static JudgeReport rate(Stub stub, JudgedAnswer... answers) {
        JudgeProtocol protocol = JudgeProtocols.bundled("mt-bench").structured(StructuredOutput.JSON_SCHEMA);
        return new JudgeRun(stub, protocol, 3, 1, 1, Progress.SILENT, 0).judge(List.of(answers), Map.of(), Map.of());
    }

    private static VerdictReading read(StructuredVerdict form, String reply) {
        return form.read(new Completion.Candidate(reply, FinishReason.STOP));
    }

    @Test
    void theServiceIsSentASchemaAndTheVerdictIsReadFromTheObject() {
        Stub stub = new Stub(request -> "{\"reasons\": \"Not [[3]].\", \"rating\": 8}", new ArrayList<>());
        JudgeReport report = rate(stub, answer("1", "a"));
        assertThat(report.value()).isEqualTo(8);
        assertThat(report.judge()).contains("(temperature 0.0, 2048 tokens, JSON) by stub");
        ChatRequest request = stub.asked().get(0);
        assertThat(Json.line(request.parameters()))
                .isEqualTo("{\"temperature\":0.0,\"top_p\":1.0,\"max_tokens\":2048,\"n\":1,\"seed\":0,"
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"verdict\",\"strict\":true,"
                        + "\"schema\":{\"type\":\"object\",\"properties\":{\"reasons\":{\"type\":\"string\"},"
                        + "\"rating\":{\"type\":\"number\"}},\"required\":[\"reasons\",\"rating\"],"
                        + "\"additionalProperties\":false}}}}");
        assertThat(request.turns().get(0).text()).endsWith("{\"reasons\": \"...\", \"rating\": 6}");
    }

    @Test
    void otherServicesAreSentTheirForm() {
        Stub stub = new Stub(request -> "{\"rating\": 8}", new ArrayList<>());
        JudgeProtocol protocol = JudgeProtocols.bundled("mt-bench").structured(StructuredOutput.JSON_OBJECT);
        new JudgeRun(stub, protocol, 1, 1, 1, Progress.SILENT, 0).judge(List.of(answer("1", "a")), Map.of(), Map.of());
        assertThat(Json.line(stub.asked().get(0).parameters()))
                .contains("\"response_format\":{\"type\":\"json_object\",\"schema\":{\"type\":\"object\"");
    }

    /** A service that knows no schema replies in the text's form: that is no verdict, and asking again shows what is missing. */
    @Test
    void aReplyThatIsNoObjectIsAskedForAgainWithAnotherRequest() {
        Stub stub = new Stub(
                request -> request.turns().size() == 1 ? "Rating: [[9]]" : "```json\n{\"rating\": 4}\n```",
                new ArrayList<>());
        JudgeReport report = rate(stub, answer("1", "a"));
        assertThat(report.value()).isEqualTo(4);
        assertThat(report.causes()).containsExactly(Map.entry(StructuredVerdict.NO_OBJECT, 1L));
        assertThat(stub.asked()).hasSize(2).doesNotHaveDuplicates();
        assertThat(stub.asked().get(1).parameters()).containsEntry("seed", 1L).containsKey("response_format");
        assertThat(stub.asked().get(1).turns().get(2).text()).endsWith("{\"reasons\": \"...\", \"rating\": 6}");
    }

    @Test
    void oneRefusedRowFailsThatRow() {
        Stub stub = new Stub(
                request -> {
                    if (request.turns().get(0).text().contains("refuse")) {
                        throw new ChatModelException(FailureCause.REFUSED, "schema not allowed");
                    }
                    return "{\"reasons\": \"\", \"rating\": 6}";
                },
                new ArrayList<>());
        JudgeReport report = rate(stub, answer("1", "a"), answer("2", "refuse this"), answer("3", "b"));
        assertThat(report.n()).isEqualTo(2);
        assertThat(report.unjudged()).isEqualTo(1);
        assertThat(report.rows().get(1)).containsEntry("causes", List.of("refused: schema not allowed"));
    }

    @Test
    void objectsOfEveryForm() {
        assertThat(read(StructuredVerdict.RATING, "<think>{\"rating\": 1}</think>{\"rating\": 7.5}")
                        .values())
                .containsExactly(7.5);
        assertThat(read(StructuredVerdict.RATING, "{\"rating\": \"7\"}").cause())
                .isEqualTo(StructuredVerdict.NO_OBJECT);
        assertThat(read(StructuredVerdict.RATING, "{\"rating\": 11}").cause()).isEqualTo("rating out of range");
        assertThat(read(StructuredVerdict.RATING, "7").cause()).isEqualTo(StructuredVerdict.NO_OBJECT);
        assertThat(read(StructuredVerdict.RATING, " ").cause()).isEqualTo("no text");
        assertThat(read(StructuredVerdict.LETTER, "{\"verdict\": \"A\"}").values())
                .containsExactly(1.0, 0.0);
        assertThat(read(StructuredVerdict.LETTER, "{\"verdict\": \"B\"}").values())
                .containsExactly(0.0, 1.0);
        assertThat(read(StructuredVerdict.LETTER, "{\"verdict\": \"C\"}").values())
                .containsExactly(0.5, 0.5);
        assertThat(read(StructuredVerdict.CHOICE, "{\"verdict\": \"C\"}").cause())
                .isEqualTo("tie where one must be chosen");
        assertThat(read(StructuredVerdict.CHOICE, "{\"verdict\": \"a\"}").cause())
                .isEqualTo(StructuredVerdict.NO_OBJECT);
        assertThat(read(StructuredVerdict.TWO_RATINGS, "{\"first\": 8, \"second\": 3}")
                        .values())
                .containsExactly(8.0, 3.0);
        assertThat(read(StructuredVerdict.TWO_RATINGS, "{\"first\": 8}").cause())
                .isEqualTo(StructuredVerdict.NO_OBJECT);
    }

    @Test
    void publishedFormsAreNotAskedForAsObjects() {
        assertThatThrownBy(
                        () -> JudgeProtocols.bundled("alpaca-eval-weighted").structured(StructuredOutput.JSON_SCHEMA))
                .hasMessageContaining("structuredOutput is not allowed with protocol alpaca-eval-weighted");
        for (String name : List.of("pairwise", "vicuna-bench", "fair-eval", "alpaca-eval", "alpaca-eval-ranking")) {
            assertThat(JudgeProtocols.bundled(name)
                            .structured(StructuredOutput.JSON_SCHEMA)
                            .compares())
                    .as(name)
                    .isTrue();
        }
    }
}
