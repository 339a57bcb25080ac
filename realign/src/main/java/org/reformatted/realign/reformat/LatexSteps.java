package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a solution in LaTeX, such as MATH's, into steps. Each paragraph is a step; if there is only one paragraph, each sentence is a step. Formulas
 * and drawings are not split.
 */
final class LatexSteps {
    private static final Pattern PARAGRAPH = Pattern.compile("\\n[ \\t]*\\n\\s*");
    private static final Pattern WHOLE = Pattern.compile(
            "\\[asy].*?\\[/asy]|\\\\begin\\{(\\w+\\*?)}.*?\\\\end\\{\\1}|\\\\\\[.*?\\\\]|\\\\\\(.*?\\\\\\)|\\$\\$.*?\\$\\$|(?<!\\\\)\\$[^$]*(?<!\\\\)\\$",
            Pattern.DOTALL);
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?](\\s+)(?=[A-Z\\\\$])");

    private LatexSteps() {}

    static List<String> split(String text) {
        List<String> paragraphs = outside(text, PARAGRAPH, 0);
        return paragraphs.size() > 1 ? paragraphs : outside(text, SENTENCE_END, 1);
    }

    /** Splits a text where the pattern's group matches outside of formulas and drawings. */
    private static List<String> outside(String text, Pattern pattern, int group) {
        boolean[] whole = whole(text);
        List<String> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (matcher.find()) {
            if (!whole[matcher.start(group)]) {
                parts.add(text.substring(from, matcher.start(group)).strip());
                from = matcher.end(group);
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private static boolean[] whole(String text) {
        boolean[] whole = new boolean[text.length()];
        Matcher matcher = WHOLE.matcher(text);
        while (matcher.find()) {
            Arrays.fill(whole, matcher.start(), matcher.end(), true);
        }
        return whole;
    }
}
