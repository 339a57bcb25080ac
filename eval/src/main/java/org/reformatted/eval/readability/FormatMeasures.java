package org.reformatted.eval.readability;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The layout of an answer, counted in its Markdown: the first thing that a rewrite of the format changes.
 *
 * @param headings lines that start with one to six {@code #}, or are entirely bold
 * @param bullets lines that start with {@code -}, {@code *} or {@code •}
 * @param steps lines that start with a number and a full stop or bracket, or with {@code Step} and a number
 * @param codeBlocks fenced blocks
 * @param tables Markdown tables, counted by their delimiter rows
 * @param paragraphs blocks of text between blank lines
 * @param wordsPerParagraph mean number of words per paragraph, {@code NaN} without paragraphs
 * @param wordsPerSentence mean number of words per sentence, {@code NaN} without words
 */
public record FormatMeasures(
        int headings,
        int bullets,
        int steps,
        int codeBlocks,
        int tables,
        int paragraphs,
        double wordsPerParagraph,
        double wordsPerSentence) {
    private static final Pattern HEADING = Pattern.compile("\\s*(?:#{1,6}\\s+\\S.*|\\*\\*[^*]+\\*\\*:?\\s*)");
    private static final Pattern BULLET = Pattern.compile("\\s*[-*•]\\s+\\S.*");
    private static final Pattern STEP = Pattern.compile("\\s*(?:[0-9]+[.)]\\s+\\S.*|[Ss]tep\\s+[0-9]+.*)");
    private static final Pattern FENCE = Pattern.compile("\\s*```.*");
    private static final Pattern TABLE_RULE =
            Pattern.compile("\\s*\\|?\\s*:?-{3,}:?\\s*(?:\\|\\s*:?-{3,}:?\\s*)+\\|?\\s*");

    /**
     * Measures an answer.
     *
     * @param text Markdown or plain text
     * @return the measures
     */
    public static FormatMeasures of(String text) {
        List<String> lines = text.lines().toList();
        List<String> paragraphs = java.util.Arrays.stream(text.split("\\n\\s*\\n", -1))
                .filter(block -> !block.isBlank())
                .toList();
        TextCounts counts = TextCounts.of(text, word -> 1, java.util.Set.of());
        double words = counts.words();
        return new FormatMeasures(
                count(lines, HEADING),
                count(lines, BULLET),
                count(lines, STEP),
                (count(lines, FENCE) + 1) / 2,
                count(lines, TABLE_RULE),
                paragraphs.size(),
                paragraphs.isEmpty() ? Double.NaN : words / paragraphs.size(),
                words == 0 ? Double.NaN : words / counts.sentences());
    }

    private static int count(List<String> lines, Pattern pattern) {
        return (int)
                lines.stream().filter(line -> pattern.matcher(line).matches()).count();
    }
}
