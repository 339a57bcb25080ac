package org.reformatted.experiments.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.reformatted.experiments.workflow.ArtifactRecord;
import org.reformatted.realign.config.ConfigTree;

/** The differences between two experiments, step by step: config, data, code and scores, from the records of their newest reports. */
public final class RunDiff {
    private RunDiff() {}

    /**
     * Compares two experiments.
     *
     * @param first the first experiment
     * @param second the second experiment
     * @return one line for each difference, with the names of its steps, and a line with the numbers of differences and steps
     */
    public static List<String> lines(RunFolder first, RunFolder second) {
        Map<String, ArtifactRecord> a = steps(first);
        Map<String, ArtifactRecord> b = steps(second);
        Map<String, List<String>> found = new LinkedHashMap<>();
        Set<String> names = new TreeSet<>(a.keySet());
        names.addAll(b.keySet());
        for (String name : names) {
            List<String> differences = !b.containsKey(name)
                    ? List.of("only in " + first.name())
                    : !a.containsKey(name)
                            ? List.of("only in " + second.name())
                            : differences(a.get(name), b.get(name));
            differences.forEach(
                    one -> found.computeIfAbsent(one, key -> new ArrayList<>()).add(name));
        }
        List<String> lines = new ArrayList<>();
        found.forEach((difference, steps) -> lines.add((steps.size() == names.size()
                        ? "every step"
                        : steps.size() > 4
                                ? steps.size() + " steps, " + steps.get(0) + " to " + steps.get(steps.size() - 1)
                                : String.join(", ", steps))
                + ": " + difference));
        lines.add(
                lines.isEmpty()
                        ? "no difference in " + names.size() + " steps"
                        : lines.size() + " differences in " + names.size() + " steps");
        return lines;
    }

    private static Map<String, ArtifactRecord> steps(RunFolder run) {
        Map<String, ArtifactRecord> steps = new TreeMap<>();
        run.closure(run.requireReport()).values().forEach(record -> steps.put(record.step(), record));
        return steps;
    }

    private static List<String> differences(ArtifactRecord a, ArtifactRecord b) {
        List<String> found = new ArrayList<>();
        ConfigTree.differences(a.config(), b.config()).forEach(one -> found.add("config " + one));
        Set<String> inputs = new TreeSet<>(a.inputs().keySet());
        inputs.addAll(b.inputs().keySet());
        for (String input : inputs) {
            compare("data " + input, hash(a, input), hash(b, input), found);
        }
        compare("code recipe", String.valueOf(a.recipe()), String.valueOf(b.recipe()), found);
        compare("code commit", a.gitCommit(), b.gitCommit(), found);
        Set<String> versions = new TreeSet<>(a.versions().keySet());
        versions.addAll(b.versions().keySet());
        versions.forEach(name -> compare(
                "version of " + name,
                a.versions().getOrDefault(name, "none"),
                b.versions().getOrDefault(name, "none"),
                found));
        Set<String> results = new TreeSet<>(a.result().keySet());
        results.addAll(b.result().keySet());
        results.remove("findings"); // sentences about the other results
        results.forEach(name -> compare(
                "result " + name,
                String.valueOf(a.result().get(name)),
                String.valueOf(b.result().get(name)),
                found));
        return found;
    }

    private static String hash(ArtifactRecord record, String input) {
        ArtifactRecord.Input found = record.inputs().get(input);
        return found == null ? "none" : found.sha256().substring(0, 12);
    }

    private static void compare(String what, String first, String second, List<String> found) {
        if (!first.equals(second)) {
            found.add(what + ": " + first + " -> " + second);
        }
    }
}
