package org.reformatted.experiments.workflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.base.WaitingException;

/** Writes its number and what its dependencies wrote; counts how often it was run; can die in the middle. */
class ToyStep implements Step {
    private final String name;
    private final Map<String, Object> config;
    private final Map<String, Path> inputs;
    private final List<Step> dependencies;
    final List<String> runs = new ArrayList<>();
    boolean dies;
    boolean lacksKey;
    boolean waits;

    ToyStep(String name, Map<String, Object> config, Map<String, Path> inputs, Step... dependencies) {
        this.name = name;
        this.config = config;
        this.inputs = inputs;
        this.dependencies = List.of(dependencies);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int recipe() {
        return 1;
    }

    @Override
    public Object config() {
        return config;
    }

    @Override
    public Map<String, Path> inputs() {
        return inputs;
    }

    @Override
    public List<Step> dependencies() {
        return dependencies;
    }

    @Override
    public void requireReady() {
        if (lacksKey) {
            throw new IllegalStateException("the key is missing");
        }
    }

    @Override
    public Map<String, ?> run(StepContext context) {
        boolean resumed = Files.exists(context.out().resolve("half"));
        runs.add(resumed ? "resumed" : "fresh");
        TextFiles.writeAtomically(context.out().resolve("half"), "half");
        if (waits) {
            throw new WaitingException("waiting for a folder");
        }
        if (dies) {
            throw new IllegalStateException("the plug was pulled");
        }
        StringBuilder text = new StringBuilder(config.toString());
        dependencies.forEach(
                d -> text.append(TextFiles.readString(context.artifact(d).resolve("out"))));
        TextFiles.writeAtomically(context.out().resolve("out"), text.toString());
        return Map.of("length", text.length());
    }
}
