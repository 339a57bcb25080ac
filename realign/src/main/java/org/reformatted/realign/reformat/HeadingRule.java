package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Converts two or more short lines above paragraphs or lists, such as {@code "Ingredients:"}, to headings. */
final class HeadingRule implements FormatRule {
    private static final int FEWEST = 2;
    private static final int LONGEST_WORDS = 6;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern COLON_LINE = Pattern.compile("\\p{Lu}[^:.!?;|\"“(\\[]*:");
    private static final RuleContract CONTRACT = new RuleContract(
            "heading",
            "Marks short lines with a colon that stand over paragraphs or lists as headings.",
            Set.of(
                    "planning",
                    "how_to_generation",
                    "recommendations",
                    "explain_answer",
                    "value_judgement",
                    "ml_ai_language_model_tutor",
                    "data_generation"),
            "The parts in order under headings or lead phrases.",
            List.of(
                    "code, tables, verse and nested lists",
                    "responses with headings of their own",
                    "lines of a dialogue or a letter, and answers to questions that name a layout"),
            List.of(Pattern.compile("##")),
            List.of(Pattern.compile(":")),
            "");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        String text = response.strip();
        if (text.indexOf(":\n") < 0 && text.indexOf(": \n") < 0) {
            return Outcome.left("the response has no line that ends with a colon");
        }
        String fixed = Layout.fixed(text);
        if (fixed != null) {
            return Outcome.left(fixed);
        }
        if (text.contains("\n#") || text.startsWith("#") || text.contains("**") || AskedLayout.isNamed(question)) {
            return Outcome.left("the response has headings, or the question asks for a layout");
        }
        List<String> lines = text.lines().toList();
        List<String> rewritten = new ArrayList<>();
        int headings = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            boolean heading = isHeading(lines, i);
            headings += heading ? 1 : 0;
            if (line.endsWith(":") && !heading) {
                return Outcome.left("a line that ends with a colon is no heading");
            }
            rewritten.add(heading ? "## " + line.substring(0, line.length() - 1).strip() : lines.get(i));
        }
        return headings < FEWEST
                ? Outcome.left("the response has fewer than " + FEWEST + " headings")
                : Outcome.changed(String.join("\n", rewritten), headings + " headings");
    }

    /** Tests whether a line is a heading: a short line with a colon, the first of its block, above a line that does not end with a colon. */
    private static boolean isHeading(List<String> lines, int at) {
        String line = lines.get(at).strip();
        boolean first = at == 0 || lines.get(at - 1).isBlank();
        int next = at + 1;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return first
                && next < lines.size()
                && !lines.get(next).strip().endsWith(":")
                && COLON_LINE.matcher(line).matches()
                && !Layout.isItem(line)
                && SPACE.splitAsStream(line).count() <= LONGEST_WORDS;
    }
}
