package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.ChoiceLikelihoods;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.PromptTemplate;

/** A benchmark that a YAML file describes. */
public final class FileTask implements EvalTask {
    private final TaskFile described;
    private final Path data;
    private final List<AnswerPolicy> policies;
    private final Function<String, Path> files;

    private FileTask(TaskFile described, Path data, Function<String, Path> files) {
        this.described = described;
        this.data = data;
        this.files = files;
        this.policies = weighsChoices() ? ChoiceLikelihoods.policies() : FilePolicies.of(described.policies());
        Check.argument(
                policies.stream().anyMatch(policy -> policy.name().equals(defaultPolicy())),
                "defaultPolicy (%s) must be one of %s",
                defaultPolicy(),
                policies.stream().map(AnswerPolicy::name).toList());
    }

    /**
     * Reads a task's description.
     *
     * @param yaml the file
     * @return the description
     * @throws org.reformatted.realign.config.ConfigException with every problem found
     */
    public static TaskFile describe(Path yaml) {
        return ConfigBinder.bind(yaml, TaskFile.class).value();
    }

    /**
     * Reads the description of a built-in task.
     *
     * @param name a name such as {@code gsm8k}
     * @return the description, with the default path of its data
     */
    public static TaskFile bundled(String name) {
        String file = name + ".yaml";
        String yaml = PromptTemplate.resource(FileTask.class, file).text();
        return ConfigBinder.bind(file, yaml, TaskFile.class).value();
    }

    /**
     * Creates a built-in task.
     *
     * @param name a name such as {@code gsm8k}
     * @param data the file of its rows
     * @param shots solved examples that are drawn before each question
     * @return the task
     * @throws IllegalArgumentException when examples are requested and the task has none to draw
     */
    public static FileTask bundled(String name, Path data, Shots shots) {
        FileTask task = of(bundled(name).with(shots), data, Path::of);
        task.described.examples().ifPresent(task::solved); // report too few rows here, not at the first question
        return task;
    }

    /**
     * Creates the task.
     *
     * @param described the content of the YAML file
     * @param data the file of its rows
     * @param files resolves the path of the file of examples
     * @return the task
     * @throws IllegalArgumentException when a policy is unknown
     */
    public static FileTask of(TaskFile described, Path data, Function<String, Path> files) {
        return new FileTask(described, data, files);
    }

    @Override
    public String name() {
        return described.name();
    }

    @Override
    public int version() {
        int scored = weighsChoices() ? ChoiceLikelihoods.VERSION : FilePolicies.version(described.policies());
        return 100 * scored + described.version();
    }

    @Override
    public Optional<String> groupedBy() {
        return described.category().filter(field -> described.byCategory());
    }

    @Override
    public boolean weighsChoices() {
        return !described.choices().isEmpty() || described.rowChoices().isPresent();
    }

    @Override
    public List<AnswerPolicy> policies() {
        return policies;
    }

    @Override
    public String defaultPolicy() {
        return described.defaultPolicy().orElseGet(() -> policies.get(0).name());
    }

    @Override
    public Stream<Sample> samples() {
        List<JsonLines.Row> solved = described.examples().map(this::solved).orElse(List.of());
        List<Turn> before =
                described.examples().map(asked -> turns(solved, asked.answer())).orElse(List.of());
        Set<String> shown = solved.stream().map(JsonLines.Row::place).collect(Collectors.toSet());
        AtomicInteger number = new AtomicInteger();
        return RowFile.read(data)
                .map(row -> new Numbered(row, number.getAndIncrement()))
                .filter(row -> !shown.contains(row.row.place())) // examples from the task's file are not questions
                .map(row -> sample(row.row, row.number, before));
    }

    private record Numbered(JsonLines.Row row, int number) {}

