package org.reformatted.realign.retrieve;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Passage;

class EvidenceTest {
    @TempDir
    Path folder;

    @Test
    void findsThePassageThatSharesWordsWithTheQuery() throws IOException {
        Path corpus = Files.writeString(
                folder.resolve("c.txt"),
                "Wrens are small birds.\n\nThe Thames flows through London.\nSalt melts ice.\n");
        try (LuceneEvidence evidence = LuceneEvidence.open(corpus, folder.resolve("i"), 2, true)) {
            List<Passage> found = evidence.find("Which river flows through London?");
            assertThat(found.get(0).text()).isEqualTo("The Thames flows through London.");
            assertThat(found.get(0).source()).isEqualTo("c.txt:3");
            assertThat(evidence.find("bird")).extracting(Passage::text).containsExactly("Wrens are small birds.");
            assertThat(evidence.find("?!")).isEmpty();
        }
    }

    @Test
    void theIndexIsReusedUntilTheCorpusChanges() throws IOException {
        Path corpus =
                Files.writeString(folder.resolve("c.jsonl"), "{\"text\": \"Wrens sing.\", \"title\": \"Wren\"}\n");
        Path index = folder.resolve("i");
        LuceneEvidence.open(corpus, index, 1, false).close();
        Path segments = index.resolve("segments_1");
        var written = Files.getLastModifiedTime(segments);
        LuceneEvidence.open(corpus, index, 1, false).close();
        assertThat(Files.getLastModifiedTime(segments)).isEqualTo(written);
        Files.writeString(corpus, "{\"text\": \"Owls sing.\"}\n", StandardOpenOption.APPEND);
        try (LuceneEvidence again = LuceneEvidence.open(corpus, index, 1, false)) {
            assertThat(again.find("owl")).extracting(Passage::source).containsExactly("c.jsonl:2");
        }
    }

    @Test
    void anIndexOfAnotherPartingOrAnalysisIsBuiltAnew() throws IOException {
        Path corpus = Files.writeString(folder.resolve("c.txt"), "Wrens sing.\n");
        Path index = folder.resolve("i");
        LuceneEvidence.open(corpus, index, 1, false).close();
        Path card = index.resolve("corpus.json");
        String written = Files.readString(card);
        assertThat(written)
                .contains(
                        "\"passages\":" + Corpus.VERSION, "\"analysis\":" + PassageAnalyzer.VERSION, "\"lucene\":\"9.");
        Files.writeString(card, written.replace("\"passages\":" + Corpus.VERSION, "\"passages\":0"));
        LuceneEvidence.open(corpus, index, 1, false).close();
        assertThat(card).hasContent(written);
    }

    @Test
    void aQueryOfThousandsOfWordsIsAskedByItsFirst() throws IOException {
        Path corpus = Files.writeString(folder.resolve("c.txt"), "The Thames flows through London.\nSalt melts ice.\n");
        String words = IntStream.range(0, 5000).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
        try (LuceneEvidence evidence = LuceneEvidence.open(corpus, folder.resolve("i"), 2, true)) {
            assertThat(evidence.find("Which river flows through London? " + words))
                    .extracting(Passage::source)
                    .containsExactly("c.txt:1");
        }
    }

