package org.reformatted.experiments.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.experiments.report.TrainedArm.Training;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.data.Role;

/**
 * The proof from the records that two arms differ only in their data, and in the data only in the text of the assistant. For an external arm, or an
 * arm with separate rows, less is proven, and the sentence states the missing part.
 *
 * @param proven whether the two arms differ only in responses
 * @param sentence the proof, or the reason why there is none
 */
public record FairComparison(boolean proven, String sentence) {
    private static final String SAME = "config, base model, recipe and versions are the same in both records";

    /**
     * Compares two arms that are trained with the same seed or external.
     *
     * @param first the first arm
     * @param second the second arm
     * @return the proof
     * @throws InputException that names every difference that is not allowed between two arms that are trained here
     */
    public static FairComparison check(TrainedArm first, TrainedArm second) {
        Optional<Training> one = first.training();
        Optional<Training> two = second.training();
        if (one.isEmpty() || two.isEmpty()) {
            return outside(first, second);
        }
        List<String> differences = differences(one.get().record(), two.get().record());
        if (!differences.isEmpty()) {
            throw refusal(first, second, String.join("; ", differences));
        }
        return sameQuestions(first, second, one.get().data(), two.get().data());
    }

    /** The result for a comparison with an arm that is not trained here. */
    private static FairComparison outside(TrainedArm first, TrainedArm second) {
        String origins = Stream.of(first, second)
                .filter(arm -> arm.training().isEmpty())
                .map(arm -> arm.arm() + ": " + arm.origin().orElse("it is not trained here"))
                .collect(Collectors.joining("; "));
        return new FairComparison(false, "not proven, because of " + origins + "." + sameWeights(first, second));
    }

    /** A sentence for the case that the external checkpoint is the one that the other arm was trained from; otherwise empty. */
    private static String sameWeights(TrainedArm first, TrainedArm second) {
        return Stream.of(first.weights(), second.weights())
                .flatMap(Optional::stream)
                .filter(weights -> Stream.of(first, second)
                        .flatMap(arm -> arm.training().stream())
                        .anyMatch(training -> startsFrom(training.record(), weights)))
                .findFirst()
                .map(weights ->
                        " Proven: its files are those that the other arm's training started from, by their hash.")
                .orElse("");
    }

    private static boolean startsFrom(ArtifactRecord record, String weights) {
        return record.inputs().entrySet().stream()
                .anyMatch(input -> input.getKey().startsWith("model")
                        && input.getValue().sha256().equals(weights));
    }

    /** The differences between two finetune records, apart from their data step. */
    static List<String> differences(ArtifactRecord first, ArtifactRecord second) {
        List<String> differences = new ArrayList<>(ConfigTree.differences(first.config(), second.config()));
        compare("recipe", first.recipe(), second.recipe(), differences);
        compare("versions", first.versions(), second.versions(), differences);
        compare(TrainedArm.TRAINER, Training.trainer(first), Training.trainer(second), differences);
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

    private static FairComparison sameQuestions(TrainedArm first, TrainedArm second, Path firstRows, Path secondRows) {
        long rows = 0;
        long differing = 0;
        try (Stream<Conversation> left = rows(firstRows);
                Stream<Conversation> right = rows(secondRows)) {
            Iterator<Conversation> a = left.iterator();
            Iterator<Conversation> b = right.iterator();
            while (a.hasNext() && b.hasNext()) {
                Conversation one = a.next();
                Conversation two = b.next();
                if (!one.id().equals(two.id()) || !asked(one).equals(asked(two))) {
                    return otherQuestions(
                            first,
                            second,
                            "row " + rows + " asks " + one.id() + " on one side and " + two.id()
                                    + " on the other, or in other words");
                }
                differing += one.response().equals(two.response()) ? 0 : 1;
                rows++;
            }
            if (a.hasNext() || b.hasNext()) {
                return otherQuestions(first, second, "one side has more rows than the other");
            }
        }
        return new FairComparison(
                true,
                SAME + "; all " + rows + " training rows ask the same in the same order, and " + differing
                        + " of them have another response.");
    }

    /** The result for rows that differ in more than responses: an error, unless the config states another origin for an arm's rows. */
    private static FairComparison otherQuestions(TrainedArm first, TrainedArm second, String difference) {
        List<String> origins = Stream.of(first, second)
                .flatMap(arm -> arm.origin().stream().map(origin -> arm.arm() + ": " + origin))
                .toList();
        if (origins.isEmpty()) {
            throw refusal(first, second, difference);
        }
        return new FairComparison(
                false,
                SAME + "; that the arms differ in responses alone is not proven, because " + difference + " ("
                        + String.join("; ", origins) + ").");
    }

    private static Stream<Conversation> rows(Path data) {
        return JsonLines.read(data.resolve("conversations.jsonl"), Conversation.class);
    }

    /** The parts that must not differ between the arms: all texts except the answers, and the loss weight of each turn. */
    private static List<String> asked(Conversation conversation) {
        return conversation.turns().stream()
                .map(turn -> turn.lossWeight() + (turn.role() == Role.ASSISTANT ? "" : " " + turn.text()))
                .toList();
    }

    private static InputException refusal(TrainedArm first, TrainedArm second, String differences) {
        return new InputException("arms " + first.arm() + " and " + second.arm() + " (seed " + first.seedText()
                + ") may differ only in their data, but: " + differences
                + "; run both from one config on one machine, so that only their data differ");
    }
}
