package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts a solution in plain text into steps: at its line breaks where it has any, otherwise at the ends of its sentences and at "then",
 * ";", ", and" and ", so" that stand between two computations.
 */
final class Steps {
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=\\S)");
    private static final Pattern ABBREVIATION = Pattern.compile(
            "(?i)(?:\\b(?:mr|mrs|ms|dr|st|vs|no|approx|hr|hrs|min|sec|lb|lbs|oz|ft|in|e\\.g|i\\.e)|\\b[A-Z])\\.\\z");
    private static final Pattern CONNECTOR = Pattern.compile(
            "\\s*;\\s*(?:(?:and\\s+)?then\\s+|and\\s+)?|,?\\s+(?:and\\s+)?then\\s*,?\\s+|,\\s+(?:and|so)\\s+");
    private static final Pattern COMPUTATION = Pattern.compile("\\d.*=|=.*\\d");
    private static final Opening THEN_FIRST = Opening.of("AaTt", "(?i)(?:and\\s+)?then\\s*,?\\s+");

    private Steps() {}

    static List<String> split(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (lines.size() > 1) {
            return lines;
        }
        List<String> steps = new ArrayList<>();
        for (String sentence : sentences(text.strip())) {
            steps.addAll(clauses(sentence));
        }
        return steps;
    }

    private static List<String> sentences(String text) {
        List<String> sentences = new ArrayList<>();
        Matcher end = SENTENCE_END.matcher(text);
        int from = 0;
        while (end.find()) {
            String sentence = text.substring(from, end.start());
            if (!ABBREVIATION.matcher(sentence).find()) {
                sentences.add(sentence);
                from = end.end();
            }
        }
        sentences.add(text.substring(from));
        return sentences;
    }

    /** Parts a sentence at a connector when what stands on either side of it is a computation. */
    private static List<String> clauses(String sentence) {
        Optional<int[]> at = firstConnector(sentence);
        if (at.isEmpty()) {
            return List.of(THEN_FIRST.cutFrom(sentence));
        }
        List<String> clauses = new ArrayList<>();
        clauses.add(THEN_FIRST.cutFrom(sentence.substring(0, at.get()[0])));
        clauses.addAll(clauses(sentence.substring(at.get()[1])));
        return clauses;
    }

    private static Optional<int[]> firstConnector(String sentence) {
        Matcher connector = CONNECTOR.matcher(sentence);
        while (connector.find()) {
            String before = sentence.substring(0, connector.start());
            String after = sentence.substring(connector.end());
            if (COMPUTATION.matcher(before).find() && COMPUTATION.matcher(after).find()) {
                return Optional.of(new int[] {connector.start(), connector.end()});
            }
        }
        return Optional.empty();
    }
}
