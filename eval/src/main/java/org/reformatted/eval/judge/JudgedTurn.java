package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One turn of a conversation in the form that a judge is shown. The slots are {@code question} and {@code answer}, or {@code first} and
 * {@code second} for comparisons. A second turn has in addition {@code firstQuestion} and {@code firstAnswer}, or {@code firstBefore} and
 * {@code secondBefore} for comparisons. {@code reference} contains the right answers of the turns so far; {@code referenceOne} and
 * {@code referenceTwo} contain one of them each.
 *
 * @param number 1 or 2
 * @param solved whether right answers of all turns so far are known
 * @param shown the texts by slot; for comparisons, with the scored answer first
 */
record JudgedTurn(int number, boolean solved, Map<String, String> shown) {
    /** Returns the turns of an answer that a protocol judges. */
    static List<JudgedTurn> rated(JudgeProtocol protocol, JudgedAnswer answer, List<String> right) {
        List<JudgedTurn> turns = new ArrayList<>();
        turns.add(of(1, right, Map.of("question", answer.question(), "answer", answer.answer())));
        if (protocol.hasSecondTurn()
                && answer.secondQuestion().isPresent()
                && answer.secondAnswer().isPresent()) {
            turns.add(of(
                    2,
                    right,
                    Map.of(
                            "firstQuestion", answer.question(),
                            "firstAnswer", answer.answer(),
                            "question", answer.secondQuestion().get(),
                            "answer", answer.secondAnswer().get())));
        }
        return turns;
    }

    /** Returns the turns that both sides have. */
    static List<JudgedTurn> compared(
            JudgeProtocol protocol, JudgedAnswer answer, JudgedAnswer other, List<String> right) {
        List<JudgedTurn> turns = new ArrayList<>();
        turns.add(of(
                1, right, Map.of("question", answer.question(), "first", answer.answer(), "second", other.answer())));
        if (protocol.hasSecondTurn()
                && answer.secondQuestion().isPresent()
                && answer.secondAnswer().isPresent()
                && other.secondAnswer().isPresent()) {
            turns.add(of(
                    2,
                    right,
                    Map.of(
                            "firstQuestion", answer.question(),
                            "firstBefore", answer.answer(),
                            "secondBefore", other.answer(),
                            "question", answer.secondQuestion().get(),
                            "first", answer.secondAnswer().get(),
                            "second", other.secondAnswer().get())));
        }
        return turns;
    }

    private static JudgedTurn of(int number, List<String> right, Map<String, String> shown) {
        boolean solved = right.size() >= number;
        Map<String, String> all = new HashMap<>(shown);
        if (solved) {
            all.put("reference", String.join("\n\n", right.subList(0, number)));
            all.put("referenceOne", right.get(0));
            Optional.of(right).filter(two -> number == 2).ifPresent(two -> all.put("referenceTwo", two.get(1)));
        }
        return new JudgedTurn(number, solved, all);
    }

    /** Returns the texts by slot with the two answers exchanged. */
    Map<String, String> swapped() {
        Map<String, String> other = new HashMap<>(shown);
        exchange(other, "first", "second");
        exchange(other, "firstBefore", "secondBefore");
        return other;
    }

    private static void exchange(Map<String, String> slots, String one, String two) {
        String first = slots.get(one);
        String second = slots.get(two);
        if (first != null && second != null) {
            slots.put(one, second);
            slots.put(two, first);
        }
    }
}
