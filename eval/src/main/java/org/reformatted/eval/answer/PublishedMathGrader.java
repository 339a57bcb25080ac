package org.reformatted.eval.answer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hipparchus.fraction.BigFraction;

/**
 * The rules that produced the published MATH scores of rho-math and other models (github.com/ZubinGou/math-evaluation-harness, {@code parser.py} and
 * {@code grader.py}): where the answer is searched, and which differences are accepted. Numbers are equal within a relative difference of 1e-4, and
 * up to a factor of 100 (percent). A list without brackets is read up to its first comma, as that project's LaTeX reader does. A closing sentence
 * without dollar signs becomes part of the answer, so that the answer counts as wrong.
 */
final class PublishedMathGrader {
    private static final String MINERVA_START = "final answer is $";
    private static final String MINERVA_END = "$. I hope";
    private static final double RELATIVE = 1e-4;
    private static final Pattern NUMBER = Pattern.compile("-?\\d*\\.?\\d+");

    private PublishedMathGrader() {}

    static Optional<String> extract(String output) {
        return Optional.of(cleaned(raw(output))).filter(text -> !text.isEmpty());
    }

    private static String raw(String output) {
        int start = output.indexOf(MINERVA_START);
        if (start >= 0 && output.contains(MINERVA_END)) {
            String rest = output.substring(start + MINERVA_START.length());
            int end = rest.indexOf(MINERVA_END);
            return (end < 0 ? rest : rest.substring(0, end)).strip();
        }
        int box = output.lastIndexOf("boxed");
        if (box >= 0) {
            return boxed(output.substring(box + "boxed".length()));
        }
        int answer = output.lastIndexOf("he answer is");
        if (answer >= 0) {
            return output.substring(answer + "he answer is".length()).strip();
        }
        int last = output.lastIndexOf("final answer is");
        if (last >= 0) {
            return output.substring(last + "final answer is".length()).strip();
        }
        return lastNumber(output.replace(",", ""));
    }

    private static String boxed(String rest) {
        if (!rest.startsWith("{")) {
            return rest.split("\\$", -1)[0].strip();
        }
        int depth = 0;
        for (int i = 0; i < rest.length(); i++) {
            depth += rest.charAt(i) == '{' ? 1 : 0;
            depth -= rest.charAt(i) == '}' ? 1 : 0;
            if (depth == 0) {
                return rest.substring(1, i);
            }
        }
        return rest.substring(1);
    }

    private static String lastNumber(String text) {
        Matcher matcher = NUMBER.matcher(text);
        String last = "";
        while (matcher.find()) {
            last = matcher.group();
        }
        return last;
    }

    private static String cleaned(String raw) {
        return raw.replaceAll("\\n\\s*", "").replaceAll("^:+", "").replaceAll("[./]+$", "");
    }

    static boolean equal(String found, String reference) {
        return equalTexts(withoutBoxes(found), withoutBoxes(reference));
    }

    /** That project removes degree signs and {@code \mbox{ cm}}, and leaves the unit's exponent on the number. */
    private static String withoutBoxes(String text) {
        return text.replaceAll("\\\\mbox\\{.*?}|\\^\\s*(?:\\{\\s*\\\\circ\\s*}|\\\\circ)", "");
    }

    private static boolean equalTexts(String found, String reference) {
        if (!letters(found).isEmpty() && letters(found).equals(letters(reference))) {
            return true;
        }
        if (MathEquivalence.equal(found, reference)) {
            return true;
        }
        if (reference.isBlank()) {
            return false;
        }
        Optional<Double> a = number(found);
        Optional<Double> b = number(reference);
        if (a.isPresent() && b.isPresent()) {
            return List.of(b.get() / 100, b.get(), b.get() * 100).stream().anyMatch(right -> close(a.get(), right));
        }
        return startsBareList(found, reference) || startsBareList(reference, found);
    }

    /** Normalizes a text: that project first compares the texts without brackets, spaces, units and case. */
    private static String letters(String answer) {
        return MathText.withoutUnits(MathText.plain(answer))
                .replaceAll("[\\s(){}]", "")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean close(double a, double b) {
        return Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b));
    }

    private static Optional<Double> number(String text) {
        for (MathValue value : MathEquivalence.values(text)) {
            if (value instanceof MathValue.Scalar scalar) {
                return scalar.expression().number().map(BigFraction::doubleValue);
            }
        }
        return Optional.empty();
    }

    private static boolean startsBareList(String single, String list) {
        int comma = list.indexOf(',');
        return comma > 0
                && list.matches("[-0-9,\\s]+")
                && !single.contains(",")
                && MathEquivalence.equal(single, list.substring(0, comma));
    }
}
