package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;

/**
 * An answer that a tool saved. Supported are this project's {@code predictions.jsonl} and rows with an output; samples of lm-evaluation-harness (the
 * raw {@code resps} of the rows of the first filter); outputs of batches of OpenAI's service and of vLLM; AlpacaEval's model outputs; FastChat's
 * model answers.
 *
 * @param place file and line
 * @param id the row's own id, or its number from 0
 * @param hasId whether the row has an id
 * @param question the question, where the row contains it
 * @param outputs the answers of the turns, at least one
 * @param laterQuestions the questions after the first answer
 * @param reference the reference answer, where the row contains it
 * @param group the subtask, for benchmarks with subtasks: {@code task}, {@code subject} or {@code category}; may be empty
 * @param problem why the row contains no answer, such as a refusal of the service; empty where it contains one
 */
public record AnswerRow(
        String place,
        String id,
        boolean hasId,
        Optional<String> question,
        List<String> outputs,
        List<String> laterQuestions,
        Optional<String> reference,
        String group,
        String problem) {
    /** Copies the lists. */
    public AnswerRow {
        outputs = List.copyOf(outputs);
        laterQuestions = List.copyOf(laterQuestions);
    }

    /**
     * Reads a file row by row.
     *
     * @param file JSON Lines, a JSON array, either gzipped, or Parquet
     * @param each receives every answer in the order of the file
     * @throws InputException naming a row that can't be used, or that has the id of an earlier one
     */
    public static void forEach(Path file, Consumer<AnswerRow> each) {
        Map<String, Integer> rowsById = new HashMap<>();
        AnswerReader reader = new AnswerReader();
        int[] number = new int[1];
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEachOrdered(row -> {
                number[0]++;
                reader.read(row).ifPresent(answer -> {
                    Integer before = answer.hasId ? rowsById.putIfAbsent(answer.id, number[0]) : null;
                    if (before != null) {
                        throw repeated(answer, before);
                    }
                    each.accept(answer);
                });
            });
        }
        if (reader.answers() == 0) {
            throw none(String.valueOf(file));
        }
    }

    /**
     * Creates the error for a row with the id of an earlier row.
     *
     * @param answer the later row
     * @param before the number of the earlier row in the file, from 1
     * @return the error, for the caller to throw
     */
    public static InputException repeated(AnswerRow answer, long before) {
        return InputException.at(
                answer.place,
                "row " + before + " has the id " + answer.id + " already",
                "one row per id",
                "remove one of the two");
    }

    /**
     * Creates the error for a file without answers.
     *
     * @param file its name
     * @return the error, for the caller to throw
     */
    public static InputException none(String file) {
        return InputException.at(file, "no rows", "one prediction per line", "give a file with predictions");
    }

    /** Reads a row; a row without an id gets the number as its id. */
    static AnswerRow read(JsonLines.Row row, int number) {
        JsonNode node = row.node();
        if (node.has("custom_id")) {
            return ofBatch(row);
        }
        Optional<JsonNode> choices =
                Rows.value(node, "choices").filter(c -> c.path(0).has("turns"));
        if (choices.isPresent()) {
            return new AnswerRow(
                    row.place(),
                    Rows.id(row, number),
                    true,
                    Optional.empty(),
                    texts(choices.get().path(0).path("turns")),
                    List.of(),
                    Optional.empty(),
                    group(node),
                    "");
        }
        return node.has("resps") ? ofHarness(row, number) : ofOutput(row, number);
    }

    private static AnswerRow ofOutput(JsonLines.Row row, int number) {
        JsonNode node = row.node();
        boolean hasId =
                Rows.value(node, "id").or(() -> Rows.value(node, "question_id")).isPresent();
        List<String> outputs = new ArrayList<>(List.of(Rows.textOrNumber(row, "output")));
        List<String> later = new ArrayList<>();
        node.path("laterTurns").forEach(turn -> {
            later.add(turn.path("prompt").asText(""));
            outputs.add(turn.path("output").asText(""));
        });
        Optional<String> question = Stream.of("prompt", "question", "problem", "instruction")
                .flatMap(field -> Rows.value(node, field).stream())
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
        Optional<String> reference = Rows.value(node, "reference").map(value -> Rows.textOrNumber(row, "reference"));
        return new AnswerRow(
                row.place(), Rows.id(row, number), hasId, question, outputs, later, reference, group(node), "");
    }

    /** Reads a row of lm-evaluation-harness' {@code samples_*.jsonl}, written with {@code --log_samples}. */
    private static AnswerRow ofHarness(JsonLines.Row row, int number) {
        JsonNode node = row.node();
        JsonNode reply = node.path("resps").path(0);
        while (reply.isArray() && !reply.isEmpty()) {
            reply = reply.path(0);
        }
        if (!reply.isTextual()) {
            throw InputException.at(
                    row.place(), "no text in \"resps\"", "a task that generates text", "score another task's samples");
        }
        JsonNode doc = node.path("doc");
        Optional<String> question = Stream.of("question", "problem", "input", "instruction")
                .map(doc::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
        String id = Rows.value(node, "doc_id").map(JsonNode::asText).orElse(String.valueOf(number));
        Optional<String> reference = Rows.value(node, "target").map(JsonNode::asText);
        return new AnswerRow(
                row.place(), id, true, question, List.of(reply.textValue()), List.of(), reference, group(doc), "");
    }

    /** Reads a line of a batch's output, as OpenAI's service and vLLM's {@code run-batch} write it. */
    private static AnswerRow ofBatch(JsonLines.Row row) {
        JsonNode node = row.node();
        JsonNode response = node.path("response");
        JsonNode choice = response.path("body").path("choices").path(0);
        JsonNode content = choice.path("message").path("content");
        String text =
                content.isTextual() ? content.textValue() : choice.path("text").asText("");
        boolean answered = content.isTextual() || choice.path("text").isTextual();
        String finish = choice.path("finish_reason").asText("");
        String error = Rows.value(node, "error").map(JsonNode::toString).orElse("");
        String problem = answered
                ? ""
                : "no answer" + (finish.isEmpty() ? "" : ", finish_reason " + finish)
                        + (error.isEmpty() ? "" : ", " + error)
                        + (response.has("status_code")
                                ? ", status " + response.path("status_code").asText()
                                : "");
        return new AnswerRow(
                row.place(),
                node.path("custom_id").asText(),
                true,
                Optional.empty(),
                List.of(text),
                List.of(),
                Optional.empty(),
                "",
                problem);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText("")));
        return texts;
    }

    private static String group(JsonNode node) {
        return Stream.of("task", "subject", "category")
                .flatMap(field -> Rows.value(node, field).stream())
                .map(value -> value.asText(""))
                .findFirst()
                .orElse("");
    }
}
