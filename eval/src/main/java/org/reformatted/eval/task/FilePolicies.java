package org.reformatted.eval.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.AnsweredPolicy;
import org.reformatted.eval.answer.ChoiceAnswer;
import org.reformatted.eval.answer.DecimalText;
import org.reformatted.eval.answer.FactualAnswer;
import org.reformatted.eval.answer.Gsm8kAnswer;
import org.reformatted.eval.answer.MathAnswer;
import org.reformatted.eval.answer.Verdict;
import org.reformatted.eval.instruct.InstructionPolicies;
import org.reformatted.eval.readability.ReadabilityPolicies;

/** The policies that a task's file names or describes. */
final class FilePolicies {
    /** The policies of a built-in task, and the number that is incremented when their verdicts change. */
    private record BuiltIn(int version, List<AnswerPolicy> policies) {}

    private static final Map<String, BuiltIn> BUILT_IN = new TreeMap<>(Map.of(
            "gsm8k", new BuiltIn(Gsm8kAnswer.VERSION, Gsm8kAnswer.policies()),
            "math", new BuiltIn(MathAnswer.VERSION, MathAnswer.policies()),
            "bbh", new BuiltIn(ChoiceAnswer.VERSION, ChoiceAnswer.policies()),
            "factuality", new BuiltIn(FactualAnswer.VERSION, FactualAnswer.policies()),
            "ifeval", new BuiltIn(InstructionPolicies.VERSION, InstructionPolicies.policies()),
            "readability", new BuiltIn(ReadabilityPolicies.VERSION, ReadabilityPolicies.all()),
            "answered", new BuiltIn(0, AnsweredPolicy.policies())));

    private FilePolicies() {}

    static List<AnswerPolicy> of(List<TaskFile.Policy> described) {
        List<AnswerPolicy> policies = new ArrayList<>();
        for (TaskFile.Policy policy : described) {
            if (policy.of().isPresent()) {
                policies.addAll(builtIn(policy.of().get()).policies);
            } else {
                policies.add(pattern(policy));
            }
        }
        return List.copyOf(policies);
    }

    /** Returns the sum of the versions of the built-in policies, so that an increment of any of them increments it. */
    static int version(List<TaskFile.Policy> described) {
        return described.stream()
                .flatMap(policy -> policy.of().stream())
                .mapToInt(name -> builtIn(name).version)
                .sum();
    }

    private static BuiltIn builtIn(String name) {
        BuiltIn builtIn = BUILT_IN.get(name);
        if (builtIn == null) {
            throw new IllegalArgumentException("policies: of (" + name + ") must be one of " + BUILT_IN.keySet());
        }
        return builtIn;
    }

    private static AnswerPolicy pattern(TaskFile.Policy policy) {
        Optional<Pattern> extract = policy.extract().map(Pattern::compile);
        return new AnswerPolicy(
                policy.name().orElse(""),
                (output, reference) -> Verdict.of(
                        extracted(output, extract, policy.pick()),
                        found -> reference.lines().anyMatch(right -> equal(found, right.strip(), policy.compare()))));
    }

    private static Optional<String> extracted(String output, Optional<Pattern> extract, TaskFile.Pick pick) {
        if (extract.isEmpty()) {
            return Optional.of(output.strip()).filter(text -> !text.isEmpty());
        }
        Optional<String> found = Optional.empty();
        for (Matcher matcher = extract.get().matcher(output); matcher.find(); ) {
            String text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            if (text != null) {
                found = Optional.of(text.strip());
            }
            if (found.isPresent() && pick == TaskFile.Pick.FIRST) {
                return found;
            }
        }
        return found;
    }

    private static boolean equal(String found, String right, TaskFile.Compare compare) {
        return switch (compare) {
            case EXACT -> found.equals(right);
            case IGNORE_CASE -> found.equalsIgnoreCase(right);
            case CONTAINS ->
                !right.isEmpty() && found.toLowerCase(Locale.ROOT).contains(right.toLowerCase(Locale.ROOT));
            case NUMBER ->
                DecimalText.parse(found)
                        .flatMap(a -> DecimalText.parse(right).map(b -> a.compareTo(b) == 0))
                        .orElse(false);
        };
    }
}
