package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigFile;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.DataFormats;
import org.reformatted.realign.llm.CheckpointConfig;
import org.reformatted.realign.llm.EndpointConfig;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.StubServer;
import org.reformatted.realign.retrieve.SearchCleaning;

/** The published settings, with texts in the form in which the authors' repository holds theirs. */
class RealignPresetTest {
    private static final String CONSTANTS = """
        import os

        RAG_TASKS = [
            'open_qa',   # a comment, with 'quotes'
        ]
        REWRITE_TASK = ['open_qa', "math_puzzles", 'planning']
        COMPUTED = os.environ.get("x")

        REWRITING_SYSTEM_PROMPT: str = '''
        Plain system: "it's" \\u00e9.
        '''
        REWRITING_USER_PROMPT: str = '''
        Q {question} R {response} S {structure}
        STRUCTURE = 'within a text'
        '''
        REWRITING_RETRIEVAL_SYSTEM_PROMPT: str = "Evidence " "system"
        REWRITING_RETRIEVAL_USER_PROMPT = \"""Q {question} R {response} S {structure} E {evidence}\"""
        STRUCTURE: dict = {
            'open_qa': '''
        Open form. ''',

            "math_puzzles": 'Math\\nform',
            'poem_generation': 'never used',
        }
        """;

    @TempDir
    Path folder;

    private final Map<String, JsonNode> bodies = new ConcurrentHashMap<>();

    @Test
    void thePresetSetsWhatWasPublished() {
        RealignConfig config = bound("preset: realign-paper");
        ReformatterConfig.Model model = config.reformatter().asModel().orElseThrow();
        EndpointConfig endpoint = (EndpointConfig) model.model();
        assertThat(endpoint.name()).isEqualTo("gpt-3.5-turbo-1106");
        assertThat(endpoint.sampling()).contains(new SamplingSettings(0.3, 1, 0, 2048, 2, List.of(), 0));
        assertThat(endpoint.quirks().orElseThrow().leaveOut()).containsExactly("seed");
        assertThat(model.marker()).isEqualTo("Revised response:");
        assertThat(model.passageSeparator()).contains("\n\n");
        assertThat(((EvidenceConfig.Web) config.evidence().orElseThrow()).cleaning())
                .contains(SearchCleaning.UPSTREAM);
        assertThat(config.filters()).containsExactly("alpaca");
        assertThat(bound("preset: realign-paper-no-robots").filters()).containsExactly("no-robots");
        assertThat(bound("preset: realign-paper-open-platypus").filters()).containsExactly("open-platypus");
    }

    @Test
    void whatTheConfigSaysStays() {
        RealignConfig config = bound("""
            preset: realign-paper
            filters: [length]
            evidence: {lucene: {corpus: c.jsonl}}
            reformatter: {model: {endpoint: {name: other, sampling: {temperature: 0.7, candidates: 2}}}, asks: 5}
            """);
        ReformatterConfig.Model model = config.reformatter().asModel().orElseThrow();
        EndpointConfig endpoint = (EndpointConfig) model.model();
        assertThat(endpoint.name()).isEqualTo("other");
        assertThat(endpoint.sampling().orElseThrow().temperature()).isEqualTo(0.7);
        assertThat(endpoint.sampling().orElseThrow().maxNewTokens()).isEqualTo(2048);
        assertThat(model.asks()).isEqualTo(5);
        assertThat(model.marker()).isEqualTo("Revised response:");
        assertThat(config.evidence().orElseThrow()).isInstanceOf(EvidenceConfig.Lucene.class);
        assertThat(config.filters()).containsExactly("length");
        assertThat(bound("preset: realign-paper\nreformatter: rules\nevidence:").reformatter())
                .isEqualTo(new ReformatterConfig.Rules());
        assertThat(bound("preset: realign-paper\nevidence:").evidence()).isEmpty();
        assertThat(bound("preset: realign-paper\nreformatter: {model: {recording: {file: r}}}")
                        .models())
                .hasValueSatisfying(new Condition<>(named -> named.shownName().equals("r"), "a recording"));
    }

    @Test
    void anUnknownPresetAndTextsWithoutOneAreRefused() {
        assertThatThrownBy(() -> bound("preset: paper")).hasMessageContaining("realign-paper");
        assertThatThrownBy(() -> bound("upstreamTexts: c.py")).hasMessageContaining("add preset: realign-paper");
    }

    @Test
    void textsAreFilesOfTheIdentityAndConfigsWithoutPresetKeepTheirs() {
        assertThat(ConfigFile.of(bound("preset: realign-paper\nupstreamTexts: constant.py")))
                .extracting(ConfigFile::key)
                .containsExactly("input.path", "upstreamTexts");
        assertThat(ConfigTree.identityFields(bound("category: open_qa"))).doesNotContainKeys("preset", "upstreamTexts");
    }

