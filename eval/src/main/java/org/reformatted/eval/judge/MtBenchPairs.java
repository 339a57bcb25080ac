package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.llm.ChatModel;

/**
 * MT-Bench's pairwise mode: both turns of a conversation are compared, each in both orders, with correct solutions where there are some.
 * Prompts differ by turn and reference; a row names its own.
 *
 * @param model who judges
 * @param attempts how often it is asked at most when its reply holds no verdict
 * @param samples how many verdicts make up one order's
 * @param prompts FastChat's; ours when absent
 */
record MtBenchPairs(ChatModel model, int attempts, int samples, Optional<FastChatPrompts> prompts) {
    /** A turn's comparison. */
    record Turn(int number, String judge, Judgement judgement) {}

    /** Compares the turns that both sides have. */
    List<Turn> compare(JudgedAnswer answer, JudgedAnswer other, List<String> solutions) {
        List<Turn> turns = new ArrayList<>();
        Optional<String> first = solutions.stream().findFirst();
        turns.add(turn(1, answer.id(), first, solutions, shown(answer.question(), answer.answer(), other.answer())));
        if (answer.secondQuestion().isPresent()
                && answer.secondAnswer().isPresent()
                && other.secondAnswer().isPresent()) {
            Map<String, String> shown = shown(
                    answer.secondQuestion().get(),
                    answer.secondAnswer().get(),
                    other.secondAnswer().get());
            shown.put("firstQuestion", answer.question());
            shown.put("firstBefore", answer.answer());
            shown.put("secondBefore", other.answer());
            Optional<String> both =
                    solutions.size() > 1 ? Optional.of(String.join("\n\n", solutions)) : Optional.empty();
            turns.add(turn(2, answer.id(), both, solutions, shown));
        }
        return turns;
    }

    private static Map<String, String> shown(String question, String first, String second) {
        return new HashMap<>(Map.of("question", question, "first", first, "second", second));
    }

    private Turn turn(
            int number, String id, Optional<String> solution, List<String> solutions, Map<String, String> slots) {
        JudgeProtocol asked = prompts.map(theirs -> theirs.pair(number, solution.isPresent()))
                .orElseGet(() -> JudgeProtocol.mtBenchPair(number, solution.isPresent()));
        Map<String, String> shown = FastChatPrompts.withSolutions(asked, slots, solutions);
        if (asked.template().slots().contains("reference")) {
            solution.ifPresent(text -> shown.put("reference", text));
        }
        PairwiseJudge judge = new PairwiseJudge(model, asked, attempts, samples);
        return new Turn(number, judge.name(), judge.compare(id, shown, swapped(shown)));
    }

    private static Map<String, String> swapped(Map<String, String> shown) {
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
