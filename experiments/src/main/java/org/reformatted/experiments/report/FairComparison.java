package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reformatted.experiments.step.ArtifactRecord;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Role;

/**
 * The proof that two arms differ in their data alone, and in the data only in what the assistant says: read from their records and their
 * training rows.
 *
 * @param rows how many training rows both have
 * @param differing how many of them have another response
 */
public record FairComparison(long rows, long differing) {
    /**
     * Compares two arms trained with the same seed.
     *
     * @param first one arm
     * @param second the other
     * @return what differs
     * @throws InputException telling every difference that must not be
     */
    public static FairComparison check(TrainedArm first, TrainedArm second) {
        List<String> differences = differences(first.record(), second.record());
        if (!differences.isEmpty()) {
            throw refusal(first, second, String.join("; ", differences));
        }
        return sameQuestions(first, second);
    }

    /** What two finetune records differ in beside their data step. */
    static List<String> differences(ArtifactRecord first, ArtifactRecord second) {
        List<String> differences = new ArrayList<>(ConfigTree.differences(first.config(), second.config()));
        compare("recipe", first.recipe(), second.recipe(), differences);
        compare("versions", first.versions(), second.versions(), differences);
        compare(
                "number of dependencies",
                first.dependencies().size(),
                second.dependencies().size(),
                differences);
        for (Map.Entry<String, ArtifactRecord.Input> input : first.inputs().entrySet()) {
            ArtifactRecord.Input other = second.inputs().get(input.getKey());
            compare(
                    "input " + input.getKey(),
                    input.getValue().sha256(),
                    other == null ? "none" : other.sha256(),
                    differences);
        }
        return differences;
    }

    private static void compare(String what, Object first, Object second, List<String> differences) {
        if (!first.equals(second)) {
            differences.add(what + ": " + first + " -> " + second);
        }
    }

    private static FairComparison sameQuestions(TrainedArm first, TrainedArm second) {
        long rows = 0;
        long differing = 0;
        try (Stream<Conversation> left = rows(first.data());
                Stream<Conversation> right = rows(second.data())) {
            Iterator<Conversation> a = left.iterator();
            Iterator<Conversation> b = right.iterator();
            while (a.hasNext() && b.hasNext()) {
                Conversation one = a.next();
                Conversation two = b.next();
                if (!one.id().equals(two.id()) || !asked(one).equals(asked(two))) {
                    throw refusal(
                            first,
                            second,
                            "row " + rows + " asks " + one.id() + " on one side and " + two.id()
                                    + " on the other, or in other words");
                }
                differing += one.response().equals(two.response()) ? 0 : 1;
                rows++;
            }
            if (a.hasNext() || b.hasNext()) {
                throw refusal(first, second, "one side has more rows than the other");
            }
        }
        return new FairComparison(rows, differing);
    }

    private static Stream<Conversation> rows(Path data) {
        return JsonLines.read(data.resolve("conversations.jsonl"), Conversation.class);
    }

    /** What may not differ between the arms: every text but the answers, and what each turn weighs in the loss. */
    private static List<String> asked(Conversation conversation) {
        return conversation.turns().stream()
                .map(turn -> turn.lossWeight() + (turn.role() == Role.ASSISTANT ? "" : " " + turn.text()))
                .toList();
    }

    private static InputException refusal(TrainedArm first, TrainedArm second, String differences) {
        return new InputException("arms " + first.arm() + " and " + second.arm() + " (seed " + first.seed()
                + ") may differ in their data alone, but: " + differences
                + "; run both from one config on one machine, so that only their data differ");
    }
}
