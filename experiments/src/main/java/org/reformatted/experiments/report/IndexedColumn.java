package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column with few different texts.
 *
 * @param names the different texts, in the order of their first occurrence
 * @param at the index of each row's text
 */
record IndexedColumn(List<String> names, List<Integer> at) {
    static IndexedColumn of(List<String> texts) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Integer> at = new ArrayList<>();
        for (String text : texts) {
            Integer known = numbers.get(text);
            if (known == null) {
                known = numbers.size();
                numbers.put(text, known);
            }
            at.add(known);
        }
        return new IndexedColumn(List.copyOf(numbers.keySet()), at);
    }
}
