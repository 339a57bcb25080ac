package org.reformatted.realign.reformat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a rewrite only rearranges, without any code of the rules: it takes the fixed words of the rule's contract out of the rewrite,
 * and compares what is left with the original, word by word.
 */
final class RearrangeChecker {
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}]+(?:[.,/'’:^_-][\\p{L}\\p{N}]+)*|[+*/=<>%$€£°²³^-]");
    private static final Pattern NOTE = Pattern.compile("<<[^<>\\n]*=[^<>\\n]*>>");
    private static final Pattern FENCE = Pattern.compile("(?s)```.*?```");
    private static final Pattern ANSWER = Pattern.compile("\\nThe answer is ([^\\n]*)\\.\\z");
    /** What a rule may put at a line's beginning. */
    private static final Map<String, Pattern> MARKS = Map.of(
            "worked-solution", Pattern.compile("(?m)^Step \\d+: "),
            "list", Pattern.compile("(?m)^(?:\\d+\\.|-) "),
            "bare-list", Pattern.compile("(?m)^\\d+\\. "),
            "question-list", Pattern.compile("(?m)^\\d+\\. "),
            "heading", Pattern.compile("(?m)^## "),
            "table", Pattern.compile("\\|(?: --- \\|)*"),
            "key-value-table", Pattern.compile("\\|(?: --- \\|)*"));
    /** Labels that a rule may replace. */
    private static final Map<String, Pattern> LABELS = Map.of(
            "worked-solution",
                    Pattern.compile("(?im)^(?:step\\s*\\d+\\s*[:.)-]|\\(?\\d+[.)](?=\\s)|[-*•](?=\\s+[^&]))\\s*|####"),
            "list", Pattern.compile("(?:\\A|(?<=[\\s:;,.]))\\(?\\d{1,2}[.)]\\s"),
            "question-list", Pattern.compile("(?m)^[-*•]\\s"));

    private static final Set<String> CONNECTORS = Set.of("and", "or", "then", "so", "because", "since", "as");
    private static final Set<String> DECLARATION = Set.of(
            "the",
            "final",
            "correct",
            "right",
            "answer",
            "is",
            "so",
            "thus",
            "therefore",
            "hence",
            "and",
            "explanation",
            "reasoning",
            "reason",
            "reasons",
            "solution",
            "this",
            "because",
            "since",
            "as",
            "then",
            "steps",
            "working",
            "work",
            "justification",
            "=");

    private RearrangeChecker() {}

    /** What is wrong with a rewrite; absent when it only rearranges. */
    static Optional<String> fault(String rule, String original, String rewrite) {
        for (String block :
                FENCE.matcher(original).results().map(match -> match.group()).toList()) {
            if (!rewrite.contains(block)) {
                return Optional.of("a code block is gone or changed");
            }
        }
        String body = rewrite;
        List<String> moved = List.of();
        Matcher answer = ANSWER.matcher(rewrite);
        if (Set.of("worked-solution", "answer-last").contains(rule) && answer.find()) {
            body = rewrite.substring(0, answer.start());
            moved = words(answer.group(1));
        } else if (rule.equals("answer-last")) {
            int last = rewrite.lastIndexOf('\n');
            body = rewrite.substring(0, last);
            moved = words(rewrite.substring(last + 1));
        }
        List<String> before = words(strip(LABELS, rule, NOTE.matcher(original).replaceAll("")));
        List<String> after = words(strip(MARKS, rule, body));
        if (rule.equals("key-value-table")) {
            return sameWords(before, after);
        }
        return aligned(before, after, moved, rule);
    }

    private static String strip(Map<String, Pattern> patterns, String rule, String text) {
        Pattern pattern = patterns.get(rule);
        return pattern == null ? text : pattern.matcher(text).replaceAll(" ");
    }

    /** Every word of the rewrite in the original's order; what the original has beside is connectors, or the declaration that moved. */
    private static Optional<String> aligned(List<String> before, List<String> after, List<String> moved, String rule) {
        boolean connectors =
                Set.of("worked-solution", "list", "bare-list", "answer-last").contains(rule);
        List<String> left = new ArrayList<>();
        int next = 0;
        for (String word : before) {
            if (next < after.size() && after.get(next).equals(word)) {
                next++;
            } else {
                left.add(word);
            }
        }
        if (next < after.size()) {
            return Optional.of(
                    "the rewrite says \"" + after.get(next) + "\" where the original does not; left out: " + left);
        }
        List<String> open = new ArrayList<>(moved);
        for (String word : left) {
            boolean allowed = (connectors && CONNECTORS.contains(word))
                    || open.remove(word)
                    || (!moved.isEmpty() && DECLARATION.contains(word))
                    || (!moved.isEmpty() && moved.contains(word));
            if (!allowed) {
                return Optional.of("the rewrite leaves out \"" + word + "\"");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> sameWords(List<String> before, List<String> after) {
        Map<String, Integer> counts = new TreeMap<>();
        after.forEach(word -> counts.merge(word, 1, Integer::sum));
        for (String word : before) {
            if (!counts.containsKey(word)) {
                return Optional.of("the rewrite leaves out \"" + word + "\"");
            }
        }
        List<String> added =
                after.stream().filter(word -> !before.contains(word)).distinct().toList();
        return Set.of("field", "value").containsAll(added)
                ? Optional.empty()
                : Optional.of("the rewrite adds " + added);
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> match.group())
                .toList();
    }

    /** The answer that a rewrite states and the original does not declare; absent where all is well. */
    static Optional<String> undeclared(String original, String rewrite) {
        Matcher answer = ANSWER.matcher(rewrite);
        if (!answer.find() || original.contains(answer.group().strip())) {
            return Optional.empty();
        }
        String stated = answer.group(1);
        String plain =
                stated.startsWith("$\\boxed{") ? stated.substring("$\\boxed{".length(), stated.length() - 2) : stated;
        String text = NOTE.matcher(original).replaceAll("").strip();
        String exact = Pattern.quote(plain);
        boolean declared =
                Pattern.compile("####\\s*" + exact + "\\s*\\z").matcher(text).find()
                        || text.contains("\\boxed{" + plain + "}")
                        || Pattern.compile("(?i)answer\\s*(?:is\\s*:?|[:=])\\s*" + exact + "(?![\\w%/])(?![.,]\\d)")
                                .matcher(text)
                                .find()
                        || closes(text, exact);
        return declared ? Optional.empty() : Optional.of(stated);
    }

    /** "3 + 4 = 7 coins." at the end; an opening "7, because" must agree with it, and so must everything that the text calls a result. */
    private static boolean closes(String text, String answer) {
        return Pattern.compile("\\d[^=\\n]*(?:[-+*/×÷^]|(?<=\\d) ?x ?(?=[\\d$(]))[^=\\n]*=\\s*[$€£]?" + answer
                                + "(?![\\d%/])(?:\\s+[a-z]+){0,3}[.!]?\\z")
                        .matcher(text)
                        .find()
                || (text.indexOf('=') == text.lastIndexOf('=')
                        && Pattern.compile("=\\s*[$€£]?" + answer + "[.!]?\\z")
                                .matcher(text)
                                .find());
    }
}
