package org.reformatted.realign.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Passage;

class LuceneEvidenceTest {
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
    void anIndexOfOtherPassagesOrAnalysisIsBuiltAgain() throws IOException {
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
    void anEmptyCorpusIsRefused() throws IOException {
        Path corpus = Files.writeString(folder.resolve("c.txt"), "\n");
        assertThatThrownBy(() -> LuceneEvidence.open(corpus, folder.resolve("i"), 1, true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the corpus has no passage");
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
}
