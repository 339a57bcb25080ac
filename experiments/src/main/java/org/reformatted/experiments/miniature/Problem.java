package org.reformatted.experiments.miniature;

import java.util.List;
import java.util.stream.Collectors;
import org.reformatted.realign.base.Check;

/**
 * A word problem and the way to its answer.
 *
 * @param told what is told, a sentence each
 * @param asked the question
 * @param signs what is told in signs, without a result: {@code 48}, {@code + 2}, {@code - 5}, {@code + 2 * 4}
 * @param steps the calculations, in order; the last one gives the answer
 */
record Problem(List<String> told, String asked, List<String> signs, List<Step> steps) {
    Problem {
        Check.argument(!steps.isEmpty(), "steps of \"%s\" must not be empty", asked);
        told = List.copyOf(told);
        signs = List.copyOf(signs);
        steps = List.copyOf(steps);
    }

    String question() {
        return String.join(" ", told) + " " + asked;
    }

    int answer() {
        return last().result();
    }

    Step last() {
        return steps.get(steps.size() - 1);
    }

    /** The steps behind one another. */
    String steps(String between) {
        return steps.stream().map(Step::text).collect(Collectors.joining(between));
    }
}