    private Sample sample(JsonLines.Row row, int number, List<Turn> before) {
        String id = described.id().map(fields -> id(row, fields, number)).orElse(String.valueOf(number));
        String prompt = prompt(row);
        String reference = RowText.filled(row, described.reference());
        String category =
                described.category().map(fields -> category(row, fields)).orElse(null);
        if (weighsChoices()) {
            List<String> choices =
                    described.rowChoices().map(asked -> choices(row, asked)).orElse(described.choices());
            String right = described
                    .rowChoices()
                    .map(asked -> right(row, asked, choices, reference))
                    .orElse(reference);
            return Sample.ofChoices(id, context(before) + prompt, choices, right, category == null ? "" : category);
        }
        requireReadable(row, reference);
        List<Turn> turns = new ArrayList<>(before);
        turns.add(new Turn(Role.USER, prompt));
        return new Sample(id, turns, List.of(), reference, category);
    }

    /** Returns the row's own id, or the row's number if the id is absent and the fields end in {@code |#}. */
    private static String id(JsonLines.Row row, String fields, int number) {
        boolean mayLack = fields.endsWith("|#");
        String named = mayLack ? fields.substring(0, fields.length() - 2) : fields;
        return RowText.optional(row, named)
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> mayLack ? String.valueOf(number) : RowText.filled(row, "{" + named + "}"));
    }

    private @Nullable String category(JsonLines.Row row, String fields) {
        return described.byCategory()
                ? RowText.filled(row, "{" + fields + "}")
                : RowText.optional(row, fields).orElse(null);
    }

    private String prompt(JsonLines.Row row) {
        return replaced(RowText.filled(row, described.prompt()));
    }

    private String replaced(String text) {
        String plain = text;
        for (TaskFile.Replacement each : described.replace()) {
            plain = plain.replaceAll(each.pattern(), each.by());
        }
        return plain;
    }

    private List<String> choices(JsonLines.Row row, TaskFile.RowChoices asked) {
        return texts(row, asked.texts()).stream().map(this::replaced).toList();
    }

    private static List<String> texts(JsonLines.Row row, String field) {
        return StreamSupport.stream(RowText.required(row, field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String right(JsonLines.Row row, TaskFile.RowChoices asked, List<String> choices, String reference) {
        List<String> labels = asked.labels()
                .map(field -> texts(row, field))
                .orElseGet(() -> IntStream.range(0, choices.size())
                        .mapToObj(String::valueOf)
                        .toList());
        int right = labels.indexOf(reference);
        if (right < 0 || right >= choices.size()) {
            throw InputException.at(
                    row.place(), "the reference (" + reference + ")", "one of the labels " + labels, "fix this row");
        }
        return choices.get(right);
    }

    /** Reports a reference that no output could be compared with, before any request to a model. */
    private void requireReadable(JsonLines.Row row, String reference) {
        try {
            policies.forEach(policy -> policy.judge("word", reference));
        } catch (IllegalArgumentException e) {
            throw new InputException(row.place() + ": " + e.getMessage() + "; fix this row", e);
        }
    }

    /** Returns the solved examples as raw text: a space before each answer, a blank line between examples. */
    private static String context(List<Turn> turns) {
        return turns.stream()
                .map(turn -> turn.role() == Role.USER ? turn.text() + " " : turn.text() + "\n\n")
                .collect(Collectors.joining());
    }

    private List<JsonLines.Row> solved(TaskFile.Examples asked) {
        Path from = files.apply(asked.from());
        List<JsonLines.Row> all;
        try (Stream<JsonLines.Row> rows = RowFile.read(from)) {
            all = asked.order() == TaskFile.Order.FILE
                    ? rows.limit(asked.count()).toList()
                    : rows.collect(Collectors.toCollection(ArrayList::new));
        }
        if (asked.count() > all.size()) {
            throw InputException.at(
                    from,
                    all.size() + " rows",
                    "at least the " + asked.count() + " examples that the task needs",
                    "request fewer examples");
        }
        if (asked.order() == TaskFile.Order.DRAWN) {
            Collections.shuffle(all, new Random(asked.seed()));
        }
        return List.copyOf(all.subList(0, asked.count()));
    }

    private List<Turn> turns(List<JsonLines.Row> rows, String answer) {
        List<Turn> turns = new ArrayList<>();
        for (JsonLines.Row row : rows) {
            turns.add(new Turn(Role.USER, prompt(row)));
            turns.add(new Turn(Role.ASSISTANT, RowText.filled(row, answer)));
        }
        return turns;
    }
}
