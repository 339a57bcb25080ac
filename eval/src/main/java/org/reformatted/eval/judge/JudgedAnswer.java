package org.reformatted.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.reformatted.eval.task.AnswerRow;
import org.reformatted.eval.task.Rows;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.RowFile;

/**
 * A saved answer to judge.
 *
 * @param id the question's id
 * @param question the question
 * @param answer the answer
 * @param reference the reference answer, where the file contains it
 * @param secondQuestion the second question, in a conversation of two turns
 * @param secondAnswer the answer to the second question
 */
public record JudgedAnswer(
        String id,
        String question,
        String answer,
        Optional<String> reference,
        Optional<String> secondQuestion,
        Optional<String> secondAnswer) {
    /** The questions of MT-Bench's categories math, reasoning and coding (FastChat, {@code llm_judge/common.py}, NEED_REF_CATS). */
    private static final Pattern MT_BENCH_WITH_REFERENCE = Pattern.compile("1(0[1-9]|[12]\\d|30)");

    /** Returns whether MT-Bench's judge is shown a correct solution to this question. */
    boolean needsReference() {
        return MT_BENCH_WITH_REFERENCE.matcher(id).matches();
    }

    /**
     * Reads answers: this project's {@code predictions.jsonl}, or any JSON Lines or JSON array with {@code output} and one of {@code prompt},
     * {@code question} and {@code instruction}, such as AlpacaEval's model outputs.
     *
     * @param file the answers
     * @return the answers by id, in the order of the file; the id of a row without one is its number
     * @throws InputException naming the row that can't be used or repeats an id
     */
    public static Map<String, JudgedAnswer> read(Path file) {
        return read(file, Map.of());
    }

    /**
     * Reads answers from files without questions, such as FastChat's model answers and outputs of batches.
     *
     * @param file the answers
     * @param questions the turns of each question, by id; they are used where a row has none
     * @return the answers by id, in the order of the file
     * @throws InputException naming the row that can't be used or repeats an id
     */
    public static Map<String, JudgedAnswer> read(Path file, Map<String, List<String>> questions) {
        Map<String, JudgedAnswer> answers = new LinkedHashMap<>();
        AnswerRow.forEach(file, row -> {
            JudgedAnswer answer = answer(row, questions.getOrDefault(row.id(), List.of()));
            if (answers.putIfAbsent(answer.id, answer) != null) {
                throw InputException.at(
                        row.place(), "the id " + answer.id + " again", "one row per id", "remove one of the two");
            }
        });
        return answers;
    }

    private static JudgedAnswer answer(AnswerRow row, List<String> asked) {
        if (!row.problem().isEmpty()) {
            throw InputException.at(row.place(), row.problem(), "an answer", "remove this row or answer it again");
        }
        String question = row.question()
                .or(() -> asked.stream().findFirst())
                .orElseThrow(() -> InputException.at(
                        row.place(),
                        "no question",
                        "the text \"prompt\", \"question\" or \"instruction\", or a file of questions",
                        "fix this row, or give --questions FILE"));
        Optional<String> later = row.laterQuestions().stream()
                .findFirst()
                .or(() -> asked.stream().skip(1).findFirst());
        Optional<String> second = row.outputs().stream().skip(1).findFirst();
        return new JudgedAnswer(
                row.id(),
                question,
                row.outputs().get(0),
                row.reference().filter(text -> !text.isBlank()),
                later.filter(text -> second.isPresent()),
                second);
    }

    /**
     * Reads questions.
     *
     * @param file FastChat's {@code question.jsonl}, or rows with {@code id} and a question
     * @return the turns of each, by id
     * @throws InputException naming a row without a question
     */
    public static Map<String, List<String>> questions(Path file) {
        Map<String, List<String>> questions = new LinkedHashMap<>();
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEachOrdered(row -> {
                List<String> turns = new ArrayList<>(List.of(Rows.question(row)));
                JsonNode all = row.node().path("turns");
                for (int i = 1; i < all.size(); i++) {
                    turns.add(all.path(i).asText(""));
                }
                questions.put(Rows.id(row, questions.size()), turns);
            });
        }
        return questions;
    }

    /**
     * Reads FastChat's reference answers.
     *
     * @param file {@code reference_answer/gpt-4.jsonl}
     * @return the turns of each, by question
     * @throws InputException naming the row without an answer
     */
    public static Map<String, List<String>> references(Path file) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            rows.forEachOrdered(row -> {
                List<String> turns = new ArrayList<>();
                row.node().path("choices").path(0).path("turns").forEach(turn -> turns.add(turn.asText()));
                if (turns.isEmpty() || Rows.value(row.node(), "question_id").isEmpty()) {
                    throw InputException.at(
                            row.place(),
                            "no \"question_id\" or no turns in \"choices\"",
                            "FastChat's reference answer",
                            "fix this row");
                }
                references.put(row.node().path("question_id").asText(), turns);
            });
        }
        return references;
    }
}
