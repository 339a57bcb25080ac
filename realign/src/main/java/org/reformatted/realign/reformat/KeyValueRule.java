package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts text that consists only of keys and values to a Markdown table. Two or more records with the same keys get a row each; a single record of
 * three or more keys gets a row per key.
 */
final class KeyValueRule implements FormatRule {
    private static final Pattern PAIR = Pattern.compile("(\\p{L}[\\p{L}\\p{N} /'-]{0,30}?)\\s*:\\s+(\\S.*)");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern BLANK = Pattern.compile("\\n\\s*\\n");
    private static final int LONGEST_KEY = 4;
    private static final int LONGEST_VALUE = 10;
    private static final int FEWEST = 3;
    private static final RuleContract CONTRACT = new RuleContract(
            "key-value-table",
            "Makes a Markdown table of a text that is nothing but keys and short values.",
            Set.of("information_extraction", "data_generation"),
            "A table with named fields, every record with the same fields in the same order.",
            List.of(
                    "code, tables, lists and quotations",
                    "dialogues, questions and whole sentences",
                    "answers to questions that name a layout"),
            List.of(Pattern.compile("\\|"), Pattern.compile("---"), Pattern.compile("Field"), Pattern.compile("Value")),
            List.of(Pattern.compile(":"), Pattern.compile("the keys of each record but the first")),
            "");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        String text = response.strip();
        if (text.indexOf(':') < 0 || text.indexOf('\n') < 0) {
            return Outcome.left("the response holds no lines of keys and values");
        }
        if (Layout.fixed(text) != null || text.indexOf('|') >= 0 || AskedLayout.isNamed(question)) {
            return Outcome.left("the response has a layout of its own, or the question asks for one");
        }
        List<List<KeyValue>> records = new ArrayList<>();
        for (String block : BLANK.splitAsStream(text).toList()) {
            List<KeyValue> record = pairs(block);
            if (record.isEmpty()) {
                return Outcome.left("the response is more than keys and values");
            }
            records.add(record);
        }
        return table(records);
    }

    private static Outcome table(List<List<KeyValue>> records) {
        List<KeyValue> first = records.get(0);
        List<String> keys = first.stream().map(KeyValue::key).toList();
        if (Set.copyOf(keys).size() < keys.size()) {
            return Outcome.left("a key stands twice in a record");
        }
        if (records.size() == 1) {
            return first.size() < FEWEST
                    ? Outcome.left("the response has fewer than " + FEWEST + " keys")
                    : Outcome.changed(single(first), "a table of " + first.size() + " fields");
        }
        boolean same = first.size() > 1
                && records.stream()
                        .allMatch(record ->
                                record.stream().map(KeyValue::key).toList().equals(keys));
        return same
                ? Outcome.changed(rows(keys, records), "a table of " + records.size() + " records")
                : Outcome.left("the records have different keys");
    }

    private static String single(List<KeyValue> record) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("Field", "Value")));
        record.forEach(pair -> rows.add(List.of(pair.key(), pair.value())));
        return TableRule.markdown(rows);
    }

    private static String rows(List<String> keys, List<List<KeyValue>> records) {
        List<List<String>> rows = new ArrayList<>(List.of(keys));
        records.forEach(record -> rows.add(record.stream().map(KeyValue::value).toList()));
        return TableRule.markdown(rows);
    }

    /** Returns the pairs of a block; empty when a line is not a pair. */
    private static List<KeyValue> pairs(String block) {
        List<KeyValue> pairs = new ArrayList<>();
        for (String line : block.lines().toList()) {
            Matcher pair = PAIR.matcher(line.strip());
            if (!pair.matches() || words(pair.group(1)) > LONGEST_KEY || !isValue(pair.group(2))) {
                return List.of();
            }
            pairs.add(new KeyValue(pair.group(1), pair.group(2)));
        }
        return pairs;
    }

    private static boolean isValue(String value) {
        return words(value) <= LONGEST_VALUE
                && Shield.of(value).isClosed()
                && !value.endsWith("?")
                && !value.endsWith("!")
                && !value.contains(". ");
    }

    private static long words(String text) {
        return SPACE.splitAsStream(text).count();
    }

    /** A key and its value. */
    private record KeyValue(String key, String value) {}
}
