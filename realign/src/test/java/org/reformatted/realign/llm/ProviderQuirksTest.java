package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.pipeline.RealignConfig;
import org.reformatted.realign.pipeline.RealignEstimate;
import org.reformatted.realign.pipeline.RealignPipeline;
import org.reformatted.realign.pipeline.RealignSummary;

/** Services that differ from the protocol, and prompts that no context holds. */
class ProviderQuirksTest {
    private static final SamplingSettings THREE = new SamplingSettings(0.3, 1, 0, 100, 3, List.of(), 7);

    @TempDir
    Path folder;

    private final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean refuses = new AtomicBoolean();

    @Test
    void fieldsAreRenamedAndLeftOutAndOnlyTheLatterChangesWhoAnswers() {
        EndpointConfig plain = endpoint("name: m");
        EndpointConfig renamed = endpoint("name: m, quirks: {maxTokensField: max_completion_tokens}");
        EndpointConfig without =
                endpoint("name: m, quirks: {maxTokensField: max_completion_tokens, leaveOut: [temperature, seed]}");
        ask(renamed, new SamplingSettings(0.3, 1, 0, 100, 1, List.of(), 7));
        ask(without, new SamplingSettings(0.3, 1, 0, 100, 1, List.of(), 7));
        assertThat(bodies.get(0).path("max_completion_tokens").asInt()).isEqualTo(100);
        assertThat(bodies.get(0).has("max_tokens")).isFalse();
        assertThat(bodies.get(0).path("seed").asInt()).isEqualTo(7);
        assertThat(bodies.get(1).has("temperature") || bodies.get(1).has("seed"))
                .isFalse();
        ModelAccess access = new ModelAccess(folder::resolve, CheckpointConfig.Opener.NONE, Map.of(), null);
        assertThat(renamed.identity(access)).isEqualTo(plain.identity(access)).isEqualTo("m");
        assertThat(without.identity(access)).isEqualTo("m without seed, temperature");
        assertThat(ConfigTree.identityFields(plain))
                .as("a config without quirks keeps its fingerprint")
                .containsOnlyKeys("name");
    }

    @Test
    void anUnknownFieldIsNotLeftOut() {
        assertThatThrownBy(() -> endpoint("name: m, quirks: {leaveOut: [messages]}"))
                .hasMessageContaining("leaveOut (messages)")
                .hasMessageContaining("max_tokens, n, seed, stop, temperature, top_p");
    }

    @Test
    void candidatesAreAskedForOneByOneWithOtherSeedsAndAnAnsweredOneIsNotPaidAgain() {
        EndpointConfig single =
                endpoint("name: m, attempts: 1, concurrency: 1, quirks: {oneCandidatePerRequest: true}");
        refuses.set(true);
        assertThatThrownBy(() -> ask(single, THREE)).isInstanceOf(ChatModelException.class);
        refuses.set(false);
        Completion done = ask(single, THREE);
        assertThat(done.candidates())
                .hasSize(3)
                .extracting(Completion.Candidate::text)
                .doesNotHaveDuplicates();
        assertThat(bodies).allMatch(body -> body.path("n").asInt() == 1);
        assertThat(bodies)
                .extracting(body -> body.path("seed").asLong())
                .containsExactly(7L, 1_000_010L, 2_000_013L, 2_000_013L);
        assertThat(done.usage().completionTokens())
                .isEqualTo(done.candidates().stream()
                        .mapToLong(c -> c.text().length() / 4 + 1)
                        .sum());
        assertThat(ask(single, THREE)).isEqualTo(done);
        assertThat(bodies).hasSize(4);
    }

    @Test
    void aPromptThatTheContextCannotHoldIsAnsweredByAVerdictAndNotPaid() {
        DataFormats.write(
                folder.resolve("rows.jsonl"),
                "conversations",
                List.of(
                        Conversation.of("short", "Why?", "It is so, I say."),
                        Conversation.of("long", "Why? " + "word ".repeat(4000), "It is so, I say."))
                        .stream());
        RealignConfig config = ConfigBinder.bind("c", """
            input: {path: rows.jsonl}
            category: open_qa
            filters: []
            reformatter:
              model:
                endpoint: {name: gpt-4o-mini, contextTokens: 4096, quirks: {oneCandidatePerRequest: true}}
            """, RealignConfig.class).value();
        RealignEstimate estimate = RealignPipeline.estimate(
                config, folder::resolve, CheckpointConfig.Opener.NONE, Optional.empty(), Progress.SILENT);
        assertThat(estimate.asked().get(0).calls())
                .as("two candidates of one row")
                .isEqualTo(2);
        try (StubServer server = server()) {
            Path out = folder.resolve("out");
            RealignSummary summary = RealignPipeline.run(
                    config,
                    folder::resolve,
                    CheckpointConfig.Opener.NONE,
                    Map.of("OPENAI_BASE_URL", server.base().toString()),
                    out,
                    Progress.SILENT);
            assertThat(summary.total().rewritten()).isEqualTo(1);
            assertThat(server.paid()).isEqualTo(2);
            assertThat(out.resolve(RealignPipeline.VERDICTS))
                    .content()
                    .contains("more than the 4,096 of contextTokens; the request was not sent")
                    .contains("\"cause\":\"refused\"");
        }
    }

    private EndpointConfig endpoint(String yaml) {
        return ConfigBinder.bind("c", "{" + yaml + "}", EndpointConfig.class).value();
    }

    private Completion ask(EndpointConfig endpoint, SamplingSettings sampling) {
        try (StubServer server = server();
                AnswerStore store = AnswerStore.open(folder.resolve("a.sqlite"));
                ChatModel model =
                        endpoint.open(Map.of("OPENAI_BASE_URL", server.base().toString()), store)) {
            return model.complete(ChatRequest.of("q", sampling));
        }
    }

    private StubServer server() {
        return new StubServer(
                (body, attempt) -> {
                    bodies.add(parsed(body));
                    return refuses.get() && bodies.size() == 3
                            ? StubServer.Behaviour.FAIL
                            : StubServer.Behaviour.ANSWER;
                },
                (message, candidate) ->
                        "[[REVISED RESPONSE]]\nAnswer " + bodies.size() + " of a length that shows it.");
    }

    private static JsonNode parsed(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
