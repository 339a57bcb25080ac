package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.text.TextLines;
import org.reformatted.realign.text.TextOpening;

/**
 * Splits a solution in plain text into steps: at its line breaks if it has any, otherwise at the ends of its sentences and at "then", ";", ", and"
 * and ", so" between two computations, outside of brackets and quotations.
 */
final class Steps {
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=\\S)");
    private static final Pattern ABBREVIATION = Pattern.compile(
            "(?i)(?:\\b(?:mr|mrs|ms|dr|st|vs|no|approx|hr|hrs|min|sec|lb|lbs|oz|ft|in|etc|jr|sr|prof|inc|fig|eq|e\\.g|i\\.e)|\\b[A-Z]|\\A\\(?\\d{1,2})\\.\\z");
    private static final Pattern CONNECTOR = Pattern.compile(
            "\\s*;\\s*(?:(?:and\\s+)?then\\s+|and\\s+)?|,?\\s+(?:and\\s+)?then\\s*,?\\s+|,\\s+(?:and|so)\\s+");
    private static final Pattern COMPUTATION = Pattern.compile("\\d[^=]*[-+*/x×÷·^−][^=]*=\\s*[$€£]?-?\\.?\\d");
    private static final TextOpening THEN_FIRST = TextOpening.of("AaTt", "(?i)(?:and\\s+)?then\\s*,?\\s+(?=[\\d$])");

    /** The longest abbreviation with its stop, and the character before it. */
    private static final int LONGEST_ABBREVIATION = 8;

    private Steps() {}

    static List<String> split(String text) {
        if (text.indexOf('\n') >= 0) {
            List<String> lines = TextLines.stripped(text);
            if (lines.size() > 1) {
                return lines;
            }
        }
        List<String> steps = new ArrayList<>();
        for (String sentence : sentences(text.strip())) {
            clauses(sentence, steps);
        }
        return steps;
    }

    /** Splits a paragraph into sentences; a sentence does not end in brackets, in quotations or after an abbreviation. */
    static List<String> sentences(String text) {
        return sentences(text, Shield.of(text));
    }

    /** As {@link #sentences(String)}, with what is shielded in the text. */
    static List<String> sentences(String text, Shield shield) {
        List<String> sentences = new ArrayList<>();
        Matcher end = SENTENCE_END.matcher(text);
        int from = 0;
        while (end.find()) {
            String sentence = text.substring(from, end.start());
            if (shield.isOutside(end.start()) && !endsInAbbreviation(sentence)) {
                sentences.add(sentence);
                from = end.end();
            }
        }
        sentences.add(text.substring(from));
        return sentences;
    }

    /** Only the end is searched: the expression would be tried at every character of every sentence. */
    private static boolean endsInAbbreviation(String sentence) {
        int end = sentence.length();
        return sentence.endsWith(".")
                && ABBREVIATION
                        .matcher(sentence)
                        .region(Math.max(0, end - LONGEST_ABBREVIATION), end)
                        .useTransparentBounds(true)
                        .useAnchoringBounds(false)
                        .find();
    }

    /** Splits a sentence at each connector that has a computation on both sides. */
    private static void clauses(String sentence, List<String> steps) {
        Shield shield = Shield.of(sentence);
        Matcher connector = CONNECTOR.matcher(sentence);
        int from = 0;
        while (connector.find()) {
            String before = sentence.substring(from, connector.start());
            String after = sentence.substring(connector.end());
            if (shield.isOutside(connector.start())
                    && COMPUTATION.matcher(before).find()
                    && COMPUTATION.matcher(after).find()) {
                steps.add(THEN_FIRST.cutFrom(before));
                from = connector.end();
            }
        }
        steps.add(THEN_FIRST.cutFrom(sentence.substring(from)));
    }
}
