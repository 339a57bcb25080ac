package org.reformatted.eval.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.answer.Gsm8kAnswer;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.eval.run.EvalTasks;
import org.reformatted.realign.config.ConfigException;
import org.reformatted.realign.llm.SamplingSettings;

class FileTaskTest {
    private static final String ROWS = """
        {"n":"a","question":"Capital of France? {answer}","answer":["Paris","Paris, France"],"kind":"geo","meta":{"level":1}}
        {"n":"b","question":"1+1?","answer":["2"],"kind":"sum","meta":{"level":2}}
        {"n":"c","question":"2+2?","answer":["4"],"kind":"sum","meta":{"level":3}}
        """;

    @TempDir
    Path folder;

    private EvalTask task(String yaml) throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), ROWS);
        Path file = Files.writeString(folder.resolve("task.yaml"), yaml);
        return EvalTasks.create(EvalConfig.of(file.toString(), SamplingSettings.greedy(8)), Path::of);
    }

    private static List<Sample> samples(EvalTask task) {
        try (Stream<Sample> samples = task.samples()) {
            return samples.toList();
        }
    }

    @Test
    void rowsFillPromptReferenceAndExamples() throws IOException {
        EvalTask task = task("""
            name: trivia
            data: rows.jsonl
            prompt: "Level {meta.level}: {question}"
            reference: "{answer}"
            id: n
            category: kind
            examples: {from: rows.jsonl, count: 1, answer: "{answer.0}"}
            policies:
              - {of: factuality}
              - {name: last-word, extract: "\\\\w+", compare: ignore-case}
            defaultPolicy: last-word
            """);
        List<Sample> samples = samples(task);
        // the row that serves as an example is not asked
        assertThat(samples).extracting(Sample::id).containsExactly("b", "c");
        assertThat(samples.get(0).turns())
                .extracting(turn -> turn.text())
                .containsExactly("Level 1: Capital of France? {answer}", "Paris", "Level 2: 1+1?");
        assertThat(samples.get(0).reference()).isEqualTo("2");
        assertThat(samples.get(0).category()).isEqualTo("sum");
        assertThat(task.groupedBy()).hasValue("kind");
        assertThat(task.policies())
                .extracting(policy -> policy.name())
                .containsExactly("exact-match", "f1", "containment", "last-word");
        assertThat(task.policies()
                        .get(3)
                        .judge("It is PARIS", "Paris\nParis, France")
                        .score())
                .isEqualTo(1);
        assertThat(task.policies().get(3).judge("...", "Paris").parsed()).isFalse();
    }

    @Test
    void patternsPickAndCompareAsTheyAreTold() throws IOException {
        EvalTask task = task("""
            name: sums
            data: rows.jsonl
            prompt: "{question}"
            reference: "{answer.0}"
            policies:
              - {name: first, extract: "answer: (.+)", pick: first, compare: number}
              - {name: last, extract: "answer: (.+)", compare: number}
              - {name: holds, compare: contains}
              - {name: whole}
            """);
        String output = "answer: $1,000\nanswer: 2.0";
        assertThat(task.policies())
                .extracting(policy -> policy.judge(output, "1000").score())
                .containsExactly(1.0, 0.0, 0.0, 0.0);
        assertThat(task.policies())
                .extracting(policy -> policy.judge(output, "2").score())
                .containsExactly(0.0, 1.0, 1.0, 0.0);
        assertThat(task.policies().get(3).judge(" 2 ", "2").score()).isEqualTo(1);
        assertThat(task.defaultPolicy()).isEqualTo("first");
        assertThat(samples(task)).extracting(Sample::id).containsExactly("0", "1", "2");
    }

    @Test
    void choicesAreWeighedBehindTheirExamples() throws IOException {
        EvalTask task = task("""
            name: weighed
            data: rows.jsonl
            prompt: "Q: {question}\\nA:"
            reference: "{answer.0}"
            choices: ["2", "4"]
            examples: {from: rows.jsonl, count: 1, answer: "{answer.0}"}
            """);
        assertThat(task.weighsChoices()).isTrue();
        assertThat(samples(task).get(0).question())
                .isEqualTo("Q: Capital of France? {answer}\nA: Paris\n\nQ: 1+1?\nA:");
    }

    @Test
    void csvRowsAreReadByTheirHeader() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "question,answer\n\"What, now?\",yes\n");
        EvalTask task = task("""
            name: csv
            data: rows.csv
            prompt: "{question}"
            reference: "{answer}"
            policies: [{name: whole}]
            """);
        assertThat(samples(task).get(0).question()).isEqualTo("What, now?");
    }

    /** Prompts and endings as lm-evaluation-harness' tasks/hellaswag/utils.py (0.4.13) makes them of these rows. */
    @Test
    void hellaswagIsCleanedAsPublished() throws IOException {
        Path file = Files.writeString(folder.resolve("val.jsonl"), """
            {"activity_label":"Roof shingle removal","ctx_a":"A man is sitting on a roof.","ctx_b":"he","label":3,"endings":["is using wrap [substeps] Go  slow.","is ripping level tiles off.","is holding a rubik's cube."," starts pulling [title] up roofing  on a roof. "]}
            {"activity_label":" Finance [header]","ctx_a":"[header] How to SAVE [title] Open an account. [step] It is safe.","ctx_b":"","label":"0","endings":["a","b"]}
            """);
        FileTask task = FileTask.bundled("hellaswag", file, Shots.NONE);
        List<Sample> samples = samples(task);
        assertThat(samples)
                .extracting(Sample::question)
                .containsExactly(
                        "Roof shingle removal: A man is sitting on a roof. He",
                        "Finance : How to SAVE. Open an account. It is safe.");
        assertThat(samples.get(0).choices())
                .containsExactly(
                        "is using wrap Go slow.",
                        "is ripping level tiles off.",
                        "is holding a rubik's cube.",
                        "starts pulling. up roofing on a roof.");
        assertThat(samples.get(0).reference()).isEqualTo("starts pulling. up roofing on a roof.");
        assertThat(task.defaultPolicy()).isEqualTo("likeliest-per-character");
        assertThat(task.version()).isEqualTo(101);
        Path hidden = Files.writeString(
                folder.resolve("test.jsonl"),
                "{\"activity_label\":\"a\",\"ctx_a\":\"b\",\"ctx_b\":\"c\",\"label\":\"\",\"endings\":[\"x\",\"y\"]}\n");
        assertThatThrownBy(() -> samples(FileTask.bundled("hellaswag", hidden, Shots.NONE)))
                .hasMessageContaining("test.jsonl:1: the reference (); expected one of the labels [0, 1]");
    }

    @Test
    void arcWeighsTheChoicesOfEachRow() throws IOException {
        Path file = Files.writeString(folder.resolve("arc.jsonl"), """
            {"id":"M1","question":"Which is hot?","choices":{"text":["ice","fire","snow"],"label":["A","B","C"]},"answerKey":"B"}
            {"id":"M2","question":"Which is cold?","choices":{"text":["ice","fire"],"label":["1","2"]},"answerKey":"1"}
            """);
        FileTask task = FileTask.bundled("arc-challenge", file, Shots.NONE);
        assertThat(task.weighsChoices()).isTrue();
        assertThat(samples(task)).extracting(Sample::id).containsExactly("M1", "M2");
        assertThat(samples(task)).extracting(Sample::reference).containsExactly("fire", "ice");
        assertThat(samples(task).get(0).question()).isEqualTo("Question: Which is hot?\nAnswer:");
        assertThat(samples(task).get(1).choices()).containsExactly("ice", "fire");
        assertThatThrownBy(() -> FileTask.bundled("arc-easy", file, new Shots(1, Optional.of(file), 0)))
                .hasMessage("shots (1) must be 0: the task arc-easy has no solved examples to draw");
    }

    @Test
    void fieldsMayStandInForOneAnother() throws IOException {
        Files.writeString(folder.resolve("mixed.jsonl"), """
            {"name":"","q":"One?","a":null,"b":"1"}
            {"name":"n","question":"two?","a":"2","extra":{"z":[1,"x"]}}
            """);
        EvalTask task = task("""
            name: mixed
            data: mixed.jsonl
            prompt: "{q|question:capitalize}"
            reference: "{a|b}"
            id: name|#
            category: kind|b
            byCategory: false
            policies: [{of: gsm8k}, {name: whole}]
            """);
        assertThat(samples(task))
                .extracting(sample ->
                        sample.id() + " " + sample.question() + " " + sample.reference() + " " + sample.category())
                .containsExactly("0 One? 1 1", "n Two? 2 null");
        assertThat(task.version()).isEqualTo(100 * Gsm8kAnswer.VERSION + 1);
    }

    @Test
    void faultsAreNamed() {
        String head = "name: x\ndata: rows.jsonl\nprompt: \"{nothing}\"\n";
        assertThatThrownBy(() -> samples(task(head + "policies: [{name: whole}]\n")))
                .hasMessageContaining("rows.jsonl:1: there is no field \"nothing\"");
        assertThatThrownBy(() -> task(head))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("policies must be given");
        assertThatThrownBy(() -> task(head + "policies: [{of: nonsense}]\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "of (nonsense) must be one of [answered, bbh, factuality, gsm8k, ifeval, math, readability]");
        assertThatThrownBy(() -> task(head + "policies: [{name: p, extract: \"(\"}]\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be a regular expression");
        assertThatThrownBy(() -> task(head + "policies: [{name: p}]\ndefaultPolicy: q\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("defaultPolicy (q) must be one of [p]");
    }
}
