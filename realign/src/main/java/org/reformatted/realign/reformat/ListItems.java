package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list found in one paragraph.
 *
 * @param lead the text before the items
 * @param items the items in their order
 * @param rest the text after the items; empty if there is none
 */
record ListItems(String lead, List<String> items, String rest) {
    static final ListItems NONE = new ListItems("", List.of(), "");
    static final int FEWEST = 3;

    private static final Pattern NUMBER =
            Pattern.compile("(?:\\A|(?<=[\\s:;,.]))\\(?(\\d{1,2})[.)]\\s+(?=[\\p{L}\"'(*“‘])");
    private static final Pattern ORDINAL = Pattern.compile(
            "(?s)\\A(?:First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Fourth(?:ly)?|Fifth(?:ly)?|Then|Next|After"
                    + " that|Afterwards|Finally|Lastly|Last)\\b.*");
    private static final Pattern COLON = Pattern.compile("\\A([^:\\n]{3,}):\\s+([^:\\n]+?)\\.?\\z");
    /** "X include a, b, and c": the items end with the sentence. */
    private static final Pattern INCLUDE =
            Pattern.compile("\\A([^,;:.!?\\n]{8,120}?\\binclude)\\s+([^.!?:;\\n]+)\\.?\\z");

    private static final Pattern SEMICOLON = Pattern.compile("\\s*;\\s+(?:(?:and|or)\\s+)?");
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s+(?:(?:and|or)\\s+)?");
    private static final Pattern LAST_AND = Pattern.compile("\\s+(?:and|or)\\s+");
    /** Words that show that a part of a sentence is more than an item, or that commas do not separate items. */
    private static final Pattern CLAUSE = Pattern.compile(
            "(?i)(?:\\b(?:such"
                    + " as|including|like|e\\.g\\.|i\\.e\\.|etc)(?:\\s|\\z|\\.)|\\A(?:which|who|that|where|when|as|because|but|so|if|while|although|however|then|not|to"
                    + " name|for"
                    + " example|among|especially|also)\\b|\\b(?:is|are|was|were|has|have|can|will|would|should|may|might|includes?|consists?|contains?)\\b|\\b(?:he|she|it|they|we)\\b|\\A\\d)");

    private static final Pattern HEAD = Pattern.compile("\\s(?:of|about|for|on|to|from|in|with|by|at|between|like)\\s");
    private static final Pattern GERUND = Pattern.compile("\\w{2,}ing\\b");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int LONGEST_WORDS = 8;
    /** The "and" in the last item separates two items if no earlier item contains "and" or "or" and the last item has at most this many words. */
    private static final int SHORT_WORDS = 4;

    ListItems {
        items = List.copyOf(items);
    }

    boolean isList() {
        return items.size() >= FEWEST;
    }

