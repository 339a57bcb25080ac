package org.reformatted.experiments.graph;

import java.util.ArrayList;
import java.util.List;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.BoundConfig;

/** The problems found in a config, each as one sentence with the file and line of the key. */
final class ProblemList {
    private final BoundConfig<?> bound;
    private final List<String> problems = new ArrayList<>();

    ProblemList(BoundConfig<?> bound) {
        this.bound = bound;
    }

    /** Runs a check; an exception of the check is a problem of the key. */
    void check(String key, Runnable look) {
        try {
            look.run();
        } catch (InputException | IllegalArgumentException e) {
            add(key, key + ": " + e.getMessage());
        }
    }

    void add(String key, String sentence) {
        problems.add(bound.problem(key, sentence));
    }

    int size() {
        return problems.size();
    }

    /** The problems in the order they were found. */
    List<String> sentences() {
        return List.copyOf(problems);
    }
}
