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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
    private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*)}");

    private final TaskFile described;
    private final Path data;
    private final List<AnswerPolicy> policies;
    private final Function<String, Path> files;

    private FileTask(TaskFile described, Path data, Function<String, Path> files) {
        this.described = described;
        this.data = data;
        this.files = files;
        this.policies =
                described.choices().isEmpty() ? FilePolicies.of(described.policies()) : ChoiceLikelihoods.policies();
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
     * Makes one of the built-in tasks that are described by a file.
     *
     * @param name such as {@code auto-j}
     * @param data its rows
     * @return the task
     */
    public static FileTask bundled(String name, Path data) {
        String file = name + ".yaml";
        String yaml = PromptTemplate.resource(FileTask.class, file).text();
        TaskFile described = ConfigBinder.bind(file, yaml, TaskFile.class).value();
        return new FileTask(described, data, Path::of);
    }

    /**
     * Makes the task.
     *
     * @param described what a YAML file says
     * @param data its rows
     * @param files where the file of examples lies
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
        return described.version();
    }

    @Override
    public Optional<String> groupedBy() {
        return described.category().filter(field -> described.byCategory());
    }

    @Override
    public boolean weighsChoices() {
        return !described.choices().isEmpty();
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
                .filter(row -> !shown.contains(row.row.place())) // an example from the task's own file is no question
                .map(row -> sample(row.row, row.number, before));
    }

    private record Numbered(JsonLines.Row row, int number) {}

    private Sample sample(JsonLines.Row row, int number, List<Turn> before) {
        String id = described.id().map(field -> text(row, field)).orElse(String.valueOf(number));
        String prompt = filled(row, described.prompt());
        String reference = filled(row, described.reference());
        String category = described
                .category()
                .map(field -> described.byCategory() || row.node().has(field) ? text(row, field) : "")
                .orElse(null);
        if (weighsChoices()) {
            String context = context(before);
            return Sample.ofChoices(
                    id, context + prompt, described.choices(), reference, category == null ? "" : category);
        }
        List<Turn> turns = new ArrayList<>(before);
        turns.add(new Turn(Role.USER, prompt));
        return new Sample(id, turns, List.of(), reference, category);
    }

    /** Solved examples as raw text: each answer behind a space, a blank line between examples. */
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
                    "at least the " + asked.count() + " examples that the task asks for",
                    "lower examples.count");
        }
        if (asked.order() == TaskFile.Order.DRAWN) {
            Collections.shuffle(all, new Random(asked.seed()));
        }
        return List.copyOf(all.subList(0, asked.count()));
    }

    private List<Turn> turns(List<JsonLines.Row> rows, String answer) {
        List<Turn> turns = new ArrayList<>();
        for (JsonLines.Row row : rows) {
            turns.add(new Turn(Role.USER, filled(row, described.prompt())));
            turns.add(new Turn(Role.ASSISTANT, filled(row, answer)));
        }
        return turns;
    }

    /** Fills a row's fields in; what is filled in is never searched for slots. */
    private static String filled(JsonLines.Row row, String template) {
        return SLOT.matcher(template).replaceAll(slot -> Matcher.quoteReplacement(text(row, slot.group(1))));
    }

    private static String text(JsonLines.Row row, String path) {
        JsonNode node = row.node();
        for (String part : path.split("\\.", -1)) {
            node = node.isArray() && part.matches("\\d{1,9}") ? node.path(Integer.parseInt(part)) : node.path(part);
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining("\n"));
        }
        if (node.isMissingNode() || node.isNull() || node.isObject()) {
            throw InputException.at(
                    row.place(),
                    node.isObject() ? "\"" + path + "\" is an object" : "there is no field \"" + path + "\"",
                    "a text, a number or a list of them",
                    "fix this row, or the slot in the task's file");
        }
        return node.asText();
    }
}
