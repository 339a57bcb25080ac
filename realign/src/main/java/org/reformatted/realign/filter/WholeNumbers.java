package org.reformatted.realign.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the complete numbers of a text, with sign, thousands separators, decimals and fraction. Digits in a word or a unit ({@code cm2}, {@code x1},
 * {@code m^2}, {@code 3rd}) and the label at the start of a line are not numbers.
 */
final class WholeNumbers {
    private WholeNumbers() {}

    /** Returns the numbers in order, in plain notation; {@code 1,234.50} is {@code 1234.5}. */
    static List<String> in(String text) {
        List<String> numbers = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            if (!isDigit(text, i) && !(text.charAt(i) == '.' && isDigit(text, i + 1))) {
                i++;
                continue;
            }
            int end = end(text, i);
            if (!belongsToWord(text, i, end) && !isLabel(text, i, end)) {
                numbers.add(plain(text, i, end));
            }
            i = end;
        }
        return numbers;
    }

    private static int end(String text, int from) {
        int i = from;
        boolean point = text.charAt(from) == '.';
        i += point ? 1 : 0;
        while (i < text.length()) {
            if (isDigit(text, i)) {
                i++;
            } else if (text.charAt(i) == ',' && !point && isGroup(text, i + 1)) {
                i += 4;
            } else if (text.charAt(i) == '.' && !point && isDigit(text, i + 1)) {
                point = true;
                i++;
            } else if (text.charAt(i) == '/' && isDigit(text, i + 1)) {
                i++;
            } else {
                break;
            }
        }
        return i;
    }

    private static boolean isGroup(String text, int at) {
        return isDigit(text, at) && isDigit(text, at + 1) && isDigit(text, at + 2) && !isDigit(text, at + 3);
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean belongsToWord(String text, int from, int to) {
        char before = from > 0 ? text.charAt(from - 1) : ' ';
        String behind = text.substring(to, Math.min(text.length(), to + 2));
        boolean ordinal = behind.equals("st") || behind.equals("nd") || behind.equals("rd") || behind.equals("th");
        return Character.isLetter(before) || before == '^' || before == '_' || ordinal;
    }

    private static boolean isLabel(String text, int from, int to) {
        int start = from;
        while (start > 0 && " \t(".indexOf(text.charAt(start - 1)) >= 0) {
            start--;
        }
        String before = text.substring(Math.max(0, start - 5), start);
        boolean first = start == 0 || before.endsWith("\n") || before.endsWith("Step");
        boolean spaced = to + 1 < text.length() && Character.isWhitespace(text.charAt(to + 1));
        return first && spaced && ".):".indexOf(text.charAt(to)) >= 0;
    }

    private static String plain(String text, int from, int to) {
        String number = text.substring(from, to).replace(",", "");
        if (number.indexOf('/') < 0) {
            number = new BigDecimal(number).stripTrailingZeros().toPlainString();
        }
        return isNegative(text, from) ? "-" + number : number;
    }

    /** Tests whether a minus sign before the number is a sign and not a subtraction. */
    private static boolean isNegative(String text, int from) {
        int i = from - 1;
        while (i >= 0 && "$€£".indexOf(text.charAt(i)) >= 0) {
            i--;
        }
        if (i < 0 || "-−".indexOf(text.charAt(i)) < 0) {
            return false;
        }
        int before = i - 1;
        boolean spaced = before >= 0 && text.charAt(before) == ' ';
        while (before >= 0 && text.charAt(before) == ' ') {
            before--;
        }
        char c = before < 0 ? '(' : text.charAt(before);
        return !(Character.isLetterOrDigit(c) || c == ')') || (spaced && Character.isLetter(c));
    }
}
