package org.reformatted.eval.answer;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the answer to a mathematics problem in an output. */
final class MathExtraction {
    private static final Pattern STATED =
            Pattern.compile("(?i)\\b(?:answers?|(?:correct|right) (?:option|choice))\\b(?: +(?:to|of|for|we)\\b[^.\\n"
                    + "]{0,60}?)?[*_]*\\s*(?:(?:is|are)\\b|[:=])\\s*[*_:]*\\s*");
    private static final Pattern HEADING = Pattern.compile("(?im)^[#*\\s]*(?:the )?(?:final )?answer[*\\s:]*\\n\\s*");
    private static final Pattern FINAL = Pattern.compile("(?i)final answer\\s*(?:is|:)");
    private static final Pattern END_OF_TURN = Pattern.compile("<\\|[a-z_]+\\|>|</s>|<eos>|<end_of_turn>");
    /** The role name that chat templates put before a turn. */
    private static final Pattern ROLE = Pattern.compile("^\\s*assistant\\s*(?:\\n|$)");

    private static final Pattern THINKING = Pattern.compile("(?s).*</think>");
    /** A formula's delimiter, or a number after a word. */
    private static final Pattern MARKED = Pattern.compile("\\$|\\\\[(\\[]|[a-z]{2,} .*[0-9]");

    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Pattern PROSE = Pattern.compile("(?<![\\\\a-zA-Z])[a-zA-Z]{4,}");
    private static final int SHORT = 80;

    private MathExtraction() {}

    /** Returns only the last box, as the benchmark's authors read it; without a box, the same as {@link #answer}. */
    static Optional<String> strictAnswer(String output) {
        List<MathBoxes.Box> boxes = MathBoxes.of(output);
        return boxes.isEmpty()
                ? answer(output)
                : Optional.of(boxes.get(boxes.size() - 1).content());
    }

    /** Returns the content of the last box; boxes with only "and" or a comma between them form one list. */
    static Optional<String> boxes(String output) {
        return MathBoxes.last(output).map(MathBoxes.Box::content);
    }

    /**
     * Returns the last box, unless a final answer is stated after it. Without a box, the answer is the first of these that exists: an output of one
     * short line without formula delimiters; the text that is stated to be the answer; the result stated by the last sentence with a formula or
     * number; an output of one short line.
     */
    static Optional<String> answer(String output) {
        String text = spoken(output);
        Optional<MathBoxes.Box> box = MathBoxes.last(text);
        if (box.isPresent()) {
            String behind = text.substring(box.get().end());
            Matcher last = FINAL.matcher(behind);
            return last.find()
                    ? stated(behind)
                            .filter(MathExtraction::isShortFormula)
                            .filter(said -> DIGIT.matcher(said).find())
                            .or(() -> box.map(MathBoxes.Box::content))
                    : box.map(MathBoxes.Box::content);
        }
        return bareLine(text)
                .or(() -> stated(text))
                .or(() -> lastSentence(text))
                .or(() -> line(text));
    }

    /** Removes the thinking before an answer and the text that was generated after its end. */
    private static String spoken(String output) {
        Matcher thinking = THINKING.matcher(output);
        String text = thinking.lookingAt() && !output.substring(thinking.end()).isBlank()
                ? output.substring(thinking.end())
                : output;
        int from = 0;
        for (Matcher mark = END_OF_TURN.matcher(text); mark.find(); from = mark.end()) {
            String turn = ROLE.matcher(text.substring(from, mark.start())).replaceFirst("");
            if (!turn.isBlank()) {
                return turn;
            }
        }
        return ROLE.matcher(text.substring(from)).replaceFirst("");
    }

    private static boolean isShortFormula(String text) {
        return text.length() <= SHORT
                && !PROSE.matcher(text.replaceAll("\\\\[a-zA-Z]+", "")).find();
    }

    private static Optional<String> stated(String text) {
        int end = Math.max(lastEnd(STATED, text), lastEnd(HEADING, text));
        if (end < 0) {
            return Optional.empty();
        }
        return MathSentences.of(text.substring(end)).stream()
                .filter(sentence -> !sentence.text().isBlank())
                .findFirst()
                .flatMap(MathExtraction::statedIn);
    }

    private static Optional<String> statedIn(MathSentences.Sentence sentence) {
        if (!sentence.formulas().isEmpty()) {
            return MathSentences.answer(sentence);
        }
        String text = sentence.text().replaceAll("[*`]", "").strip();
        Optional<String> number = MathSentences.lastNumber(text);
        return PROSE.matcher(text).find() && number.isPresent()
                ? number
                : Optional.of(text).filter(said -> !said.isEmpty());
    }

    private static int lastEnd(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int end = -1;
        while (matcher.find()) {
            end = matcher.end();
        }
        return end;
    }

    private static Optional<String> lastSentence(String text) {
        List<MathSentences.Sentence> sentences = MathSentences.of(text);
        for (int i = sentences.size() - 1; i >= 0; i--) {
            Optional<String> answer = MathSentences.answer(sentences.get(i));
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /** Returns an output of one short line that has no formula delimiters and no number after a word. */
    private static Optional<String> bareLine(String output) {
        return line(output).filter(text -> !MARKED.matcher(text).find()).filter(MathExtraction::isShortFormula);
    }

    private static Optional<String> line(String output) {
        String text = output.strip();
        return !text.isEmpty() && text.length() <= SHORT && !text.contains("\n") && !text.contains("\\boxed{")
                ? Optional.of(text)
                : Optional.empty();
    }
}
