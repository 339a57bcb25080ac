package org.reformatted.experiments.miniature;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The held-out questions. A text contains one of them if it has all words of the question by kind, and all of its numbers, in any order. The
 * questions are indexed by their first word in alphabetical order, which is a number.
 */
final class HeldOut {
    private final Map<String, List<NavigableMap<String, Integer>>> questions;

    HeldOut(Collection<String> questions) {
        this.questions = questions.stream().map(HeldOut::counts).collect(Collectors.groupingBy(NavigableMap::firstKey));
    }

    boolean isStatedIn(String text) {
        Map<String, Integer> counts = counts(text);
        return counts.keySet().stream()
                .flatMap(word -> questions.getOrDefault(word, List.of()).stream())
                .anyMatch(question -> within(question, counts));
    }

    private static NavigableMap<String, Integer> counts(String text) {
        NavigableMap<String, Integer> counts = new TreeMap<>();
        CanonicalForm.words(text).forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }

    private static boolean within(Map<String, Integer> question, Map<String, Integer> text) {
        return question.entrySet().stream().allMatch(word -> text.getOrDefault(word.getKey(), 0) >= word.getValue());
    }
}
