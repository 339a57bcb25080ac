package org.reformatted.eval.readability;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Verdict;

/**
 * The formulas and the measures of layout as columns of a result. None of them judges an answer as right or wrong, and none is a judge's rating: each
 * has its own unit and a name that describes it. Syllables are counted by rule. Dale and Chall's formula is left out, because it needs their word
 * list, whose license does not allow bundling it.
 */
public final class ReadabilityPolicies {
    /** Increment when values of existing texts change. */
    public static final int VERSION = Readability.VERSION;

    /** Flesch's reading ease: the only formula whose higher values mean easier texts. */
    public static final String DEFAULT = "flesch-reading-ease";

    private ReadabilityPolicies() {}

    /**
     * Returns every formula and measure, in the order in which reports show them.
     *
     * @return the policies; an answer without words has no value by any of them
     */
    public static List<AnswerPolicy> all() {
        return List.of(
                formula(DEFAULT, "reading-ease", Readability::flesch),
                formula("flesch-kincaid-grade", "grade", Readability::fleschKincaid),
                formula("gunning-fog-grade", "grade", Readability::gunningFog),
                formula("smog-grade", "grade", Readability::smog),
                formula("ari-grade", "grade", Readability::ari),
                formula("coleman-liau-grade", "grade", Readability::colemanLiau),
                measure("headings", "count", FormatMeasures::headings),
                measure("bullets", "count", FormatMeasures::bullets),
                measure("steps", "count", FormatMeasures::steps),
                measure("code-blocks", "count", FormatMeasures::codeBlocks),
                measure("tables", "count", FormatMeasures::tables),
                measure("paragraphs", "count", FormatMeasures::paragraphs),
                measure("words-per-paragraph", "words", FormatMeasures::wordsPerParagraph),
                measure("words-per-sentence", "words", FormatMeasures::wordsPerSentence));
    }

    private static AnswerPolicy formula(String name, String unit, ToDoubleFunction<Readability> value) {
        return policy(name, unit, text -> value.applyAsDouble(Readability.of(text, Readability.WordLists.BUILT_IN)));
    }

    private static AnswerPolicy measure(String name, String unit, ToDoubleFunction<FormatMeasures> value) {
        return policy(name, unit, text -> value.applyAsDouble(FormatMeasures.of(text)));
    }

    private static AnswerPolicy policy(String name, String unit, ToDoubleFunction<String> value) {
        return new AnswerPolicy(name, unit, (output, reference) -> {
            double measured = output.isBlank() ? Double.NaN : value.applyAsDouble(output);
            return Double.isFinite(measured)
                    ? new Verdict(String.format(Locale.ROOT, "%.2f", measured), measured)
                    : Verdict.UNPARSED;
        });
    }
}
