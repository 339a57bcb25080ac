package org.reformatted.experiments.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.realign.base.InputException;

/**
 * An expectation and the actual result.
 *
 * @param met whether the corrected test over all seeds that both arms were trained with agrees with it
 * @param expected the expectation and its reason
 * @param found the scores of both arms and the verdict
 * @param link the address of the samples it is computed from
 */
public record ExpectedOutcome(boolean met, String expected, String found, String link) {
    /** Compares the arms of an expectation. */
    static ExpectedOutcome of(Expectation expectation, List<TrainedArm> arms, Differences differences) {
        PooledDifference pooled = differences
                .of(expectation, arms)
                .orElseThrow(() -> InputException.at(
                        "report.expect",
                        expectation.arm() + " and " + expectation.against() + " share no seed",
                        "arms trained with one seed",
                        "fix armSeeds"));
        return new ExpectedOutcome(
                expectation.is().holds(pooled.difference(), pooled.beyondChance()),
                sentence(expectation),
                pooled.sentence(),
                Links.difference(pooled));
    }

    private static String sentence(Expectation expectation) {
        String by = expectation.policy().map(policy -> " (" + policy + ")").orElse("");
        String is = expectation.is().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String of = expectation.is() == Expectation.Outcome.BEHIND ? " " : " of ";
        return expectation.arm() + " is " + is + of + expectation.against() + by + ", because " + expectation.because()
                + ".";
    }

    /** The number of expectations that were met, and a line for each that was not met. */
    static Stream<String> summary(List<ExpectedOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Stream.of();
        }
        List<ExpectedOutcome> failed =
                outcomes.stream().filter(outcome -> !outcome.met).toList();
        String count = outcomes.size() - failed.size() + " of " + outcomes.size() + " expectations were met.";
        return Stream.concat(Stream.of(count), failed.stream().map(ExpectedOutcome::line));
    }

    /** The outcome in one line. */
    String line() {
        return (met ? "As expected: " : "NOT as expected: ") + expected + " Found: " + found + ".";
    }
}
