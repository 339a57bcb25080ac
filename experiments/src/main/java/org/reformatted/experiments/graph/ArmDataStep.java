package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.reformatted.experiments.config.ArmData;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.pipeline.InputConfig;
import org.reformatted.realign.pipeline.RealignPipeline;

/**
 * Selects the responses that an arm is trained on and writes {@code conversations.jsonl}, with the same questions in the same order for every arm.
 */
record ArmDataStep(String arm, ArmData data, RealignStep realign) implements ArmRows {
    @Override
    public String name() {
        return "data-" + arm;
    }

    @Override
    public int recipe() {
        return 1;
    }

    @Override
    public Object config() {
        return new TreeMap<>(Map.of("responses", java.util.Objects.requireNonNull(ConfigTree.identity(data))));
    }

    @Override
    public Map<String, Path> inputs() {
        return Map.of();
    }

    @Override
    public List<Step> dependencies() {
        return List.of(realign);
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        Path source = context.artifact(realign);
        long rows = count(source.resolve(RealignPipeline.ORIGINAL));
        ArmData.Choice choice = data.choice(Math.toIntExact(rows));
        long changed = 0;
        try (Stream<Conversation> before =
                        JsonLines.read(source.resolve(RealignPipeline.ORIGINAL), Conversation.class);
                Stream<Conversation> after =
                        JsonLines.read(source.resolve(RealignPipeline.CONVERSATIONS), Conversation.class);
                JsonLines.Writer out = JsonLines.Writer.create(context.out().resolve(FILE))) {
            Iterator<Conversation> originals = before.iterator();
            Iterator<Conversation> realigned = after.iterator();
            for (int row = 0; originals.hasNext(); row++) {
                Conversation original = originals.next();
                Conversation chosen = choice.of(row, original, realigned.next());
                out.write(chosen);
                changed += chosen.response().equals(original.response()) ? 0 : 1;
            }
        }
        return Map.of("rows", rows, "changed", changed);
    }

    @Override
    public InputConfig input() {
        return realign.realign().input();
    }

    @Override
    public Optional<String> origin() {
        return data.block().map(block -> "its rows are those of realigns." + block);
    }

    private static long count(Path file) {
        try (Stream<JsonLines.Row> rows = JsonLines.read(file)) {
            return rows.count();
        }
    }
}
