package org.reformatted.realign.filter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.data.Conversation;

/**
 * Reverts a rewrite whose final answer differs from the original's. The original's answer is the provenance {@code answer} if the source has one,
 * otherwise the answer that the original declares; a rewrite must not state an answer that is only possible in the original. This filter does not use
 * the code that rewrites: it has its own search for statements and its own comparison of numbers. Rows of categories other than {@code math_puzzles}
 * without the provenance {@code answer} pass.
 */
public record AnswerPreservedFilter() implements RewriteFilter {
    @Override
    public String name() {
        return "answer-preserved";
    }

    /** 2: the last number of an original that declares no answer is not used as its answer. */
    @Override
    public int version() {
        return 2;
    }

    @Override
    public FilterVerdict judge(Conversation original, String rewritten) {
        String gold = original.provenance().get("answer");
        if (gold == null && !"math_puzzles".equals(original.category())) {
            return FilterVerdict.keep(name(), "no final answer is asked of category " + original.category());
        }
        List<String> after = StatedAnswers.in(rewritten);
        String stated = after.isEmpty() ? null : after.get(after.size() - 1);
        if (gold != null) {
            return against(gold, stated, rewritten);
        }
        List<String> before = StatedAnswers.declared(original.response());
        if (before.isEmpty()) {
            return undeclared(original, stated, rewritten);
        }
        String last = before.get(before.size() - 1);
        boolean several = before.stream().anyMatch(other -> !AnswerText.same(other, last));
        if (several && (stated == null || !before.stream().allMatch(stated::contains))) {
            return stated == null || after.equals(StatedAnswers.in(original.response()))
                    ? numbersKept(original, rewritten)
                    : FilterVerdict.revert(
                            name(), "the original declares several answers, the rewrite states " + stated);
        }
        return against(last, stated, rewritten);
    }

    private FilterVerdict against(String answer, @Nullable String stated, String rewritten) {
        if (stated != null && AnswerText.same(answer, stated)) {
            return FilterVerdict.keep(name(), "both end in " + answer);
        }
        List<String> numbers = WholeNumbers.in(rewritten);
        String found = stated != null ? stated : numbers.isEmpty() ? null : numbers.get(numbers.size() - 1);
        if (found == null) {
            return FilterVerdict.revert(name(), "the rewrite has no final answer; the original's is " + answer);
        }
        return AnswerText.same(answer, found)
                ? FilterVerdict.keep(name(), "both end in " + answer)
                : FilterVerdict.revert(name(), "the original's answer is " + answer + ", the rewrite's is " + found);
    }

    /**
     * Judges the rewrite of an original that declares no answer: the stated answer must be in the original, its closing result, or the only number
     * that the original adds to the question.
     */
    private FilterVerdict undeclared(Conversation original, @Nullable String stated, String rewritten) {
        String response = original.response();
        if (stated == null) {
            return numbersKept(original, rewritten);
        }
        List<String> answer = WholeNumbers.in(stated);
        if (answer.isEmpty()) {
            return AnswerText.holds(response, stated)
                    ? FilterVerdict.keep(name(), "the original says " + stated)
                    : FilterVerdict.revert(name(), "the original has no final answer to compare with");
        }
        if (closing(response).equals(answer)) {
            return FilterVerdict.keep(name(), "the original closes with " + stated);
        }
        Set<String> own = new HashSet<>(WholeNumbers.in(response));
        own.removeAll(WholeNumbers.in(original.question()));
        if (own.equals(new HashSet<>(answer))) {
            return FilterVerdict.keep(name(), "the one number that the original adds to the question is " + stated);
        }
        return WholeNumbers.in(response).isEmpty()
                ? FilterVerdict.revert(name(), "the original has no final answer to compare with")
                : FilterVerdict.revert(
                        name(), "the rewrite states " + stated + ", the original declares no final answer");
    }

    /**
     * Returns the number after the last equals sign if its left side is a computation; empty if the left side is a variable or nothing is computed.
     */
    private static List<String> closing(String response) {
        int equals = response.lastIndexOf('=');
        int from = equals - 1;
        boolean computes = false;
        while (from > 0 && "=,;\n".indexOf(response.charAt(from)) < 0) {
            computes |= "+-−*/x×÷".indexOf(response.charAt(from)) >= 0 && from + 1 < equals;
            from--;
        }
        boolean numbers =
                equals > 0 && WholeNumbers.in(response.substring(from, equals)).size() > 1;
        return computes && numbers ? WholeNumbers.in(response.substring(equals + 1)) : List.of();
    }

    private FilterVerdict numbersKept(Conversation original, String rewritten) {
        Set<String> missing = new HashSet<>(WholeNumbers.in(original.response()));
        missing.removeAll(WholeNumbers.in(rewritten));
        return missing.isEmpty()
                ? FilterVerdict.keep(name(), "neither states one final answer; every number stands in the rewrite")
                : FilterVerdict.revert(
                        name(),
                        "neither states one final answer; missing in the rewrite: " + String.join(", ", missing));
    }
}
