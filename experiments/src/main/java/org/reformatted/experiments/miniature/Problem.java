package org.reformatted.experiments.miniature;

import java.util.List;
import java.util.stream.Collectors;
import org.reformatted.realign.base.Check;

/**
 * A word problem and the steps to its answer.
 *
 * @param sentences the statements, one sentence each
 * @param asked the question
 * @param signs the calculations in signs, without results: {@code 48}, {@code + 2}, {@code - 5}, {@code + 2 * 4}
 * @param steps the calculations, in order; the last one gives the answer
 */
record Problem(List<String> sentences, String asked, List<String> signs, List<CalculationStep> steps) {
    Problem {
        Check.argument(!steps.isEmpty(), "steps of \"%s\" must not be empty", asked);
        sentences = List.copyOf(sentences);
        signs = List.copyOf(signs);
        steps = List.copyOf(steps);
    }

    String question() {
        return String.join(" ", sentences) + " " + asked;
    }

    int answer() {
        return last().result();
    }

    CalculationStep last() {
        return steps.get(steps.size() - 1);
    }

    /** The steps as one text, with a separator between them. */
    String steps(String between) {
        return steps.stream().map(CalculationStep::text).collect(Collectors.joining(between));
    }
}
