package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists that stand in one run-on paragraph: numbered items ({@code 1. ... 2. ...}), sentences that begin with "First", "Then", "Finally",
 * and three or more short items behind a colon. Each item gets a line and a number; its words stay, but for the "and" before the last one.
 */
final class ListRule implements FormatRule {
    private static final Pattern NUMBER = Pattern.compile("(?:\\A|(?<=\\s))\\(?(\\d{1,2})[.)]\\s+(?=[\\p{L}\"'(*])");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=\\p{Lu})");
    private static final Pattern ORDINAL =
            Pattern.compile("\\A(?:First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Fourth(?:ly)?|Fifth(?:ly)?|Then|Next|After"
                    + " that|Finally|Lastly|Last)\\b.*");
    private static final Pattern COLON = Pattern.compile("\\A([^:\\n]{3,}):\\s+([^:\\n]+?)\\.?\\z");
    private static final Pattern SEMICOLON = Pattern.compile("\\s*;\\s+(?:(?:and|or)\\s+)?");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s+(?:(?:and|or)\\s+)?");
    private static final Pattern LAST_AND = Pattern.compile("\\s+(?:and|or)\\s+");
    /** Words after which commas part examples, not items. */
    private static final Pattern NESTED = Pattern.compile("\\b(?:such as|including|like|e\\.g\\.)\\s");
    /** The last item's "and" parts two items when nothing before holds another and both are short. */
    private static final int SHORT_WORDS = 4;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int FEWEST = 3;
    private static final int LONGEST_WORDS = 8;

    private static final RuleContract CONTRACT = new RuleContract(
            "list",
            "Gives each item of a list that stands in one run-on paragraph a line and a number.",
            Set.of(
                    "how_to_generation",
                    "planning",
                    "recommendations",
                    "question_generation",
                    "data_generation",
                    "keywords_extraction"),
            "The steps, items or questions as a list, in their order.",
            List.of("code, tables, verse, lists and quotations", "brackets, quotation marks and LaTeX"),
            List.of(Pattern.compile("\\d+\\.")),
            List.of(Pattern.compile("\\(?\\d{1,2}[.)]"), Pattern.compile("[,;.]"), Pattern.compile("and|or")),
            "");

    @Override
    public RuleContract contract() {
        return CONTRACT;
    }

    @Override
    public Outcome apply(String question, String response) {
        String text = response.strip();
        if (text.contains("\n")) {
            return Outcome.left("the response has lines of its own");
        }
        for (Parts parts : List.of(numbered(text), ordinals(text), behindColon(text))) {
            if (parts.items.size() >= FEWEST) {
                return Outcome.changed(parts.text(), parts.items.size() + " items, one a line");
            }
        }
        return Outcome.left("the response holds no list of " + FEWEST + " or more items");
    }

    /** What stands before the items, and the items. */
    private record Parts(String lead, List<String> items) {
        static final Parts NONE = new Parts("", List.of());

        String text() {
            StringBuilder text = new StringBuilder(lead);
            for (int i = 0; i < items.size(); i++) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(i + 1)
                        .append(". ")
                        .append(items.get(i));
            }
            return text.toString();
        }
    }

    /** Items whose numbers count from 1. */
    private static Parts numbered(String text) {
        Matcher number = NUMBER.matcher(text);
        List<String> items = new ArrayList<>();
        String lead = "";
        int from = 0;
        while (number.find()) {
            if (Integer.parseInt(number.group(1)) != items.size() + (from == 0 ? 1 : 2)) {
                return Parts.NONE;
            }
            String before = text.substring(from, number.start()).strip();
            if (from == 0) {
                lead = before;
            } else {
                items.add(before);
            }
            from = number.end();
        }
        if (from > 0) {
            items.add(text.substring(from).strip());
        }
        return items.contains("") ? Parts.NONE : new Parts(lead, items);
    }

    /** Sentences from the first that begins with "First", when nearly each tells its place. */
    private static Parts ordinals(String text) {
        List<String> sentences = SENTENCE_END.splitAsStream(text).toList();
        List<String> lead = new ArrayList<>();
        List<String> items = new ArrayList<>();
        int told = 0;
        for (String sentence : sentences) {
            boolean ordinal = ORDINAL.matcher(sentence).matches();
            if (items.isEmpty() && !sentence.startsWith("First")) {
                lead.add(sentence);
            } else if (ordinal || items.isEmpty()) {
                items.add(sentence);
                told++;
            } else {
                items.set(items.size() - 1, items.get(items.size() - 1) + " " + sentence);
            }
        }
        return told < FEWEST ? Parts.NONE : new Parts(String.join(" ", lead), items);
    }

    private static Parts behindColon(String text) {
        Matcher colon = COLON.matcher(text);
        if (!colon.matches()) {
            return Parts.NONE;
        }
        String tail = colon.group(2);
        boolean prose = tail.contains(". ")
                || tail.contains("? ")
                || NESTED.matcher(tail).find();
        List<String> items = tail.contains("; ") ? SEMICOLON.splitAsStream(tail).toList() : byCommas(tail);
        boolean small = items.stream().allMatch(item -> words(item) <= LONGEST_WORDS);
        boolean worded = items.stream().anyMatch(item -> item.codePoints().anyMatch(Character::isLetter));
        return small && worded && !prose ? new Parts(colon.group(1) + ":", items) : Parts.NONE;
    }

    private static List<String> byCommas(String tail) {
        List<String> items = new ArrayList<>(COMMA.splitAsStream(tail).toList());
        String last = items.get(items.size() - 1);
        List<String> pair = LAST_AND.splitAsStream(last).toList();
        boolean others = items.subList(0, items.size() - 1).stream()
                .anyMatch(item -> LAST_AND.matcher(item).find());
        boolean oxford = tail.endsWith("and " + last) || tail.endsWith("or " + last);
        if (pair.size() == 2 && !others && !oxford && words(last) <= SHORT_WORDS) {
            items.remove(items.size() - 1);
            items.addAll(pair);
        }
        return items;
    }

    private static int words(String text) {
        return (int) SPACE.splitAsStream(text).count();
    }
}
