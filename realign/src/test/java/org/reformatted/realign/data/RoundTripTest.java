package org.reformatted.realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;

/** What a format writes is read again as it was, in every kind of file; what it cannot hold it refuses. */
class RoundTripTest {
    private static final List<String> ENDINGS = List.of("jsonl", "json.gz", "csv", "tsv.zst", "parquet");

    @TempDir
    Path folder;

    @Test
    void everythingAConversationHoldsSurvivesEveryFormatThatTakesIt() {
        JsonNode tools = Json.MAPPER.createArrayNode().add("clock");
        List<Passage> evidence =
                List.of(new Passage("P", "", 0), new Passage("R", "web", 1.5), new Passage("S", "", 2));
        Map<String, String> provenance = Map.of("answer", "3", "source", "here", "input", "b", "form", "x");
        Map<String, JsonNode> fields = Map.of("lang", json("\"en\""), "score", json("0.5"), "seen", json("true"));
        Turn user = new Turn(Role.USER, "a, \"b\"\n\nb\r\n\tc");
        Turn answer = new Turn(Role.ASSISTANT, " 3 \n#### 3\n");
        List<Conversation> rows = List.of(
                new Conversation("one", List.of(user, answer), "math", evidence, provenance, tools, fields, null),
                new Conversation("two", List.of(new Turn(Role.SYSTEM, "S"), user, answer), null, List.of(), Map.of()),
                new Conversation(
                        "three",
                        List.of(user, new Turn(Role.ASSISTANT, "#### 4", 0.0, Map.of())),
                        null,
                        List.of(),
                        Map.of()),
                new Conversation("four", List.of(user, answer, user, answer), "math", List.of(), Map.of()),
                new Conversation(
                        "five",
                        List.of(user, new Turn(Role.ASSISTANT, "x", 0.5, Map.of()), user, answer),
                        null,
                        List.of(),
                        Map.of()),
                new Conversation(
                        "six",
                        List.of(
                                user,
                                new Turn(Role.ASSISTANT, "", null, Map.of("tool_calls", json("[{\"id\":\"1\"}]"))),
                                new Turn(Role.TOOL, "12", null, Map.of("tool_call_id", json("\"1\""))),
                                answer),
                        null,
                        List.of(),
                        Map.of()),
                new Conversation(
                        "seven",
                        List.of(new Turn(Role.USER, "[1, 2]"), new Turn(Role.ASSISTANT, "{\"a\": 1}\n#### 1")),
                        null,
                        List.of(),
                        Map.of("answer", "1")));
        int held = 0;
        for (Conversation row : rows) {
            for (String format : DataFormats.names()) {
                held += survives(format, ENDINGS, List.of(row));
            }
        }
        assertThat(held).as("rows that formats took").isGreaterThan(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gsm8k/train.jsonl",
                "math/MATH_train_600.jsonl",
                "realign/nq/nq_factuality_100_realign.json",
                "alpaca/alpaca_random_9k.json",
                "dolly/dolly_3k.json",
                "lima/lima.json"
            })
    void publicSetsSurviveEveryFormat(String name) {
        List<Conversation> rows = read(Shared.data(name), Optional.empty());
        for (String format : DataFormats.names()) {
            List<String> endings = rows.size() > 2000 ? List.of("csv") : List.of("jsonl", "csv", "parquet");
            survives(format, endings, rows);
        }
    }

    /** How many of the rows the format takes; each must be read again as it was. */
    private int survives(String format, List<String> endings, List<Conversation> rows) {
        DataFormat to = DataFormats.named(format);
        List<Conversation> taken = new ArrayList<>();
        for (Conversation row : rows) {
            try {
                to.write(row);
                // GSM8K's own answers end in their gold answer; others get theirs appended.
                if (!format.equals("gsm8k") || row.response().contains("####")) {
                    taken.add(row.withPlace(null));
                }
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("conversation " + row.id());
            }
        }
        for (String ending : taken.isEmpty() ? List.<String>of() : endings) {
            Path file = folder.resolve("rows." + ending);
            DataFormats.write(file, format, taken.stream());
            List<Conversation> read = read(file, Optional.of(format));
            assertThat(read).hasSameSizeAs(taken);
            for (int i = 0; i < taken.size(); i++) {
                assertThat(expected(format, taken.get(i), read.get(i)))
                        .as("%s in %s as %s", taken.get(i).id(), format, ending)
                        .isEqualTo((ending.matches("[ct]sv.*") && !format.equals("conversations")
                                        ? texts(taken.get(i))
                                        : taken.get(i))
                                .toString());
            }
        }
        return taken.size();
    }

    /** Reading adds what formats know of their own rows: GSM8K's gold answer, and the set's name as the source. */
    private static String expected(String format, Conversation written, Conversation read) {
        Map<String, String> provenance = new TreeMap<>(read.provenance());
        if (format.equals("gsm8k")) {
            provenance
                    .keySet()
                    .removeIf(
                            key -> key.equals("answer") && !written.provenance().containsKey(key));
        }
        provenance
                .keySet()
                .removeIf(key -> key.equals("source") && !written.provenance().containsKey(key));
        return new Conversation(
                        read.id(),
                        read.turns(),
                        read.category(),
                        read.evidence(),
                        provenance,
                        read.tools(),
                        read.fields(),
                        null)
                .toString();
    }

    /** As a table holds it: its tools and unknown fields are texts. */
    private static Conversation texts(Conversation row) {
        Map<String, JsonNode> fields = new TreeMap<>();
        row.fields().forEach((name, value) -> fields.put(name, TextNode.valueOf(value.asText())));
        JsonNode tools =
                row.tools() == null ? null : TextNode.valueOf(row.tools().toString());
        return new Conversation(
                row.id(), row.turns(), row.category(), row.evidence(), row.provenance(), tools, fields, null);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<Conversation> read(Path file, Optional<String> format) {
        try (Stream<Conversation> rows = DataFormats.read(file, format)) {
            return rows.toList();
        }
    }
}
