package org.reformatted.eval.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/**
 * Compares answers to factual questions with gold answers, without a judge, after SQuAD's normalisation (P. Rajpurkar et al., arXiv 1606.05250: lower
 * case, no punctuation, no articles). The policies measure overlap of words and are never shown as a judged score. Each line of a reference is a
 * right answer; the one with the best score counts.
 */
public final class FactualAnswer {
    /** Increment when scores of existing outputs change. */
    public static final int VERSION = 1;

    /** Whether the output is a gold answer without further words. */
    public static final String EXACT_MATCH = "exact-match";

    /** Overlap of words: the harmonic mean of precision and recall. */
    public static final String F1 = "f1";

    /** Whether a gold answer is in the output, word by word. */
    public static final String CONTAINMENT = "containment";

    /** The default is containment, because long answers contain the gold answer among other words. */
    public static final String DEFAULT = CONTAINMENT;

    private FactualAnswer() {}

    /**
     * Returns the policies, in the order in which reports show them.
     *
     * @return all three policies
     */
    public static List<AnswerPolicy> policies() {
        return List.of(
                policy(EXACT_MATCH, (output, gold) -> output.equals(gold) ? 1 : 0),
                policy(F1, FactualAnswer::f1),
                policy(CONTAINMENT, (output, gold) -> contains(output, gold) ? 1 : 0));
    }

    private static AnswerPolicy policy(String name, ToDoubleBiFunction<List<String>, List<String>> measure) {
        return new AnswerPolicy(name, (output, reference) -> {
            List<String> words = words(output);
            if (words.isEmpty()) {
                return Verdict.UNPARSED;
            }
            double best = reference
                    .lines()
                    .map(FactualAnswer::words)
                    .filter(gold -> !gold.isEmpty())
                    .mapToDouble(gold -> measure.applyAsDouble(words, gold))
                    .max()
                    .orElseThrow(() -> new IllegalArgumentException("reference () must contain a right answer"));
            return new Verdict(String.join(" ", words), best);
        });
    }

    /**
     * Returns the words of a text in lower case, without punctuation and articles.
     *
     * @param text an answer
     * @return its words; empty where nothing is left to compare
     */
    public static List<String> words(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[\\p{Punct}\u2018\u2019\u201c\u201d]", "");
        return Optional.of(plain.replaceAll("\\b(?:a|an|the)\\b", " ").strip())
                .filter(words -> !words.isEmpty())
                .map(words -> List.of(words.split("\\s+", -1)))
                .orElse(List.of());
    }

    private static double f1(List<String> output, List<String> gold) {
        Map<String, Integer> counts = new HashMap<>();
        gold.forEach(word -> counts.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : output) {
            int left = counts.getOrDefault(word, 0);
            common += left > 0 ? 1 : 0;
            counts.put(word, left - 1);
        }
        return 2.0 * common / (output.size() + gold.size());
    }

    private static boolean contains(List<String> output, List<String> gold) {
        return (" " + String.join(" ", output) + " ").contains(" " + String.join(" ", gold) + " ");
    }
}
