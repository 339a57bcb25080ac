package org.reformatted.eval.judge;

import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.InputException;

/**
 * The correct solutions that a judge is shown with the answers.
 *
 * @param shown the questions with which the protocol shows them
 * @param byQuestion solutions of MT-Bench by question and turn; may be empty
 */
record CorrectSolutions(JudgeProtocol.References shown, Map<String, List<String>> byQuestion) {
    /**
     * Returns the solutions to the question of an answer.
     *
     * @return one per turn; empty where the protocol shows none or the question has none
     * @throws InputException when the protocol shows one with every answer, and this answer has none
     */
    List<String> of(JudgedAnswer answer) {
        return switch (shown) {
            case NONE -> List.of();
            case MT_BENCH -> byQuestion.getOrDefault(answer.id(), List.of());
            case ALWAYS ->
                List.of(answer.reference()
                        .orElseThrow(() -> InputException.at(
                                "answer " + answer.id(),
                                "no \"reference\"",
                                "the gold answer",
                                "give predictions with references")));
        };
    }

    /**
     * Returns the part of a score's name that states the number of questions for which MT-Bench's judge should have been shown a correct solution but
     * was not.
     */
    String missing(List<JudgedAnswer> answers) {
        if (shown != JudgeProtocol.References.MT_BENCH) {
            return "";
        }
        List<JudgedAnswer> needing =
                answers.stream().filter(JudgedAnswer::needsReference).toList();
        long without = needing.stream().filter(answer -> of(answer).isEmpty()).count();
        return without == 0
                ? ""
                : ", NOT as published: " + without + " of " + needing.size()
                        + " questions of mathematics, reasoning and coding without a reference";
    }
}
