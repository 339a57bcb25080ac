package org.reformatted.realign.reformat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Puts the items of a list in a run-on paragraph on separate lines: numbered items ({@code 1. ... 2. ...}), sentences that start with "First",
 * "Then", "Finally", and three or more short items after a colon or after "include". For keywords and orders, {@link Bare} accepts a response that
 * consists only of items. The words of an item are not changed, except that the "and" before the last one is removed.
 */
final class ListRule implements FormatRule {
    private static final Set<String> BARE = Set.of("keywords_extraction", "ordering", "recommendations");
    private static final RuleContract CONTRACT = new RuleContract(
            "list",
            "Gives each item of a list that stands in one run-on paragraph a line and a number.",
            Set.of(
                    "how_to_generation",
                    "planning",
                    "recommendations",
                    "question_generation",
                    "data_generation",
                    "keywords_extraction",
                    "explain_answer",
                    "value_judgement",
                    "ml_ai_language_model_tutor",
                    "ordering"),
            "The steps, items, reasons or questions as a list, in their order.",
            List.of(
                    "code, tables, verse, lists and quotations",
                    "what stands in brackets, quotation marks or LaTeX",
                    "questions, and answers to questions that name a layout"),
            List.of(Pattern.compile("\\d+\\."), Pattern.compile("-"), Pattern.compile(":")),
            List.of(Pattern.compile("\\(?\\d{1,2}[.)]"), Pattern.compile("[,;.]"), Pattern.compile("and|or")),
            "");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        String text = response.strip();
        if (text.indexOf('\n') >= 0) {
            return Outcome.left("the response has lines of its own");
        }
        String fixed = Layout.fixed(text);
        if (fixed != null) {
            return Outcome.left(fixed);
        }
        Shield shield = Shield.of(text);
        if (!shield.isClosed()) {
            return Outcome.left("a bracket or quotation mark has no partner");
        }
        if (AskedLayout.isNamed(question)) {
            return Outcome.left("the question asks for a layout");
        }
        List<String> sentences = Steps.sentences(text, shield);
        for (ListItems items :
                List.of(ListItems.numbered(text, shield), ListItems.ordinals(sentences), ListItems.afterColon(text))) {
            if (items.isList()) {
                return changed(items, true);
            }
        }
        ListItems include = ListItems.afterInclude(sentences);
        return include.isList()
                ? changed(include, false)
                : Outcome.left("the response holds no list of 3 or more items");
    }

    private static Outcome changed(ListItems items, boolean numbered) {
        return Outcome.changed(items.text(numbered), items.items().size() + " items, one a line");
    }

    /** Converts responses that consist only of items, for the categories whose answer is a list. */
    static final class Bare implements FormatRule {
        private static final RuleContract CONTRACT = new RuleContract(
                "bare-list",
                "Gives each item of a response that is nothing but short items between commas a line.",
                BARE,
                "The items, keywords or recommendations as a list.",
                List.of(
                        "code, tables, verse, lists and quotations",
                        "brackets and quotation marks",
                        "numbers, and answers to questions that name a layout"),
                List.of(Pattern.compile("\\d+\\.")),
                List.of(Pattern.compile("[,.]"), Pattern.compile("and|or")),
                "");

        @Override
        public RuleContract contract() {
            return CONTRACT;
        }

        @Override
        public Outcome apply(String question, String response) {
            String text = response.strip();
            if (text.indexOf('\n') >= 0 || AskedLayout.isNamed(question)) {
                return Outcome.left("the response has lines of its own, or the question asks for a layout");
            }
            ListItems items = ListItems.bare(text);
            return items.isList()
                    ? changed(items, true)
                    : Outcome.left("the response is more than items between commas");
        }
    }
}
