package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.reformatted.realign.text.TextLines;
import org.reformatted.realign.text.TextOpening;

/**
 * Converts three or more questions to a numbered list. The questions are on separate lines, with or without a dash, or one after another in a
 * paragraph.
 */
final class QuestionListRule implements FormatRule {
    private static final TextOpening DASH = TextOpening.of("-*•", "[-*•]\\s+");
    private static final RuleContract CONTRACT = new RuleContract(
            "question-list",
            "Numbers questions that stand in lines or in one paragraph.",
            Set.of("question_generation"),
            "The questions as a numbered list, one sentence each.",
            List.of(
                    "numbered lists, options to choose from, and anything that is no question",
                    "brackets and quotation marks",
                    "answers to questions that name a layout"),
            List.of(Pattern.compile("\\d+\\.")),
            List.of(Pattern.compile("[-*•]")),
            "");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        String text = response.strip();
        Shield shield = Shield.of(text);
        if (AskedLayout.isNamed(question) || !shield.isClosed()) {
            return Outcome.left("the question asks for a layout, or a bracket or quotation mark has no partner");
        }
        List<String> questions = text.indexOf('\n') < 0 ? Steps.sentences(text, shield) : TextLines.stripped(text);
        String first = questions.get(0);
        int colon = first.indexOf(": ");
        String lead = first.endsWith(":") ? first : colon > 0 ? first.substring(0, colon + 1) : "";
        List<String> asked = new ArrayList<>(questions.subList(first.endsWith(":") ? 1 : 0, questions.size()));
        if (colon > 0 && !first.endsWith(":")) {
            asked.set(0, first.substring(colon + 2).strip());
        }
        List<String> items = new ArrayList<>();
        for (String item : asked) {
            String bare = DASH.cutFrom(item);
            if (!bare.endsWith("?") || Layout.isItem(bare)) {
                return Outcome.left("the response is more than questions without numbers");
            }
            items.add(bare);
        }
        ListItems list = new ListItems(lead, items, "");
        return list.isList()
                ? Outcome.changed(list.text(true), items.size() + " questions, numbered")
                : Outcome.left("the response holds fewer than " + ListItems.FEWEST + " questions");
    }
}
