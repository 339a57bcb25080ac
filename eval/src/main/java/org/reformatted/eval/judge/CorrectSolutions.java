package org.reformatted.eval.judge;

import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.InputException;

/**
 * The correct solutions that a judge is shown beside answers.
 *
 * @param shown which questions the protocol shows them with
 * @param byQuestion MT-Bench's, by question and turn; may be empty
 */
record CorrectSolutions(JudgeProtocol.References shown, Map<String, List<String>> byQuestion) {
    /**
     * Those of one answer's question.
     *
     * @return one a turn; none where the protocol shows none or the question has none
     * @throws InputException when the protocol shows one with every answer, and this has none
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

    /** The part of a score's name that says for how many questions MT-Bench's judge was shown no correct solution, but should be. */
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