    @Test
    void theAuthorsTextsAreSentAsTheyWouldSendThemAndTheSummarySaysWhoseStoodWhere() throws IOException {
        Files.writeString(folder.resolve("constant.py"), CONSTANTS);
        Files.writeString(folder.resolve("mine.txt"), "My evidence system\n");
        RealignSummary summary = run("""
            preset: realign-paper
            upstreamTexts: constant.py
            reformatter: {evidenceSystemPrompt: mine.txt}
            """);
        assertThat(summary.total().rewritten()).isEqualTo(2);
        JsonNode plain = bodies.get("a");
        assertThat(plain.at("/messages/0/content").asText()).isEqualTo("Plain system: \"it's\" é.");
        assertThat(plain.at("/messages/1/content").asText())
                .isEqualTo("Q a R It is a, I say. S Math\nform\nSTRUCTURE = 'within a text'");
        assertThat(bodies.get("b").at("/messages/0/content").asText()).isEqualTo("My evidence system");
        assertThat(bodies.get("b").at("/messages/1/content").asText())
                .isEqualTo("Q b R It is b, I say. S Open form. E 1. One.\n\n2. Height: 3");
        for (JsonNode body : bodies.values()) {
            assertThat(body.path("temperature").asDouble()).isEqualTo(0.3);
            assertThat(body.path("top_p").asDouble()).isEqualTo(1.0);
            assertThat(body.path("n").asInt()).isEqualTo(2);
            assertThat(body.path("max_tokens").asInt()).isEqualTo(2048);
            assertThat(body.has("seed")).isFalse();
        }
        Map<String, String> texts = new TreeMap<>(summary.texts());
        assertThat(texts.get("prompt")).startsWith("upstreamTexts, SHA-256 ");
        assertThat(texts.get("evidenceSystemPrompt")).startsWith("the config's file, SHA-256 ");
        assertThat(texts.get("criteria")).startsWith("upstreamTexts, SHA-256 ").endsWith("; bundled: planning");
        assertThat(texts.get("tokenizer")).contains("words are counted");
    }

    @Test
    void withoutTheAuthorsFileOursStandInAndTheSummarySaysSo() {
        RealignSummary summary = run("preset: realign-paper");
        assertThat(summary.total().rewritten()).isEqualTo(2);
        assertThat(bodies.get("a").at("/messages/1/content").asText()).contains("Revised response:");
        assertThat(summary.texts())
                .containsEntry("criteria", "bundled")
                .containsEntry("systemPrompt", "bundled")
                .containsEntry("evidencePrompt", "bundled");
    }

    @Test
    void aFileThatIsNotTheAuthorsIsNamedWithWhatItLacks() throws IOException {
        Files.writeString(folder.resolve("constant.py"), "STRUCTURE = {'a': f(x)}\nRAG_TASKS = ['a']\n");
        assertThatThrownBy(() -> run("preset: realign-paper\nupstreamTexts: constant.py"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("constant.py")
                .hasMessageContaining("no constants REWRITING_SYSTEM_PROMPT")
                .hasMessageContaining("STRUCTURE, REWRITE_TASK");
    }

    private static RealignConfig bound(String yaml) {
        return ConfigBinder.bind("c", "input: {path: rows.jsonl}\n" + yaml, RealignConfig.class)
                .value();
    }

    private RealignSummary run(String yaml) {
        DataFormats.write(
                folder.resolve("rows.jsonl"),
                "conversations",
                Stream.of(
                        Conversation.of("1", "a", "It is a, I say.").withCategory("math_puzzles"),
                        Conversation.of("2", "b", "It is b, I say.").withCategory("open_qa"),
                        Conversation.of("3", "c", "It is c, I say.").withCategory("poem_generation")));
        try (StubServer server = new StubServer(
                        this::noted,
                        (message, candidate) -> "Reasoning: so.\nRevised response: It is so, they say, and more.");
                SearchStub search = new SearchStub()) {
            return RealignPipeline.run(
                    bound(yaml),
                    folder::resolve,
                    CheckpointConfig.Opener.NONE,
                    Map.of(
                            "OPENAI_BASE_URL",
                            server.base().toString(),
                            "SERPER_API_KEY",
                            "search-0123456789abcdef",
                            "SERPER_BASE_URL",
                            search.address()),
                    folder.resolve("out"),
                    Progress.SILENT);
        }
    }

    private StubServer.Behaviour noted(String body, int attempt) {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            String message = json.at("/messages/1/content").asText();
            bodies.put(message.contains("It is a, I say.") ? "a" : "b", json);
            return StubServer.Behaviour.ANSWER;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class SearchStub implements AutoCloseable {
        private static final String REPLY =
                "{\"organic\": [{\"snippet\": \"One.\", \"link\": \"l\", \"attributes\": {\"Height\": 3}},"
                        + " {\"snippet\": \"Missing: x\", \"link\": \"l\"}]}";

        private final HttpServer server;

        SearchStub() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/search", exchange -> {
                byte[] reply = REPLY.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, reply.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(reply);
                }
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
