package org.reformatted.eval.answer;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Converts LaTeX answers to plain text before they are read: layout is removed, each sign becomes one character, words are put between {@link #OPEN}
 * and {@link #CLOSE}, and thousands separators are removed. Brackets and case are kept.
 */
final class MathText {
    /** Separates the rows of a matrix. */
    static final String ROW = "\u23ce";

    /** Opens a word, such as a unit. */
    static final char OPEN = '\u27e6';

    /** Closes a word. */
    static final char CLOSE = '\u27e7';

    /** Separates a remainder and its divisor. */
    static final char MODULUS = '\u22a7';

    private static final Pattern TEXT = Pattern.compile(
            "\\\\(?:text|textbf|textit|textrm|textnormal|mbox|hbox|mathrm|mathbf|mathit|mathsf|mathcal|boldsymbol|bm|operatorname\\*?"
                    + "|vec|underline|emph|displaystyle|boxed|fbox)\\s*\\{([^{}]*)}");
    private static final Pattern COMMAND = Pattern.compile("\\\\(?:[a-zA-Z]+|[{}|])");
    private static final Pattern WORD =
            Pattern.compile("(?<![\\\\a-zA-Z" + OPEN + "])[a-zA-Z]{2,}(?![a-zA-Z" + CLOSE + "])");
    private static final Set<String> JOINING = Set.of("and", "or", "and/or", "or/and");
    private static final Pattern THOUSANDS = Pattern.compile("(?<![0-9.,])[1-9][0-9]{0,2}(?:[, ][0-9]{3})+(?![0-9])");
    private static final Pattern BEHIND_NUMBER = Pattern.compile("[0-9})]\\s*$");
    /** A number of things; one or two letters are more often a variable than a thing. */
    private static final Pattern COUNTED = Pattern.compile("([0-9][0-9,.]*)\\s+(\\p{L}{3}[\\p{L} .'-]*)");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("\\s*-?(?:0,|[0-9]+,(?![0-9]{3}\\b))[0-9]+\\s*");
    private static final Pattern CHOICE = Pattern.compile("\\(([A-Za-z])\\)|([A-Za-z])");
    private static final Pattern METERS =
            Pattern.compile("(?<=[0-9})" + CLOSE + "])\\s*m(?=\\s*(?:\\^|$|,|/\\s*s\\b))");
    private static final Pattern QUOTED =
            Pattern.compile(OPEN + "([^" + CLOSE + "]*)" + CLOSE + "(?:\\s*\\^\\s*(?:\\{[23]}|[23]))?");
    private static final Pattern DEGREES =
            Pattern.compile("\\^\\s*(?:\\{\\s*\\\\circ\\s*}|\\\\circ)|\\\\degree|\\\\deg(?![a-z])|\u00ba");

    private static final Pattern COLOR = Pattern.compile("\\\\(?:text)?color\\s*\\{[^{}]*}");
    /** A list of equations; unlike a function by cases, it has no separate columns. */
    private static final Pattern CASES =
            Pattern.compile("\\\\begin\\s*\\{cases}((?:(?!\\\\end)[^&])*)\\\\end\\s*\\{cases}");

    private static final Pattern CHOOSE = Pattern.compile("\\{([^{}]*)\\\\choose(?![a-zA-Z])([^{}]*)}");

    /** The whole numbers in words, from 0. */
    private static final List<String> COUNTS =
            List.of("zero one two three four five six seven eight nine ten eleven twelve".split(" "));

    private static final String AMOUNT = "(-?[0-9][0-9,]*(?:\\.[0-9]+)?)";

    /** {@code USD 15}. */
    private static final Pattern CURRENCY_FIRST =
            Pattern.compile("(" + OPEN + "(?:usd|eur)" + CLOSE + ")\\s*" + AMOUNT);

    private static final Pattern MODULO = Pattern.compile("\\\\pmod\\s*(?:\\{([^{}]*)}|([0-9]+|[a-zA-Z]))"
            + "|\\(\\s*(?:\\\\b?mod|" + OPEN + "mod" + CLOSE + "|mod)\\s*([^()]*)\\)");

    /** Digits that include letters, with their base. */
    private static final Pattern BASED =
            Pattern.compile("^\\$?(?:\\\\(?:text|mathrm|textrm|texttt|mathtt)\\s*\\{)?\\s*(?=[0-9]*[A-Fa-f])"
                    + "([0-9A-Fa-f]{2,})\\s*}?\\s*_\\s*\\{?(?:\\s|\\\\[,;!])*(1[1-6])\\s*}?\\$?$");

    /** The text that introduces an answer within its box. */
    private static final Pattern STATED = Pattern.compile(
            "(?i)^[\\s" + OPEN + "]*(?:the )?(?:final )?answer(?: is\\b|\\s*:)[:\\s" + CLOSE + "]*(?=\\S)");

    private MathText() {}

    /**
     * Returns the possible readings of a text: with thousands separators removed, with every comma as a list separator, with a decimal comma, or as a
     * number in words.
     */
    static List<String> readings(String answer) {
        String plain = plain(answer);
        Set<String> readings = new LinkedHashSet<>();
        readings.add(joinThousands(plain));
        readings.add(plain);
        if (DECIMAL_COMMA.matcher(plain).matches()) {
            readings.add(plain.replace(',', '.'));
        }
        int counted = COUNTS.indexOf(
                plain.replaceAll("[" + OPEN + CLOSE + "]", "").strip().toLowerCase(Locale.ROOT));
        if (counted >= 0) {
            readings.add(String.valueOf(counted));
        }
        return List.copyOf(readings);
    }

    static String plain(String answer) {
        String text = unicode(answer.strip());
        text = COLOR.matcher(text).replaceAll(" ");
        text = CASES.matcher(text)
                .replaceAll(list -> Matcher.quoteReplacement(
                        list.group(1).replaceAll("[,;]?\\s*\\\\\\\\", ",").replaceAll("[,\\s]+$", "")));
        text = CHOOSE.matcher(text).replaceAll("\\\\binom{$1}{$2}");
        text = BASED.matcher(text)
                .replaceAll(digits ->
                        word("digits " + digits.group(1).toLowerCase(Locale.ROOT) + " of base " + digits.group(2)));
        text = text.contains("\\begin")
                ? text.replace("\\\\", ROW)
                : text.replaceAll("\\\\\\\\(?=[a-zA-Z{}%!,])", "\\\\");
        text = text.replaceAll("(?<=[0-9])(?:,\\\\!|\\s*\\{\\s*,\\s*}|\\\\!)\\s*(?=[0-9]{3})", "")
                .replaceAll("\\\\!", "")
                .replaceAll("\\\\[,;:]|\\\\ |~", " ");
        text = DEGREES.matcher(text).replaceAll("°");
        text = text.replaceAll("\\\\?%", word("percent"))
                .replaceAll("\\bUS(?=\\s*\\\\?\\$)", "")
                .replaceAll("€\\s*" + AMOUNT, "$1" + word("euro"))
                .replaceAll("(?:£|\\\\pounds(?![a-z]))\\s*" + AMOUNT, "$1" + word(Unit.STERLING))
                .replaceAll("\\\\\\$\\s*" + AMOUNT, "$1" + word("dollar"))
                .replaceAll("\\\\?\\$|[€£]", "")
                .replaceAll("\\\\[()\\[\\]]", "");
        text = remainders(STATED.matcher(texts(text)).replaceFirst(""));
        text = CURRENCY_FIRST.matcher(words(text)).replaceAll("$2$1");
        text = replaceAll(COMMAND, text, found -> MathSigns.plain(found.group()));
        text = text.replace("\\.", ".")
                .replaceAll("^\\s*≈", "")
                .replaceAll("^(\\s*(?!e\\b|i\\b)(?:[a-zA-Z]|\\\\[a-z]+)(?:_(?:\\w|\\{\\w+}))?\\s*)≈", "$1=")
                .replaceAll("≈.*", "")
                .strip();
        return text.replaceAll("[.,;]+$", "").strip();
    }

    private static String remainders(String text) {
        return MODULO.matcher(text)
                .replaceAll(found -> MODULUS + "{"
                        + Matcher.quoteReplacement(Stream.of(found.group(1), found.group(2), found.group(3))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(""))
                        + "}");
    }

    /** Removes the units from a plain text, and the marks of other words. */
    static String withoutUnits(String plain) {
        return replaceAll(QUOTED, plain, found -> Unit.of(found.group(1), 1).isPresent() ? "" : found.group(1))
                .replace("°", "");
    }

    private static String word(String name) {
        return OPEN + name + CLOSE;
    }

    /** Replaces characters outside ASCII that have a LaTeX or ASCII spelling. */
    private static String unicode(String text) {
        String plain = MathSigns.ofUnicode(text);
        return plain.chars().anyMatch(c -> c >= 0xff00 && c <= 0xffef)
                ? replaceAll(
                        Pattern.compile("[\uff00-\uffef]+"),
                        plain,
                        found -> Normalizer.normalize(found.group(), Normalizer.Form.NFKC))
                : plain;
    }

    /** Unwraps {@code \text{...}}: joining words become commas, choices become letters, other words remain words. */
    private static String texts(String text) {
        String before = "";
        String after = text;
        while (!after.equals(before)) {
            before = after;
            after = innermostTexts(after);
        }
        return after;
    }

    private static String innermostTexts(String text) {
        return replaceAll(TEXT, text, found -> {
            boolean behindNumber =
                    BEHIND_NUMBER.matcher(text).region(0, found.start()).find();
            return " " + unwrapped(found.group(1).strip(), behindNumber) + " ";
        });
    }

    private static String unwrapped(String text, boolean behindNumber) {
        String lower = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher choice = CHOICE.matcher(text);
        if (behindNumber && Unit.of(text, 1).isPresent()) {
            return word(lower);
        }
        if (choice.matches()) {
            return choice.group(1) == null ? choice.group(2) : choice.group(1);
        }
        if (joins(lower)) {
            return joint(lower);
        }
        Matcher counted = COUNTED.matcher(text);
        if (counted.matches() && !joins(counted.group(2).toLowerCase(Locale.ROOT))) {
            return counted.group(1) + word(counted.group(2).toLowerCase(Locale.ROOT));
        }
        boolean words = text.matches("[\\p{L}][\\p{L} .'/-]*");
        return MathSigns.isFunction(text) ? "\\" + text : words ? word(lower) : text;
    }

    private static boolean joins(String lower) {
        return JOINING.contains(lower.replaceAll("^,|,$", "").strip());
    }

    private static String joint(String lower) {
        return lower.contains("or") ? "∨" : ",";
    }

    private static String words(String text) {
        boolean hasNumber = text.chars().anyMatch(Character::isDigit);
        String marked = replaceAll(WORD, text, found -> {
            String lower = found.group().toLowerCase(Locale.ROOT);
            boolean unit = hasNumber && Unit.isName(lower);
            return joins(lower) ? joint(lower) : unit ? word(lower) : found.group();
        });
        marked = METERS.matcher(marked).replaceAll(word("m"));
        return marked.replaceAll(",\\s*,", ",")
                .replaceAll(",\\s*∨", "∨")
                .replaceAll("(?<=[0-9])\\s*" + word("degrees?"), "°");
    }

    /** Removes the separators of {@code 1,000} and {@code 1 000}, but not inside brackets, where a comma separates items. */
    private static String joinThousands(String text) {
        return replaceAll(
                THOUSANDS,
                text,
                found -> depth(text, found.start()) > 0
                        ? found.group()
                        : found.group().replaceAll("[, ]", ""));
    }

    private static int depth(String text, int end) {
        int depth = 0;
        for (int i = 0; i < end; i++) {
            depth += "([⦃".indexOf(text.charAt(i)) >= 0 ? 1 : 0;
            depth -= ")]⦄".indexOf(text.charAt(i)) >= 0 ? 1 : 0;
        }
        return depth;
    }

    private static String replaceAll(Pattern pattern, String text, Function<Matcher, String> replacement) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement.apply((Matcher) found)));
    }
}
