package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/**
 * Files of every format with bytes changed, cut, doubled and replaced at random: each is read, or refused by a sentence. Set
 * {@code -Dmutations=10000} for the long run; a failure prints its seed.
 */
class MutatedInputTest {
    private static final int MUTATIONS = Integer.getInteger("mutations", 60);
    private static final List<byte[]> PIECES = Stream.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "\"",
                    ",",
                    ":",
                    "null",
                    "NaN",
                    "-1e999",
                    "\\ud800",
                    "\n",
                    "\r",
                    "\t",
                    "{\"data\":[",
                    "\"weight\":-3",
                    "\"system\":{}",
                    "\"tools\":[[]]",
                    "\u0000",
                    "\uFEFF",
                    "[".repeat(3000))
            .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
            .toList();
    private static final List<Conversation> ROWS = List.of(
            new Conversation(
                    "a",
                    List.of(new Turn(Role.USER, "How far?\nb"), new Turn(Role.ASSISTANT, "3 km\n#### 3")),
                    "math",
                    List.of(new Passage("P", "web", 1.5)),
                    Map.of("answer", "3", "input", "b"),
                    null,
                    Map.of("rejected", Json.MAPPER.getNodeFactory().textNode("2 km")),
                    null),
            new Conversation(
                    "b",
                    List.of(new Turn(Role.USER, "q é"), new Turn(Role.ASSISTANT, "a\n#### 1", 0.0, Map.of())),
                    null,
                    List.of(),
                    Map.of("answer", "1"),
                    Json.MAPPER.createArrayNode().add("clock"),
                    Map.of("rejected", Json.MAPPER.getNodeFactory().textNode("x")),
                    null));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "json", "csv", "tsv", "jsonl.gz", "jsonl.zst", "parquet"})
    void aBrokenFileIsReadOrRefusedByASentence(String ending) throws IOException {
        for (String format : DataFormats.names()) {
            Path file = folder.resolve("rows." + ending);
            DataFormats.write(file, format, ROWS.stream());
            byte[] whole = Files.readAllBytes(file);
            for (int seed = 0;
                    seed < Math.max(1, MUTATIONS / DataFormats.names().size());
                    seed++) {
                Files.write(file, mutated(whole, new Random(31L * seed + format.hashCode())));
                String what = format + " in " + ending + ", seed " + seed;
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(file, format, what), what);
            }
        }
    }

    private static void read(Path file, String format, String what) {
        for (Optional<String> named : List.of(Optional.of(format), Optional.<String>empty())) {
            try (Stream<Conversation> rows = DataFormats.read(file, named)) {
                assertThat(rows.count()).as(what).isGreaterThanOrEqualTo(0);
            } catch (InputException e) {
                assertThat(e.getMessage()).as(what).contains("rows.").contains(";");
            } catch (RuntimeException | Error e) {
                throw new AssertionError(what, e);
            }
        }
    }

    /** One to four changes: a bit flipped, a byte replaced, a stretch cut out, doubled or overwritten by a piece. */
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole;
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 1; i--) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextInt(8) == 0 ? bytes.length : 8));
            byte[] stretch = Arrays.copyOfRange(bytes, at, end);
            bytes = switch (random.nextInt(6)) {
                case 0 -> replaced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ (1 << random.nextInt(8)))});
                case 1 -> replaced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
                case 2 -> replaced(bytes, at, end, new byte[0]);
                case 3 -> replaced(bytes, end, end, stretch);
                case 4 -> replaced(bytes, at, end, PIECES.get(random.nextInt(PIECES.size())));
                default -> replaced(bytes, at, at, PIECES.get(random.nextInt(PIECES.size())));
            };
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] changed = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
        return changed;
    }
}