    @Test
    void aFolderMayHoldTextJsonArraysAndLinesAndSourcesNameNoPlaceOfThisMachine() throws IOException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Files.writeString(
                corpus.resolve("a.json"), "[{\"text\": \"Owls hunt.\", \"id\": 7},\n{\"text\": \"Wrens sing.\"}]");
        Files.writeString(corpus.resolve("b.txt"), "Larks rise.\n");
        Files.writeString(corpus.resolve(".hidden"), "Wrens hide.\n");
        try (LuceneEvidence evidence = LuceneEvidence.open(corpus, folder.resolve("i"), 5, false)) {
            assertThat(evidence.find("wrens")).extracting(Passage::source).containsExactly("a.json:2");
            assertThat(evidence.find("owls")).extracting(Passage::source).containsExactly("7");
            assertThat(evidence.find("larks")).extracting(Passage::source).containsExactly("b.txt:1");
        }
    }

    @Test
    void aSearchThatFailsIsAskedAgainAfterPausesAndARefusedKeyIsNotAndNeverShown() {
        WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        try {
            List<Duration> pauses = new ArrayList<>();
            WebSearchEvidence web = new WebSearchEvidence(
                    URI.create("http://127.0.0.1:" + server.port()),
                    secret("s3cret"),
                    SearchCleaning.OURS,
                    pauses::add);
            server.stubFor(post(urlEqualTo("/search")).willReturn(serverError()));
            assertThatThrownBy(() -> web.find("q"))
                    .hasMessageContaining("status 500")
                    .hasMessageNotContaining("s3cret");
            assertThat(pauses).extracting(Duration::toSeconds).containsExactly(2L, 4L, 8L);
            server.verify(4, postRequestedFor(urlEqualTo("/search")));
            server.resetAll();
            server.stubFor(post(urlEqualTo("/search")).willReturn(aResponse().withStatus(403)));
            assertThatThrownBy(() -> web.find("q")).hasMessageContaining("status 403");
            server.verify(1, postRequestedFor(urlEqualTo("/search")));
        } finally {
            server.stop();
        }
    }

    @Test
    void anEmptyCorpusIsTold() throws IOException {
        Path corpus = Files.writeString(folder.resolve("c.txt"), "\n");
        assertThatThrownBy(() -> LuceneEvidence.open(corpus, folder.resolve("i"), 1, true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the corpus holds no passage");
    }

    /** XQuAD in English: 240 passages, 1,190 questions; a plain BM25 gives 0.939 and 0.989. */
    @Test
    void findsXquadsGoldPassagesAndRerankingDoesNotLowerIt() {
        JsonNode xquad = Json.read(Shared.data("evidence/xquad.en.json"), JsonNode.class);
        List<Map<String, String>> passages = new ArrayList<>();
        List<Map.Entry<String, String>> questions = new ArrayList<>();
        for (JsonNode article : xquad.path("data")) {
            for (JsonNode paragraph : article.path("paragraphs")) {
                String id = "p" + passages.size();
                passages.add(Map.of("id", id, "text", paragraph.path("context").asText()));
                paragraph
                        .path("qas")
                        .forEach(qa ->
                                questions.add(Map.entry(qa.path("question").asText(), id)));
            }
        }
        Path corpus = folder.resolve("xquad.jsonl");
        JsonLines.write(corpus, passages.stream());
        double[] plain = recall(corpus, questions, false);
        double[] reranked = recall(corpus, questions, true);
        System.out.printf(
                Locale.ROOT,
                "measured: XQuAD recall at 1 and 5: BM25 %.4f %.4f, re-ranked %.4f %.4f%n",
                plain[0],
                plain[1],
                reranked[0],
                reranked[1]);
        assertThat(plain[0]).isGreaterThanOrEqualTo(0.93);
        assertThat(plain[1]).isGreaterThanOrEqualTo(0.98);
        assertThat(reranked[0]).isGreaterThanOrEqualTo(plain[0]);
        assertThat(reranked[1]).isGreaterThanOrEqualTo(plain[1]);
    }

    private double[] recall(Path corpus, List<Map.Entry<String, String>> questions, boolean rerank) {
        int first = 0;
        int five = 0;
        try (LuceneEvidence evidence = LuceneEvidence.open(corpus, folder.resolve("index"), 10, rerank)) {
            for (Map.Entry<String, String> question : questions) {
                List<String> sources = evidence.find(question.getKey()).stream()
                        .map(Passage::source)
                        .distinct()
                        .toList();
                first += !sources.isEmpty() && sources.get(0).equals(question.getValue()) ? 1 : 0;
                five += sources.stream().limit(5).anyMatch(question.getValue()::equals) ? 1 : 0;
            }
        }
        return new double[] {(double) first / questions.size(), (double) five / questions.size()};
    }

    @Test
    void cleansASearchReplyByTheNamedPolicy() throws IOException {
        WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        try {
            server.stubFor(post(urlEqualTo("/search")).willReturn(okJson("""
                {"answerBox": {"answer": "1889", "link": "http://a"},
                 "knowledgeGraph": {"title": "Eiffel Tower", "type": "Tower", "attributes": {"Height": "330 m"}},
                 "organic": [{"snippet": "Missing: tower", "link": "http://b"}, {"snippet": "Built for the fair.", "link": "http://c"},
                   {"snippet": "Duration: 3:20", "link": "http://d"}, {"snippet": "1889", "link": "http://e"},
                   {"snippet": "Posted: May 1", "link": "http://f"}, {"snippet": "Of iron.", "link": "http://g"},
                   {"snippet": "In Paris.", "link": "http://h"}]}
                """)));
            WebSearchEvidence web = new WebSearchEvidence(
                    URI.create("http://127.0.0.1:" + server.port()), secret("k"), SearchCleaning.OURS);
            assertThat(web.find("When was the tower built?"))
                    .extracting(Passage::text)
                    .containsExactly(
                            "1889",
                            "Eiffel Tower: Tower",
                            "Eiffel Tower Height: 330 m",
                            "Built for the fair.",
                            "Of iron.");
            server.verify(postRequestedFor(urlEqualTo("/search"))
                    .withHeader("X-API-KEY", equalTo("k"))
                    .withRequestBody(equalToJson("{\"q\": \"When was the tower built?\", \"num\": 10}")));
            WebSearchEvidence upstream = new WebSearchEvidence(
                    URI.create("http://127.0.0.1:" + server.port()), secret("k"), SearchCleaning.UPSTREAM);
            assertThat(upstream.find("When?"))
                    .as("the first five, of which one only says what is missing")
                    .extracting(Passage::text)
                    .containsExactly("1889", "Eiffel Tower: Tower", "Height: 330 m", "Built for the fair.");
            server.verify(postRequestedFor(urlEqualTo("/search"))
                    .withRequestBody(equalToJson("{\"q\": \"When?\", \"gl\": \"us\", \"hl\": \"en\"}")));
        } finally {
            server.stop();
        }
    }

    @Test
    void asksASourceOnceAQueryEvenAfterAKill() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        EvidenceSource source = query -> {
            asked.incrementAndGet();
            return List.of(new Passage("about " + query, "s", 1));
        };
        Path file = folder.resolve("e.jsonl");
        try (KeptEvidence kept = new KeptEvidence(source, file)) {
            kept.find("a");
            kept.find("a");
        }
        byte[] torn = "{\"query\":\"b\",\"passages\":[{\"text\":\"für".getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(torn, torn.length - 2), StandardOpenOption.APPEND); // within the letter
        try (KeptEvidence kept = new KeptEvidence(source, file)) {
            assertThat(kept.find("a")).extracting(Passage::text).containsExactly("about a");
            kept.find("b");
        }
        assertThat(asked).hasValue(2);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    private static ApiKey secret(String key) {
        return ApiKey.read(Map.of("KEY", key), "KEY").orElseThrow();
    }
}
