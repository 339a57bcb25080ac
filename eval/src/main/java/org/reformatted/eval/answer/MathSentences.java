package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Splits an output into sentences with their formulas, and finds the answer that a sentence states. */
final class MathSentences {
    private static final List<String[]> DELIMITERS = List.of(
            new String[] {"$$", "$$"}, new String[] {"$", "$"}, new String[] {"\\[", "\\]"}, new String[] {"\\(", "\\)"
            });
    private static final Pattern END = Pattern.compile("[.!?](?=[\\s\"'*)]|$)|\\n|\u3002");
    /** A displayed formula that ends with a full stop, after which a new sentence starts. */
    private static final Pattern NEXT_SENTENCE = Pattern.compile("(?s).*[.!?]\\s*(?:\\$\\$?|\\\\[)\\]])(?=\\s+[A-Z])");

    /** {@code f(x) = ...}, a rule for all x. */
    private static final Pattern RULE = Pattern.compile("\\s*([a-zA-Z])\\s*\\(\\s*([a-zA-Z])\\s*\\)\\s*=.*");

    private static final Pattern JOINT = Pattern.compile("(?:\\s|,|;|and|or)*");
    private static final int MAX_JOINT = 20;
    /** A number in prose: as a fraction, with thousands separators or with a decimal comma. */
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\w.^_])[-\u2212]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|(?<![0-9],)[0-9]+,[0-9]{1,2}(?![0-9]|,[0-9])|[0-9]+)(?:\\.[0-9]+)?(?:\\s?/\\s?[0-9]+)?(?![0-9])|(?<![\\w.])[-\u2212]?\\.[0-9]+");

    private static final Pattern NAME =
            Pattern.compile("[a-zA-Z](?:_\\{?\\w+}?)?|[A-Z]{2,12}|[a-zA-Z]\\([a-zA-Z0-9]\\)|\\\\[a-z]+");
    /** After these words, a formula states a condition or an approximation, not the answer. */
    private static final Pattern CONDITION = Pattern.compile(
            "(?i)(?:^|[\\s,(])(?:when|where|if|since|because|for|at|with|using|by|from|modulo|about|approximately|roughly)(?:\\s+[a-z]+)?\\s*\\z");

    private static final Pattern VERB = Pattern.compile("(?i)(?:\\b(?:is|are|equals?|be|was)\\b|=|:)");

    private MathSentences() {}

    /** A formula between dollar signs or LaTeX's brackets. */
    record Formula(int start, int end, String text) {}

    /** A sentence, with its formulas at their positions in the output. */
    record Sentence(String output, int start, int end, List<Formula> formulas) {
        String text() {
            return output.substring(start, end);
        }
    }

    static List<Sentence> of(String output) {
        List<Formula> formulas = formulas(output);
        List<Sentence> sentences = new ArrayList<>();
        int start = 0;
        int next = 0;
        Matcher end = END.matcher(output);
        int from = 0;
        while (from <= output.length()) {
            int stop = end.find(from) ? end.start() : output.length();
            Formula inside = next < formulas.size() && formulas.get(next).start <= stop ? formulas.get(next) : null;
            if (inside != null && !endsSentence(output, inside)) {
                next++;
                from = inside.end;
                continue;
            }
            if (inside != null) {
                next++;
                stop = inside.end;
            }
            int first = start;
            sentences.add(new Sentence(output, start, stop, formulas.subList(firstAfter(formulas, first), next)));
            start = Math.min(stop + 1, output.length());
            from = stop + 1;
        }
        return sentences;
    }

    private static int firstAfter(List<Formula> formulas, int start) {
        int low = 0;
        int high = formulas.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (formulas.get(middle).start < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Returns the answer that a sentence states: its last formula that is not a condition, with the formulas listed together with it, or its last
     * number.
     */
    static Optional<String> answer(Sentence sentence) {
        List<Formula> groups = groups(sentence);
        if (groups.isEmpty()) {
            return lastNumber(sentence.text());
        }
        Formula chosen = groups.get(groups.size() - 1);
        for (int i = groups.size() - 1; i >= 0; i--) {
            String before = sentence.output.substring(sentence.start, groups.get(i).start);
            if (!CONDITION.matcher(before).find()) {
                chosen = groups.get(i);
                break;
            }
        }
        String behind = sentence.output.substring(chosen.end, sentence.end);
        boolean named = NAME.matcher(chosen.text).matches();
        Optional<String> number = named ? numberAfterVerb(behind) : Optional.empty();
        return number.isPresent() ? number : Optional.of(chosen.text);
    }

    private static Optional<String> numberAfterVerb(String text) {
        Matcher verb = VERB.matcher(text);
        return verb.find() ? lastNumber(text.substring(verb.end())) : Optional.empty();
    }

    /** Returns the last number in a text that is not joined to a letter. */
    static Optional<String> lastNumber(String text) {
        Matcher matcher = NUMBER.matcher(text);
        String last = null;
        while (matcher.find()) {
            last = matcher.group();
        }
        return Optional.ofNullable(last);
    }

    private static List<Formula> groups(Sentence sentence) {
        List<Formula> groups = new ArrayList<>();
        for (Formula formula : sentence.formulas) {
            Formula last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
            String between = last == null ? "" : sentence.output.substring(last.end, formula.start);
            boolean listed = !(last != null && isValueOf(last.text, formula.text))
                    && !between.isBlank()
                    && between.length() <= MAX_JOINT
                    && JOINT.matcher(between).matches();
            if (last != null && listed && !isStep(last.text) && !isStep(formula.text)) {
                groups.set(groups.size() - 1, new Formula(last.start, formula.end, last.text + "," + formula.text));
            } else {
                groups.add(formula);
            }
        }
        return groups;
    }

    private static boolean endsSentence(String output, Formula formula) {
        Matcher end = NEXT_SENTENCE
                .matcher(output)
                .region(formula.start, output.length())
                .useTransparentBounds(true);
        return end.lookingAt() && end.end() == formula.end;
    }

    /** Returns whether a formula such as {@code f(3) = 6} is a value of the preceding rule {@code f(x) = 2x}, which is then only a step. */
    private static boolean isValueOf(String rule, String value) {
        Matcher head = RULE.matcher(rule);
        return head.matches()
                && value.matches(
                        "(?s)\\s*" + head.group(1) + "\\s*\\((?!\\s*" + head.group(2) + "\\s*\\)).*\\)\\s*=.*");
    }

    /** Returns whether a formula is a step to an answer: {@code 5x = 30} is a step, {@code x = 6} is an answer. */
    private static boolean isStep(String formula) {
        int equals = formula.indexOf('=');
        return equals > 0 && !NAME.matcher(formula.substring(0, equals).strip()).matches();
    }

    private static List<Formula> formulas(String output) {
        List<Formula> formulas = new ArrayList<>();
        Set<String> unclosed = new HashSet<>();
        for (int at = 0; at < output.length(); at++) {
            String[] delimiters = opensAt(output, at);
            if (delimiters == null || unclosed.contains(delimiters[1])) {
                continue;
            }
            int close = closing(output, at + delimiters[0].length(), delimiters[1]);
            if (close < 0) {
                unclosed.add(delimiters[1]); // a later one is not closed either
            }
            if (close > 0) {
                String formula = output.substring(at + delimiters[0].length(), close)
                        .strip()
                        .replaceAll("[.,;]+$", "");
                if (!formula.isEmpty()) {
                    formulas.add(new Formula(at, close + delimiters[1].length(), formula));
                }
                at = close + delimiters[1].length() - 1;
            } else if (output.charAt(at) == '\\') {
                at++;
            }
        }
        return formulas;
    }

    private static String @Nullable [] opensAt(String output, int at) {
        for (String[] delimiters : DELIMITERS) {
            if (output.startsWith(delimiters[0], at)) {
                return delimiters;
            }
        }
        return null;
    }

    private static int closing(String output, int from, String delimiter) {
        for (int at = from; at < output.length(); at++) {
            if (output.startsWith(delimiter, at)) {
                return at;
            }
            if (output.charAt(at) == '\\') {
                at++;
            }
        }
        return -1;
    }
}
