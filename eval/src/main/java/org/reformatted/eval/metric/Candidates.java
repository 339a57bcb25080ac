package org.reformatted.eval.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.base.Check;

/** Scores of several answers to one question. */
public final class Candidates {
    private Candidates() {}

    /**
     * Computes the unbiased estimate of pass@k: the probability that at least one of k answers, drawn from n answers, is right (M. Chen et al., arXiv
     * 2107.03374, section 2.1).
     *
     * @param n number of answers
     * @param correct number of right answers
     * @param k number of drawn answers
     * @return a value in [0, 1]
     */
    public static double passAt(int n, int correct, int k) {
        Check.argument(k > 0 && k <= n, "k (%s) must lie in [1, %s]", k, n);
        Check.argument(correct >= 0 && correct <= n, "correct (%s) must lie in [0, %s]", correct, n);
        double allWrong = 1;
        for (int i = 0; i < k; i++) {
            allWrong *= (double) Math.max(0, n - correct - i) / (n - i);
        }
        return 1 - allWrong;
    }

    /**
     * Returns the most frequent answer (X. Wang et al., arXiv 2203.11171); of equally frequent ones the first.
     *
     * @param answers the answer extracted from each output; empty where none was found
     * @return the answer; empty when there is none
     */
    public static Optional<String> majority(List<Optional<String>> answers) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        answers.forEach(answer -> answer.ifPresent(text -> counts.merge(text, 1, Integer::sum)));
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return counts.entrySet().stream()
                .filter(count -> count.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
