package org.reformatted.eval.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.reformatted.realign.base.Check;

/**
 * Choices with their log-likelihoods in an output: one line for each choice, with the log-likelihood such as {@code -1.234567}, a tab and the choice.
 * The choice with the highest likelihood is the answer (as in lm-evaluation-harness, {@code multiple_choice}).
 */
public final class ChoiceLikelihoods {
    /** Increment when verdicts of existing outputs change. */
    public static final int VERSION = 1;

    /** By the log-likelihood of the entire choice ({@code acc} in lm-evaluation-harness). */
    public static final String LIKELIEST = "likeliest";

    /**
     * By the log-likelihood divided by the choice's length in characters, which does not favour short choices ({@code acc_norm} in
     * lm-evaluation-harness).
     */
    public static final String LIKELIEST_PER_CHARACTER = "likeliest-per-character";

    private ChoiceLikelihoods() {}

    private record Weighed(String choice, double logLikelihood) {}

    /**
     * Writes an output.
     *
     * @param choices texts of one line
     * @param logLikelihoods the log-likelihood of each choice
     * @return one line for each choice
     */
    public static String write(List<String> choices, double[] logLikelihoods) {
        Check.argument(
                choices.size() == logLikelihoods.length,
                "choices (%s) and logLikelihoods (%s) must have the same length",
                choices.size(),
                logLikelihoods.length);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            Check.argument(
                    Double.isFinite(logLikelihoods[i]),
                    "logLikelihood (%s) must be a finite number",
                    logLikelihoods[i]);
            lines.add(String.format(Locale.ROOT, "%.6f\t%s", logLikelihoods[i], choices.get(i)));
        }
        return String.join("\n", lines);
    }

    /**
     * Returns the policies, in the order in which reports show them.
     *
     * @return both policies
     */
    public static List<AnswerPolicy> policies() {
        return List.of(
                policy(LIKELIEST, Weighed::logLikelihood),
                policy(
                        LIKELIEST_PER_CHARACTER,
                        weighed -> weighed.logLikelihood / Math.max(1, weighed.choice.length())));
    }

    private static AnswerPolicy policy(String name, ToDoubleFunction<Weighed> weight) {
        return new AnswerPolicy(name, (output, reference) -> Verdict.of(best(output, weight), reference::equals));
    }

    /** Returns the choice with the highest weight; the first one of equal weights. */
    private static Optional<String> best(String output, ToDoubleFunction<Weighed> weight) {
        Optional<Weighed> best = Optional.empty();
        for (Weighed next : read(output)) {
            if (best.isEmpty() || weight.applyAsDouble(next) > weight.applyAsDouble(best.get())) {
                best = Optional.of(next);
            }
        }
        return best.map(Weighed::choice);
    }

    /** Reads an output of {@link #write}; a text of any other form gives no choices. */
    private static List<Weighed> read(String output) {
        List<Weighed> choices = new ArrayList<>();
        for (String line : output.lines().toList()) {
            int tab = line.indexOf('\t');
            Optional<Double> weight = tab < 0
                    ? Optional.empty()
                    : DecimalText.parse(line.substring(0, tab)).map(Number::doubleValue);
            if (weight.isEmpty()) {
                return List.of();
            }
            choices.add(new Weighed(line.substring(tab + 1), weight.get()));
        }
        return choices;
    }
}
