package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.ChoiceAnswer;
import org.reformatted.eval.answer.ChoiceLikelihoods;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/**
 * BIG-Bench Hard with its three published examples before each question: by chain of thought, or by the likelihood of the choices.
 *
 * <p>Source: github.com/suzgunmirac/BIG-Bench-Hard (MIT), one JSON file for each subtask and the folder {@code cot-prompts/} next to them. A row:
 *
 * <pre>{@code
 * {"input": "If you follow these instructions, do you return to the starting point? ... Options:\n- Yes\n- No", "target": "No"}
 * }</pre>
 *
 * <p>The canary line of the prompt file is left out. In the likelihood task the examples keep their answers but not their reasoning. The choices are
 * the options that a question lists, or else the distinct targets of the subtask if these are at most four words. Subtasks with free answers, such as
 * {@code multistep_arithmetic_two}, have no choices to score and are only in the chain-of-thought task.
 */
public final class BbhTask implements EvalTask {
    /** Increment when scores of existing outputs change. */
    public static final int VERSION = 1;

    private static final Pattern OPTION = Pattern.compile("(?m)^(?:(\\([A-Z]\\)) |- (.+)$)");
    private static final Pattern REASONS = Pattern.compile(
            "A: Let's think step by step\\..*?So the answer is (.*?)\\.(?=\\s*(?:\\n\\n|\\z))", Pattern.DOTALL);

    private final Path folder;
    private final boolean reasoned;

    private BbhTask(Path folder, boolean reasoned) {
        this.folder = folder;
        this.reasoned = reasoned;
    }

    /**
     * Creates the task that requests a chain of thought.
     *
     * @param folder subtasks as {@code *.json}, their prompts as {@code cot-prompts/*.txt}
     * @return the task
     */
    public static BbhTask withReasons(Path folder) {
        return new BbhTask(folder, true);
    }

    /**
     * Creates the task that scores the choices by likelihood.
     *
     * @param folder subtasks as {@code *.json}, their prompts as {@code cot-prompts/*.txt}
     * @return the task
     */
    public static BbhTask byLikelihood(Path folder) {
        return new BbhTask(folder, false);
    }

    @Override
    public String name() {
        return reasoned ? "bbh" : "bbh-likelihood";
    }

    @Override
    public int version() {
        return 100 * (reasoned ? ChoiceAnswer.VERSION : ChoiceLikelihoods.VERSION) + VERSION;
    }

    @Override
    public Optional<String> groupedBy() {
        return Optional.of("task");
    }

    @Override
    public boolean weighsChoices() {
        return !reasoned;
    }

    @Override
    public Stream<Sample> samples() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(".json")).sorted().toList().stream()
                    .flatMap(file -> subtask(file).stream());
        } catch (java.io.IOException e) {
            throw TextFiles.unreadable(folder, e);
        }
    }

    private record BbhExample(String input, String target) {}

    private List<Sample> subtask(Path file) {
        String subtask = file.getFileName().toString().replace(".json", "");
        String prompt = prompt(folder.resolve("cot-prompts").resolve(subtask + ".txt"));
        List<BbhExample> rows = new ArrayList<>();
        for (JsonNode row : Json.read(file, JsonNode.class).path("examples")) {
            String place = file + ": example " + rows.size();
            rows.add(new BbhExample(Rows.text(place, row, "input"), Rows.text(place, row, "target")));
        }
        if (rows.isEmpty()) {
            throw InputException.at(file, "no \"examples\"", "BIG-Bench Hard's subtask", "fetch the file again");
        }
        return reasoned ? asked(subtask, prompt, rows) : weighed(subtask, prompt, rows);
    }

    private static List<Sample> asked(String subtask, String prompt, List<BbhExample> rows) {
        List<Sample> samples = new ArrayList<>();
        for (BbhExample row : rows) {
            String question = prompt + "\n\nQ: " + row.input + "\nA: Let's think step by step.";
            samples.add(new Sample(
                    subtask + "/" + samples.size(),
                    List.of(new Turn(Role.USER, question)),
                    List.of(),
                    row.target,
                    subtask));
        }
        return samples;
    }

    private static List<Sample> weighed(String subtask, String prompt, List<BbhExample> rows) {
        List<String> words = words(rows);
        String examples = REASONS.matcher(prompt).replaceAll("A: $1");
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            BbhExample row = rows.get(i);
            List<String> listed = options(row.input);
            List<String> choices = listed.contains(row.target) ? listed : words;
            if (choices.contains(row.target)) {
                String context = examples + "\n\nQ: " + row.input + "\nA:";
                samples.add(Sample.ofChoices(subtask + "/" + i, context, choices, row.target, subtask));
            }
        }
        return samples;
    }

    /** Returns the options that a question lists: {@code (A)} and so on, or the text after a dash. */
    private static List<String> options(String input) {
        int list = input.lastIndexOf("Options:");
        Matcher matcher = OPTION.matcher(list < 0 ? "" : input.substring(list));
        List<String> options = new ArrayList<>();
        while (matcher.find()) {
            options.add(matcher.group(1) == null ? matcher.group(2).strip() : matcher.group(1));
        }
        return options;
    }

    /** Returns the distinct targets of all rows if they are at most four single words; else an empty list. */
    private static List<String> words(List<BbhExample> rows) {
        TreeSet<String> targets = rows.stream().map(BbhExample::target).collect(Collectors.toCollection(TreeSet::new));
        boolean few = targets.size() <= 4 && targets.stream().allMatch(target -> target.matches("[A-Za-z]+"));
        return few ? List.copyOf(targets) : List.of();
    }

    private static String prompt(Path file) {
        String text = TextFiles.readString(file);
        int rule = text.indexOf("\n-----\n");
        return (rule < 0 ? text : text.substring(rule + "\n-----\n".length())).strip();
    }

    @Override
    public List<AnswerPolicy> policies() {
        return reasoned ? ChoiceAnswer.policies() : ChoiceLikelihoods.policies();
    }

    @Override
    public String defaultPolicy() {
        return reasoned ? ChoiceAnswer.AFTER_THE_ANSWER_IS : ChoiceLikelihoods.LIKELIEST;
    }
}
