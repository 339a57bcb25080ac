package org.reformatted.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.run.PairedComparison;
import org.reformatted.experiments.config.Expectation;
import org.reformatted.realign.base.InputException;

/**
 * An expectation beside what came out.
 *
 * @param met whether it came out so with every seed that both arms were trained with
 * @param expected what was expected, and why
 * @param found the scores of both arms, seed by seed
 */
public record ExpectedOutcome(boolean met, String expected, String found) {
    /** Compares the arms that an expectation speaks of. */
    static ExpectedOutcome of(Expectation expectation, List<TrainedArm> arms, Comparisons comparisons) {
        List<String> found = new ArrayList<>();
        boolean met = true;
        for (TrainedArm arm : named(arms, expectation.arm()).toList()) {
            Optional<TrainedArm> other = named(arms, expectation.against())
                    .filter(trained -> trained.seed() == arm.seed())
                    .findFirst();
            if (other.isPresent()) {
                FairComparison.check(other.get(), arm);
                PairedComparison paired = compare(expectation, other.get(), arm, comparisons);
                met &= expectation.is().holds(paired.difference(), Findings.significant(paired));
                found.add(Findings.pair(paired) + ", seed " + arm.seed());
            }
        }
        if (found.isEmpty()) {
            throw InputException.at(
                    "report.expect",
                    expectation.arm() + " and " + expectation.against() + " share no seed",
                    "arms trained with one seed",
                    "fix armSeeds");
        }
        return new ExpectedOutcome(met, sentence(expectation), String.join("; ", found));
    }

    private static Stream<TrainedArm> named(List<TrainedArm> arms, String name) {
        return arms.stream().filter(arm -> arm.arm().equals(name));
    }

    private static PairedComparison compare(
            Expectation expectation, TrainedArm first, TrainedArm second, Comparisons comparisons) {
        String task = expectation
                .task()
                .orElse(first.evaluations().keySet().iterator().next());
        String policy = expectation
                .policy()
                .orElseGet(() -> Comparisons.evaluation(first, task).result().defaultPolicy());
        return comparisons.of(first, second, task, policy);
    }

    private static String sentence(Expectation expectation) {
        String by = expectation.policy().map(policy -> " (" + policy + ")").orElse("");
        String is = expectation.is().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String of = expectation.is() == Expectation.Outcome.BEHIND ? " " : " of ";
        return expectation.arm() + " is " + is + of + expectation.against() + by + ", because " + expectation.because()
                + ".";
    }

    /** How many came out, and each that did not. */
    static Stream<String> summary(List<ExpectedOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Stream.of();
        }
        List<ExpectedOutcome> failed =
                outcomes.stream().filter(outcome -> !outcome.met).toList();
        String count = outcomes.size() - failed.size() + " of " + outcomes.size() + " expectations came out.";
        return Stream.concat(Stream.of(count), failed.stream().map(ExpectedOutcome::line));
    }

    /** The outcome in one line. */
    String line() {
        return (met ? "as expected: " : "NOT as expected: ") + expected + " Found: " + found + ".";
    }
}
