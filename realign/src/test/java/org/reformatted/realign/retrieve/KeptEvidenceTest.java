package org.reformatted.realign.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.data.Passage;
import org.reformatted.realign.llm.Sleeper;

class KeptEvidenceTest {
    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();

    @Test
    void whatIsNotAsItWasWrittenIsAskedAgain() throws IOException {
        Path file = folder.resolve("evidence.jsonl");
        List<List<Passage>> right = find(file);
        byte[] whole = Files.readAllBytes(file);
        asked.clear();
        assertThat(find(file)).isEqualTo(right);
        assertThat(asked).isEmpty();
        for (int at = 0; at < whole.length; at += 11) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            asked.clear();
            assertThat(find(file)).as("byte " + at).isEqualTo(right);
            assertThat(asked).as("byte " + at).isNotEmpty();
            Files.write(file, Arrays.copyOf(whole, at));
            assertThat(find(file)).as("cut at " + at).isEqualTo(right);
        }
    }

    @Test
    void equalQueriesOfManyThreadsAreSearchedOnce() {
        AtomicInteger searches = new AtomicInteger();
        EvidenceSource slow = query -> {
            searches.incrementAndGet();
            Sleeper.THREAD.pause(Duration.ofMillis(2));
            return List.of(new Passage("about " + query, "s", 1));
        };
        Path file = folder.resolve("shared.jsonl");
        try (KeptEvidence kept = new KeptEvidence(slow, file)) {
            IntStream.range(0, 400)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> assertThat(kept.find("q" + i % 20).get(0).text())
                                    .isEqualTo("about q" + i % 20),
                            task -> new Thread(task).start()))
                    .toList()
                    .forEach(CompletableFuture::join);
        }
        assertThat(searches).hasValue(20);
        assertThat(KeptEvidence.queries(file)).hasSize(20);
    }

    private List<List<Passage>> find(Path file) {
        EvidenceSource source = query -> {
            asked.add(query);
            return List.of(new Passage("about " + query, "s", 1.5));
        };
        try (KeptEvidence kept = new KeptEvidence(source, file)) {
            return List.of(kept.find("one"), kept.find("two"));
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
}