    /** Returns the list as lines, each item with its number or a dash. */
    String text(boolean numbered) {
        StringBuilder text = new StringBuilder(lead);
        for (int i = 0; i < items.size(); i++) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(numbered ? (i + 1) + ". " : "- ")
                    .append(items.get(i));
        }
        return text.append(rest.isEmpty() ? "" : "\n\n").append(rest).toString();
    }

    /** Finds items with numbers that count from 1, outside of brackets and quotations. */
    static ListItems numbered(String text, Shield shield) {
        if (!text.contains("1.") && !text.contains("1)")) {
            return NONE; // faster to see than that no number matches
        }
        Matcher number = NUMBER.matcher(text);
        List<String> items = new ArrayList<>();
        String lead = "";
        int from = -1;
        while (number.find()) {
            if (number.start() > 0 && !shield.isOutside(number.start() - 1)) {
                continue;
            }
            if (Integer.parseInt(number.group(1)) != items.size() + (from < 0 ? 1 : 2)) {
                return NONE;
            }
            if (from < 0) {
                lead = text.substring(0, number.start()).strip();
            } else {
                items.add(item(text.substring(from, number.start())));
            }
            from = number.end();
        }
        if (from < 0) {
            return NONE;
        }
        List<String> last = Steps.sentences(text.substring(from).strip());
        return items.contains("") ? NONE : withRest(lead, items, last);
    }

    /** Returns an item without the comma, semicolon, "and" or "or" before the next item. */
    private static String item(String text) {
        return text.strip().replaceFirst("[,;]?\\s+(?:and|or)\\z|[,;]\\z", "");
    }

    /** Separates the last item from the concluding sentences. */
    private static ListItems withRest(String lead, List<String> items, List<String> last) {
        int end = last.size();
        for (int i = 1; i < last.size() && end == last.size(); i++) {
            boolean concludes = Paragraphs.CONCLUSION.matcher(last.get(i)).matches()
                    || last.get(i).matches("(?s)All (?:of )?these\\b.*");
            end = concludes ? i : end;
        }
        items.add(String.join(" ", last.subList(0, end)));
        return new ListItems(lead, items, String.join(" ", last.subList(end, last.size())));
    }

    /** Finds items in sentences: the first item starts with "First", and each later sentence that starts with an ordinal word starts a new item. */
    static ListItems ordinals(List<String> sentences) {
        List<String> lead = new ArrayList<>();
        List<List<String>> items = new ArrayList<>();
        for (String sentence : sentences) {
            if (items.isEmpty() && !sentence.startsWith("First")) {
                lead.add(sentence);
            } else if (items.isEmpty() || ORDINAL.matcher(sentence).matches()) {
                items.add(new ArrayList<>(List.of(sentence)));
            } else {
                items.get(items.size() - 1).add(sentence);
            }
        }
        if (items.size() < FEWEST) {
            return NONE;
        }
        List<String> last = items.remove(items.size() - 1);
        List<String> joined = new ArrayList<>();
        items.forEach(item -> joined.add(String.join(" ", item)));
        return withRest(String.join(" ", lead), joined, last);
    }

    /** Finds short items after a colon that ends the lead. */
    static ListItems afterColon(String text) {
        Matcher colon = COLON.matcher(text);
        if (!colon.matches() || text.endsWith("?") || colon.group(1).endsWith("http")) {
            return NONE;
        }
        String tail = colon.group(2);
        boolean prose = tail.contains(". ") || tail.contains("? ");
        return prose ? NONE : small(colon.group(1) + ":", tail, "");
    }

    /** Finds short items after "include" in the first sentence; the following sentences become the rest. */
    static ListItems afterInclude(List<String> sentences) {
        Matcher include = INCLUDE.matcher(sentences.get(0));
        boolean whole = include.matches() && include.group(2).matches("(?s).*,\\s+(?:and|or)\\s.*");
        return whole
                ? small(
                        include.group(1) + ":",
                        include.group(2),
                        String.join(" ", sentences.subList(1, sentences.size())))
                : NONE;
    }

    /** Finds the items of a text that consists only of short items separated by commas. */
    static ListItems bare(String text) {
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        boolean items = bare.indexOf(',') > 0 && bare.matches("[^.:;!?\\n=|]+");
        return items ? small("", bare, "") : NONE;
    }

    private static ListItems small(String lead, String tail, String rest) {
        Shield shield = Shield.of(tail);
        List<String> items = tail.contains("; ") ? split(SEMICOLON, tail, shield) : byCommas(tail, shield);
        boolean small = items.stream()
                .allMatch(item -> !item.isBlank()
                        && words(item) <= LONGEST_WORDS
                        && !CLAUSE.matcher(item).find());
        boolean worded = items.stream().allMatch(item -> item.codePoints().anyMatch(Character::isLetter));
        boolean list = shield.isClosed() && small && worded && !sharesHead(items);
        return list ? new ListItems(lead, items, rest) : NONE;
    }

    /**
     * Tests whether words of the first item may belong to all items, as in "questions about age, gender and income", or whether a bracket of the last
     * item may.
     */
    private static boolean sharesHead(List<String> items) {
        List<String> others = items.subList(1, items.size());
        boolean head = HEAD.matcher(items.get(0)).find()
                && others.stream().noneMatch(item -> HEAD.matcher(item).find());
        boolean bracket = items.get(items.size() - 1).endsWith(")")
                && items.subList(0, items.size() - 1).stream().noneMatch(item -> item.endsWith(")"));
        return head || bracket || endsWithInnerList(items);
    }

    /**
     * Tests whether the items at the end may belong to the item before them, as in "setting goals, planning ahead, and leading a healthy life with
     * sports, sleep, and rest": most items start with a verb in -ing, and the last of these contains a preposition and is followed by other items.
     */
    private static boolean endsWithInnerList(List<String> items) {
        long verbs =
                items.stream().filter(item -> GERUND.matcher(item).lookingAt()).count();
        int last = items.size() - 1;
        while (last >= 0 && !GERUND.matcher(items.get(last)).lookingAt()) {
            last--;
        }
        return last >= 0
                && last < items.size() - 1
                && 2 * verbs > last
                && HEAD.matcher(items.get(last)).find();
    }

    private static List<String> split(Pattern at, String text, Shield shield) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = at.matcher(text);
        int from = 0;
        while (matcher.find()) {
            if (shield.isOutside(matcher.end() - 1)) {
                parts.add(text.substring(from, matcher.start()));
                from = matcher.end();
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<String> byCommas(String tail, Shield shield) {
        List<String> items = split(COMMA, tail, shield);
        String last = items.get(items.size() - 1);
        List<String> pair = split(LAST_AND, last, Shield.of(last));
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
