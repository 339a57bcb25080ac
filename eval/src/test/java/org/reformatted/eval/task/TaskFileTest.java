package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskFileTest {
    private static final TaskFile.Policy EXACT = policy(null, "exact", null);

    private static TaskFile.Policy policy(String of, String name, String extract) {
        return new TaskFile.Policy(
                Optional.ofNullable(of),
                Optional.ofNullable(name),
                Optional.ofNullable(extract),
                TaskFile.Pick.LAST,
                TaskFile.Compare.EXACT);
    }

    private static TaskFile task(
            String name, int version, String prompt, List<String> choices, List<TaskFile.Policy> policies) {
        return new TaskFile(
                name,
                version,
                "data.jsonl",
                prompt,
                "{answer}",
                Optional.empty(),
                Optional.empty(),
                true,
                choices,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of("A: {answer}"),
                policies,
                Optional.empty());
    }

    @Test
    void aTaskIsWrittenOrWeighed() {
        assertThat(task("t", 1, "{q}", List.of(), List.of(EXACT)).policies()).hasSize(1);
        assertThat(task("t", 1, "{q}", List.of("yes", "no"), List.of()).choices())
                .hasSize(2);
        assertThatThrownBy(() -> task("t", 1, "{q}", List.of(), List.of()))
                .hasMessageContaining("must be given for a task with generated answers");
        assertThatThrownBy(() -> task("t", 1, "{q}", List.of("yes"), List.of(EXACT)))
                .hasMessageContaining("not for one that scores choices");
    }

    @Test
    void faultsNameTheFieldAndItsRule() {
        assertThatThrownBy(() -> task("a b", 1, "{q}", List.of(), List.of(EXACT)))
                .hasMessage("name (a b) must consist of letters, digits, '.', '_' and '-'");
        assertThatThrownBy(() -> task("t", 100, "{q}", List.of(), List.of(EXACT)))
                .hasMessage("version (100) must lie in [1, 99]");
        assertThatThrownBy(() -> task("t", 1, " ", List.of(), List.of(EXACT))).hasMessage("prompt must not be blank");
        assertThatThrownBy(() -> new TaskFile.Replacement("(", ""))
                .hasMessage("pattern (() must be a regular expression");
        assertThatThrownBy(() -> new TaskFile.Examples("f", 0, TaskFile.Order.FILE, 0, "a"))
                .hasMessage("count (0) must be positive; leave examples out for none");
    }

    @Test
    void aPolicyIsBuiltInOrDescribed() {
        assertThatThrownBy(() -> policy("gsm8k", "p", null)).hasMessage("of or name must be given, and not both");
        assertThatThrownBy(() -> policy(null, null, null)).hasMessage("of or name must be given, and not both");
        assertThatThrownBy(() -> policy("gsm8k", null, "x")).hasMessage("extract is not allowed with of (gsm8k)");
        assertThatThrownBy(() -> policy(null, "p", "[")).hasMessage("extract ([) must be a regular expression");
    }

    @Test
    void drawnExamplesReplaceThoseOfTheFile() {
        TaskFile task = task("t", 1, "{q}", List.of(), List.of(EXACT));
        TaskFile.Examples examples = task.with(new Shots(3, Optional.of(Path.of("train.jsonl")), 7))
                .examples()
                .orElseThrow();
        assertThat(examples).isEqualTo(new TaskFile.Examples("train.jsonl", 3, TaskFile.Order.DRAWN, 7, "A: {answer}"));
        assertThat(task.with(Shots.NONE)).isSameAs(task);
    }
}
