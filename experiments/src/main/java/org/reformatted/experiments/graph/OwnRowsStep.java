package org.reformatted.experiments.graph;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.experiments.config.Roots;
import org.reformatted.experiments.workflow.Step;
import org.reformatted.experiments.workflow.StepContext;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.data.Conversation;
import org.reformatted.realign.pipeline.InputConfig;

/** Copies the rows of an arm with a separate data file, in the same format as the rows of other arms. */
record OwnRowsStep(String arm, InputConfig data, Roots roots) implements ArmRows {
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
        return Map.of("data", ConfigTree.identityFields(data));
    }

    @Override
    public Map<String, Path> inputs() {
        return roots.files(data);
    }

    @Override
    public List<Step> dependencies() {
        return List.of();
    }

    @Override
    public InputConfig input() {
        return data;
    }

    @Override
    public Optional<String> origin() {
        return Optional.of("its rows are those of " + Path.of(data.path()).getFileName());
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        Path file = roots.dataFile(data.path());
        long rows = 0;
        try (Stream<Conversation> read = data.read(file);
                JsonLines.Writer out = JsonLines.Writer.create(context.out().resolve(FILE))) {
            for (Conversation row : (Iterable<Conversation>) read::iterator) {
                out.write(row);
                rows++;
            }
        }
        if (rows == 0) {
            throw new InputException(file + ": the file has no rows; name a file with rows in arms." + arm + ".data");
        }
        return Map.of("rows", rows);
    }
}
