package org.reformatted.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.SharedData;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.Usage;

class FastChatPromptsTest {
    @TempDir
    Path folder;

    private record Stub(String reply, List<ChatRequest> asked) implements ChatModel {
        @Override
        public String identity() {
            return "stub";
        }

        @Override
        public Completion complete(ChatRequest request) {
            asked.add(request);
            return new Completion(List.of(new Completion.Candidate(reply, FinishReason.STOP)), Usage.NONE, "stub");
        }
    }

    private static JudgeRun run(ChatModel model, String protocol) {
        JudgeProtocol theirs =
                ProtocolSource.read(SharedData.path("mt_bench/judge_prompts.jsonl"), Optional.of(protocol));
        return new JudgeRun(model, theirs, 3, 1, 1, Progress.SILENT, 0);
    }

    /** Role and text of every message, as src/test/python/fastchat_requests.py hashes them. */
    private static String digest(ChatRequest request) {
        StringBuilder text = new StringBuilder();
        request.turns()
                .forEach(turn -> text.append(turn.role().name().toLowerCase(Locale.ROOT))
                        .append('\n')
                        .append(turn.text())
                        .append('\n'));
        return Sha256.of(text.toString());
    }

    private static Set<String> published(String kind) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FastChatPromptsTest.class.getResourceAsStream("fastchat-requests.tsv"))) {
            Set<String> digests = new TreeSet<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .filter(cells -> cells[2].equals(kind))
                    .forEach(cells -> digests.add(cells[3]));
            return digests;
        }
    }

    /** 80 questions of two turns, 30 with references: the messages are those of FastChat's own code. */
    @Test
    void messagesEqualFastChats() throws IOException {
        Map<String, List<String>> questions = JudgedAnswer.questions(SharedData.path("mt_bench/question.jsonl"));
        Map<String, JudgedAnswer> first =
                JudgedAnswer.read(SharedData.path("mt_bench/model_answer/alpaca-13b.jsonl"), questions);
        Map<String, JudgedAnswer> second =
                JudgedAnswer.read(SharedData.path("mt_bench/model_answer/llama-13b.jsonl"), questions);
        Map<String, List<String>> references =
                JudgedAnswer.references(SharedData.path("mt_bench/reference_answer_gpt-4.jsonl"));
        Stub rating = new Stub("Fine. [[7]] of [[10]]", new ArrayList<>());
        JudgeReport rated = run(rating, "mt-bench").judge(List.copyOf(first.values()), Map.of(), references);
        assertThat(rated.value()).isEqualTo(7);
        assertThat(rated.judge()).startsWith("fastchat-mt-bench/1@").doesNotContain("NOT");
        Set<String> asked = new TreeSet<>();
        rating.asked().forEach(request -> asked.add(digest(request)));
        assertThat(asked).isEqualTo(published("single")).hasSize(160);
        assertThat(rating.asked())
                .allMatch(request -> request.parameters().equals(Map.of("n", 1, "temperature", 0, "max_tokens", 2048)));

        Stub comparing = new Stub("[[A]]", new ArrayList<>());
        JudgeReport compared = run(comparing, "mt-bench-pair").judge(List.copyOf(first.values()), second, references);
        assertThat(compared.pairs().ties()).isEqualTo(160);
        Set<String> pairs = new TreeSet<>();
        comparing.asked().forEach(request -> pairs.add(digest(request)));
        // in both orders, of which two are the same: two pairs of answers are equal
        assertThat(pairs).containsAll(published("pair")).hasSize(318);
    }

    @Test
    void replyWithoutARatingIsNotAskedForAgain() {
        Stub silent = new Stub("Rating: [[ 7 ]]", new ArrayList<>());
        JudgedAnswer answer = new JudgedAnswer("81", "Q", "A", Optional.empty(), Optional.empty(), Optional.empty());
        JudgeReport report = run(silent, "mt-bench").judge(List.of(answer), Map.of(), Map.of());
        assertThat(silent.asked()).hasSize(1);
        assertThat(report.unjudged()).isEqualTo(1);
        assertThat(report.causes()).containsOnlyKeys("no verdict in the asked form");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("p.jsonl"), """
            {"name":"single-v1","system_prompt":"s","prompt_template":"{question} {answer}","output_format":"[[x]]"}
            """);
        assertThatThrownBy(() -> FastChatPrompts.read(file)).hasMessageContaining("p.jsonl:1: output_format ([[x]])");
    }
}
