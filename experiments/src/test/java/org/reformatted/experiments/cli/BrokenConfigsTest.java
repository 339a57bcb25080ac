package org.reformatted.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reformatted.realign.llm.ChatModel;
import org.reformatted.realign.llm.ChatRequest;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.RecordedChatModel;
import org.reformatted.realign.llm.SamplingSettings;
import org.reformatted.realign.llm.Usage;

/** What users get wrong in a config, each refused by {@code validate} with the place named, before anything is run. */
class BrokenConfigsTest {
    private static final Path BASE =
            Path.of(System.getProperty("project.root"), "experiments", "models", "quickstart-base");

    private static final String CONFIG = """
        name: broken
        realign:
          input: {path: rows.jsonl, format: gsm8k}
          category: math
          filters: [length]
        finetune:
          model: model
          template: plain
          length: {steps: 2}
          batch: {examples: 2}
          maxLength: 64
          optimizer: {learningRate: 1.0e-3}
        seeds: [1]
        arms:
          original: original
          realigned: realigned
        evaluate:
          - task: gsm8k
            data: test.jsonl
            sampling: {temperature: 0, maxNewTokens: 8}
        report: {paper: [math]}
        """;

    private static final String REWRITER =
            "category: math\n  reformatter: {model: {endpoint: {name: m, baseUrl: http://localhost:1/v1, ";

    private static final String JUDGE = "model: {endpoint: {name: j, baseUrl: http://localhost:1/v1}}";

    private static final String TASK_AGAIN = """
          - task: gsm8k
            data: test.jsonl
            sampling: {temperature: 0, maxNewTokens: 8}
        report:\
        """;

    private static HarnessProcess harness;

    @TempDir
    Path folder;

    /** Changes files beside the config. */
    private interface FileChange {
        void change(Path folder) throws IOException;
    }

    /** One mistake: what is replaced in the config, what is done to files, and what the message must name. */
    private record Mistake(
            String name, List<String> edits, FileChange files, List<String> named, List<String> options) {
        static Mistake of(String name, String from, String to, String... named) {
            return new Mistake(name, List.of(from, to), folder -> {}, List.of(named), List.of());
        }

        Mistake with(FileChange change) {
            return new Mistake(name, edits, change, named, options);
        }

        Mistake asking(String... more) {
            return new Mistake(name, edits, files, named, List.of(more));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                // the five of the issue
                Mistake.of(
                        "maxLength beyond the model's",
                        "maxLength: 64",
                        "maxLength: 4096",
                        ":11: finetune.maxLength: ",
                        "it is 4096",
                        "the model's maximum"),
                Mistake.of(
                        "a setting that the report table does not have",
                        "paper: [math]",
                        "paper: [math], repeats: {model: LLaMA-2-13B, trainedOn: Alpaca}",
                        ":21: report.repeats: ",
                        "LLaMA-2-13B trained on Alpaca",
                        "LLaMA-2-13B trained on GSM8K"),
                Mistake.of(
                        "a report table that does not exist",
                        "paper: [math]",
                        "paper: [maths]",
                        ":21: report.paper: ",
                        "maths",
                        "some of "),
                Mistake.of("a folder without weights", "", "", ":7: finetune.model: ", "model.safetensors")
                        .with(folder -> Files.delete(folder.resolve("model/model.safetensors"))),
                Mistake.of(
                        "a wrong input format",
                        "format: gsm8k",
                        "format: alpacca",
                        ":3: realign.input",
                        "\"alpacca\" is not known",
                        "alpaca"),
                Mistake.of(
                        "a file in another format than named",
                        "format: gsm8k",
                        "format: sharegpt",
                        ":3: realign.input",
                        "looks like format gsm8k"),
                // files
                Mistake.of(
                        "rows that are not there",
                        "path: rows.jsonl",
                        "path: row.jsonl",
                        ":3: realign.input.path: ",
                        "row.jsonl was found in none of"),
                Mistake.of("an empty file of rows", "", "", ":3: realign.input: ", "no rows")
                        .with(folder -> Files.writeString(folder.resolve("rows.jsonl"), "")),
                Mistake.of("a field of another name", "", "", ":3: realign.input: ", "rows.jsonl:2", "answer")
                        .with(folder -> Files.writeString(
                                folder.resolve("rows.jsonl"),
                                row("One?", "#### 1") + row("Two?", "#### 2").replace("answer", "solution"))),
                Mistake.of("half a row of JSON", "", "", ":3: realign.input: ", "rows.jsonl:1", "JSON")
                        .with(folder -> Files.writeString(folder.resolve("rows.jsonl"), "{\"question\": \"One")),
                Mistake.of("two rows of one id", "format: gsm8k", "format: conversations", ":3: realign.input", "twice")
                        .with(folder -> Files.writeString(
                                folder.resolve("rows.jsonl"),
                                ("{\"id\": \"twice\", \"turns\": [{\"role\": \"user\", \"text\": \"A?\"}, {\"role\":"
                                                + " \"assistant\", \"text\": \"B.\"}]}\n")
                                        .repeat(2))),
                Mistake.of(
                        "no task's data",
                        "data: test.jsonl",
                        "data: tests.jsonl",
                        ":19: evaluate[0].data: ",
                        "tests.jsonl was found in none of"),
                Mistake.of("an empty task's file", "", "", ":19: evaluate[0].data: ", "no samples")
                        .with(folder -> Files.writeString(folder.resolve("test.jsonl"), "")),
                Mistake.of(
                                "a task's row without its answer",
                                "",
                                "",
                                ":19: evaluate[0].data: ",
                                "test.jsonl:1",
                                "answer")
                        .with(folder -> Files.writeString(folder.resolve("test.jsonl"), "{\"question\": \"One?\"}\n")),
                // models
                Mistake.of(
                        "a model that is not there",
                        "model: model",
                        "model: modell",
                        ":7: finetune.model",
                        "modell was found in none of"),
                Mistake.of("no tokenizer", "", "", ":7: finetune.model: ", "tokenizer")
                        .with(folder -> Files.delete(folder.resolve("model/tokenizer.model"))),
                Mistake.of("a tokenizer of another model", "", "", ":7: finetune.model: ", "(951, 128)", "(300, 128)")
                        .with(folder -> replace(
                                folder.resolve("model/config.json"), "\"vocab_size\" : 951", "\"vocab_size\" : 300")),
                Mistake.of("weights of another shape", "", "", ":7: finetune.model: ", "tensor", "shape")
                        .with(folder -> replace(
                                folder.resolve("model/config.json"),
                                "\"intermediate_size\" : ",
                                "\"intermediate_size\" : 1")),
                Mistake.of("a damaged config.json", "", "", ":7: finetune.model: ", "config.json")
                        .with(folder -> Files.writeString(folder.resolve("model/config.json"), "{")),
                Mistake.of("weights cut off", "", "", ":7: finetune.model: ", "model.safetensors")
                        .with(folder -> {
                            Path weights = folder.resolve("model/model.safetensors");
                            Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 5000));
                        }),
                Mistake.of(
                        "an adapter that is none",
                        "template: plain",
                        "template: plain\n  method: {adapter: {path: model}}",
                        "finetune.method: ",
                        "it is a complete model"),
                Mistake.of(
                                "an adapter of another base",
                                "template: plain",
                                "template: plain\n  method: {adapter: {path: adapter}}",
                                "finetune.method: ")
                        .with(BrokenConfigsTest::adapter),
                Mistake.of(
                        "an unknown template", "template: plain", "template: planar", ":8: finetune.template (planar)"),
                Mistake.of(
                        "a checkpoint without the template's tokens",
                        "  realigned: realigned",
                        "  realigned: realigned\n  other: {checkpoint: {path: model, template: chatml}}",
                        "arms.other",
                        "vocabulary lacks [<|im_start|>"),
                // values
                Mistake.of(
                        "a negative rate",
                        "learningRate: 1.0e-3",
                        "learningRate: -1.0e-3",
                        ":12: finetune.optimizer.learningRate"),
                Mistake.of("no examples in a batch", "examples: 2", "examples: 0", ":10: finetune.batch.examples (0)"),
                Mistake.of(
                        "a warm-up longer than the training",
                        "optimizer:",
                        "schedule: {warmupSteps: 50}\n  optimizer:",
                        "finetune.schedule.warmupSteps: ",
                        "longer than the training"),
                Mistake.of(
                        "answers longer than the model's context",
                        "maxNewTokens: 8",
                        "maxNewTokens: 100000",
                        "evaluate[0].sampling.maxNewTokens: ",
                        "it is 100000"),
                Mistake.of(
                        "a key that stands twice",
                        "maxLength: 64",
                        "maxLength: 64\n  maxLength: 32",
                        ":12: finetune.maxLength is given twice"),
                Mistake.of(
                        "a key misspelt",
                        "maxLength: 64",
                        "maxlength: 64",
                        ":11: finetune.maxlength",
                        "did you mean maxLength"),
                Mistake.of("equal seeds", "seeds: [1]", "seeds: [1, 1]", ":13: seeds ([1, 1]) must differ"),
                Mistake.of("a seed that is no number", "seeds: [1]", "seeds: [one]", ":13: seeds[0] (one)"),
                Mistake.of(
                        "a category that is none",
                        "category: math",
                        "category: maths",
                        ":4: realign.category",
                        "(maths)"),
                Mistake.of(
                        "no category at all",
                        "  category: math\n",
                        "",
                        "realign.category: ",
                        "none of the first 3 rows"),
                Mistake.of(
                        "an unknown filter", "filters: [length]", "filters: [lenght]", ":5: realign.filters", "lenght"),
                Mistake.of("an unknown task", "task: gsm8k", "task: gsm9k", "evaluate[0].task (gsm9k)"),
                Mistake.of(
                        "shots without a file",
                        "data: test.jsonl",
                        "data: test.jsonl\n    shots: 2",
                        "evaluate[0].shots (2)"),
                Mistake.of(
                        "an expectation of an unknown policy",
                        "report: {paper: [math]}",
                        "report: {expect: [{arm: realigned, against: original, is: ahead, policy: strict, because:"
                                + " x}]}",
                        "report.expect[0]",
                        "strict"),
                // arms
                Mistake.of(
                        "an unknown arm", "realigned: realigned", "realigned: realined", "arms.realigned (realined)"),
                Mistake.of(
                        "a block that is not there",
                        "realigned: realigned",
                        "realigned: {realigned: {block: other}}",
                        "arms.realigned.block (other) must name one of realigns"),
                Mistake.of(
                        "a block that no arm names",
                        "finetune:",
                        "realigns: {other: {filters: []}}\nfinetune:",
                        "realigns.other: no arm names this block"),
                Mistake.of(
                        "an arm's own file in another format",
                        "realigned: realigned",
                        "own: {data: {path: rows.jsonl, format: alpaca}}",
                        "arms.own.data: ",
                        "looks like format gsm8k"),
                Mistake.of(
                                "answers of too few samples",
                                "realigned: realigned",
                                "saved: {predictions: {gsm8k: saved.jsonl}}",
                                "arms.saved.predictions.gsm8k: ",
                                "1 of 2 samples")
                        .with(folder -> Files.writeString(
                                folder.resolve("saved.jsonl"), "{\"id\": \"0\", \"output\": \"1\"}\n")),
                Mistake.of(
                                "a choice task for a service",
                                "  - task: gsm8k\n    data: test.jsonl",
                                "  - task: mmlu\n    data: mmlu",
                                "arms.service: ",
                                "compares choices")
                        .with(folder -> {
                            Files.createDirectories(folder.resolve("mmlu/dev"));
                            Files.createDirectories(folder.resolve("mmlu/test"));
                            Files.writeString(
                                    folder.resolve("mmlu/dev/abstract_algebra_dev.csv"),
                                    "question,choice0,choice1,choice2,choice3,answer\nWhich?,a,b,c,d,0\n");
                            Files.writeString(
                                    folder.resolve("mmlu/test/abstract_algebra_test.csv"),
                                    "question,choice0,choice1,choice2,choice3,answer\nWhich?,a,b,c,d,0\n");
                            replace(
                                    folder.resolve("broken.yaml"),
                                    "  realigned: realigned",
                                    "  service: {endpoint: {name: x, baseUrl: http://localhost:1/v1}}");
                        }),
                // services
                Mistake.of(
                        "a key that is not set",
                        "realigned: realigned",
                        "service: {endpoint: {name: gpt-4o}}",
                        "arms.service.endpoint: ",
                        "OPENAI_API_KEY is not set"),
                Mistake.of(
                        "an address that is none",
                        "realigned: realigned",
                        "service: {endpoint: {name: mine, baseUrl: 'localhost:8000'}}",
                        "arms.service.endpoint",
                        "baseUrl"),
                Mistake.of(
                                "a service that is not there",
                                "realigned: realigned",
                                "service: {endpoint: {name: mine, baseUrl: 'http://localhost:1/v1'}}",
                                "arms.service.endpoint: ")
                        .asking("--ping"),
                Mistake.of(
                        "one name for two models",
                        "realigned: realigned",
                        "a: {endpoint: {name: mine, baseUrl: 'http://localhost:1/v1'}}\n"
                                + "  b: {endpoint: {name: mine, baseUrl: 'http://localhost:2/v1'}}",
                        "arms.b.endpoint.name (mine)",
                        "different names"),
                Mistake.of(
                        "a rewriter's prompt that is not there",
                        "category: math",
                        "category: math\n  reformatter: {model: {endpoint: {name: m, baseUrl: http://localhost:1/v1},"
                                + " prompt: prompt.txt}}",
                        "realign.reformatter.model.prompt",
                        "prompt.txt was found in none of"),
                Mistake.of(
                        "a judge without a model",
                        "maxNewTokens: 8}",
                        "maxNewTokens: 8}\n    judge: {protocol: pairwise}",
                        "evaluate[0].judge.model is missing"),
                Mistake.of(
                        "a search without a key",
                        "category: math",
                        "category: math\n  evidence: {web: {}}",
                        "realign.evidence: ",
                        "SERPER_API_KEY is not set"),
                Mistake.of(
                        "a key in the place of its variable's name",
                        "category: math",
                        REWRITER + "keyVariable: sk-proj-12}}}",
                        ":5: realign.reformatter.model.endpoint.keyVariable must be the name of an environment"
                                + " variable"),
                Mistake.of(
                        "an address with the call behind it",
                        "category: math",
                        REWRITER.replace("/v1", "/v1/chat/completions") + "attempts: 2}}}",
                        ":5: realign.reformatter.model.endpoint.baseUrl",
                        "/chat/completions, which is added"),
                Mistake.of(
                        "a budget below one request's cost",
                        "category: math",
                        REWRITER + "budget: 0.0001, price: {promptPerMillion: 10, completionPerMillion: 10}}}}",
                        ":3: realign: rewrite by m: the budget of 1.0E-4 USD is less than one request may cost"),
                Mistake.of(
                        "a context below one request's length",
                        "category: math",
                        REWRITER + "contextTokens: 100}}}",
                        ":3: realign: rewrite by m: 3 of 3 requests do not fit contextTokens"),
                Mistake.of(
                        "an arm's context below a question's length",
                        "realigned: realigned",
                        "service: {endpoint: {name: m, baseUrl: http://localhost:1/v1, contextTokens: 9}}",
                        "arms.service: 2 of 2 requests do not fit contextTokens"),
                Mistake.of(
                        "an arm's budget below one answer's cost",
                        "realigned: realigned",
                        "service: {endpoint: {name: m, baseUrl: http://localhost:1/v1, budget: 0.00001, price:"
                                + " {promptPerMillion: 10, completionPerMillion: 10}}}",
                        "arms.service: the budget of 1.0E-5 USD is less than one request may cost"),
                Mistake.of(
                                "a recording of other questions",
                                "realigned: realigned",
                                "recorded: {recording: {file: recorded.jsonl}}",
                                "arms.recorded: 2 of 2 requests are not in the recording recorded.jsonl")
                        .with(BrokenConfigsTest::record),
                // judges
                Mistake.of(
                        "a judge by an unknown protocol",
                        "maxNewTokens: 8}",
                        "maxNewTokens: 8}\n    judge: {protocol: best, " + JUDGE + "}",
                        ":21: evaluate[0].judge.protocol (best) must be one of"),
                Mistake.of(
                        "a judge that rates and is given answers to compare with",
                        "maxNewTokens: 8}",
                        "maxNewTokens: 8}\n    judge: {protocol: mt-bench, against: test.jsonl, " + JUDGE + "}",
                        ":21: evaluate[0].judge.against is not allowed: mt-bench does not compare answers"),
                Mistake.of(
                        "a judge whose context holds no question",
                        "maxNewTokens: 8}",
                        "maxNewTokens: 8}\n    judge: {protocol: mt-bench, model: {endpoint: {name: j, baseUrl:"
                                + " http://localhost:1/v1, contextTokens: 80}}}",
                        ":21: evaluate[0].judge.model: 6 of 6 requests do not fit contextTokens"),
                Mistake.of(
                        "a checkpoint whose context is shorter than a judge's reply",
                        "maxNewTokens: 8}",
                        "maxNewTokens: 8}\n    judge: {protocol: mt-bench, model: {checkpoint: {path: model, template:"
                                + " plain}}}",
                        ":21: evaluate[0].judge.model: a reply may have 2048 tokens, and the checkpoint has a context of 256"),
                Mistake.of(
                                "a judge's protocol that shows a slot of no name",
                                "maxNewTokens: 8}",
                                "maxNewTokens: 8}\n    judge: {protocolFile: mine.yaml, " + JUDGE + "}",
                                "mine.yaml:8: prompts: the one of turn 1 shows [",
                                "quesion")
                        .with(folder -> Files.writeString(folder.resolve("mine.yaml"), """
                            name: mine
                            version: 1
                            verdict: letter
                            sampling: {temperature: 0, maxNewTokens: 5}
                            order: both
                            aggregation: agreement
                            prompts:
                              - user: "{quesion} {first} {second}"
                            """)),
                // tasks
                Mistake.of(
                        "a task's file that is not there",
                        "task: gsm8k",
                        "task: mine.yaml",
                        ":18: evaluate[0].task: mine.yaml was found in none of"),
                Mistake.of(
                                "a task's file with an unknown key",
                                "task: gsm8k",
                                "task: mine.yaml",
                                "mine.yaml:6: answers")
                        .with(folder -> Files.writeString(folder.resolve("mine.yaml"), """
                            name: mine
                            version: 1
                            data: test.jsonl
                            policies: [{of: gsm8k}]
                            prompt: "{question}"
                            answers: x
                            reference: answer
                            """)),
                Mistake.of("one task twice", "report:", TASK_AGAIN, ":21: evaluate[1]: it is the same as evaluate[0]"),
                Mistake.of(
                        "a report's table twice",
                        "paper: [math]",
                        "paper: [math, math]",
                        ":21: report.paper ([math, math]) must name each table once"),
                // arms, shares, seeds
                Mistake.of(
                        "an arm twice",
                        "  realigned: realigned",
                        "  realigned: realigned\n  again: {realigned: {share: 1.0, seed: 3}}",
                        ":17: arms.again: it is the same as the arm realigned"),
                Mistake.of(
                        "a share of nothing",
                        "  realigned: realigned",
                        "  realigned: {realigned: {share: 0}}",
                        ":16: arms.realigned: it is the same as the arm original"),
                Mistake.of(
                        "a share of less than a row",
                        "  realigned: realigned",
                        "  realigned: {realigned: {share: 0.1}}",
                        ":16: arms.realigned: share (0.1) of 3 rows selects no row"),
                Mistake.of(
                        "a control that adds nothing",
                        "  realigned: realigned",
                        "  longer: {longer: {before: '', after: ' '}}",
                        ":16: arms.longer.longer.before and after must not both be empty"),
                Mistake.of(
                                "an arm whose name is that of another with its seed",
                                "  realigned: realigned",
                                "  realigned: realigned\n  realigned-seed1: {predictions: {gsm8k: saved.jsonl}}",
                                ":15: arms: two steps would have the same name (evaluate-realigned-seed1-gsm8k)")
                        .with(folder -> Files.writeString(
                                folder.resolve("saved.jsonl"),
                                "{\"id\": \"0\", \"output\": \"1\"}\n{\"id\": \"1\", \"output\": \"1\"}\n")),
                Mistake.of(
                        "a seed of an arm twice",
                        "seeds: [1]",
                        "seeds: [1]\narmSeeds: {realigned: [1, 1]}",
                        ":14: armSeeds.realigned ([1, 1]) must differ"),
                // layers
                Mistake.of(
                        "more than one file to extend",
                        "name: broken",
                        "extends: [rows.yaml, other.yaml]\nname: broken",
                        ":1: extends must be the name of one config"),
                Mistake.of(
                                "a key misspelt in an extended file",
                                "name: broken",
                                "extends: base.yaml\nname: broken",
                                "base.yaml:1: finetun is not a known key; did you mean finetune?")
                        .with(folder -> Files.writeString(folder.resolve("base.yaml"), "finetun: {}\n")),
                Mistake.of(
                        "a mistake in a variant that was not asked for",
                        "name: broken",
                        "name: broken\nvariants: {small: {finetune: {length: {steps: 0}}}}",
                        ":2: finetune.length.steps (0) must be positive (variant small)"),
                Mistake.of(
                        "a merge key of no map",
                        "optimizer: {learningRate: 1.0e-3}",
                        "optimizer: {<<: fast, learningRate: 1.0e-3}",
                        ":12: the merge key << must name a map"),
                Mistake.of(
                        "an alias inside its own value",
                        "optimizer: {learningRate: 1.0e-3}",
                        "optimizer: &o {learningRate: 1.0e-3, betas: *o}",
                        ":12: an alias (*name) is inside the value that it names"),
                // templates
                Mistake.of(
                                "a template that leaves the answer out",
                                "template: plain",
                                "template: {jinja: mine.jinja}",
                                "mine.jinja: its output lacks the text of turn 2")
                        .with(folder -> Files.writeString(
                                folder.resolve("mine.jinja"),
                                "{% for m in messages %}{% if m.role == 'user' %}{{ m.content }}{% endif %}{%"
                                        + " endfor %}")),
                Mistake.of(
                                "a template that is not closed",
                                "template: plain",
                                "template: {jinja: mine.jinja}",
                                "mine.jinja: at line 1",
                                "Missing end tag: endfor")
                        .with(folder -> Files.writeString(
                                folder.resolve("mine.jinja"), "{% for m in messages %}{{ m.content }}")),
                Mistake.of(
                        "the template of a model that has none",
                        "template: plain",
                        "template: model",
                        ":7: finetune.model: ",
                        "no chat_template"),
                // suites
                Mistake.of("a suite of nothing", CONFIG, "name: all\nsuite: []\n", ":2: suite must name"),
                Mistake.of(
                        "a suite with an experiment that never ran",
                        CONFIG,
                        "name: all\nsuite: [first, second.yaml]\n",
                        ":2: second.yaml: there is no such file"),
                Mistake.of(
                        "a suite with an unknown run",
                        CONFIG,
                        "name: all\nsuite: [first]\n",
                        ":2: first: there is no experiment of this name"),
                // the machine
                Mistake.of("a graphics device that is not there", "", "", "device (gpu7): ")
                        .asking("--device", "gpu7"),
                Mistake.of("results below a file", "", "", "--runs", "is a file")
                        .asking("--runs", "rows.jsonl"));
    }

    private static String row(String question, String answer) {
        return "{\"question\": \"" + question + "\", \"answer\": \"" + answer + "\"}\n";
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    /** An adapter whose matrices are wider than the base model. */
    private static void adapter(Path folder) throws IOException {
        Path adapter = Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(
                adapter.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"r\": 1, \"lora_alpha\": 1, \"target_modules\": [\"q_proj\"], \"bias\":"
                        + " \"none\"}");
        String header =
                "{\"base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight\": {\"dtype\": \"F32\", \"shape\":"
                        + " [1, 4], \"data_offsets\": [0, 16]}}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + text.length + 16];
        file[0] = (byte) text.length;
        file[1] = (byte) (text.length >> 8);
        System.arraycopy(text, 0, file, 8, text.length);
        Files.write(adapter.resolve("adapter_model.safetensors"), file);
    }

    /** The recording of a question that no task asks. */
    private static void record(Path folder) {
        ChatModel model = new ChatModel() {
            @Override
            public String identity() {
                return "m";
            }

            @Override
            public Completion complete(ChatRequest request) {
                return new Completion(
                        List.of(new Completion.Candidate("a", FinishReason.STOP)), new Usage(1, 1), "m-1");
            }
        };
        try (ChatModel recording = RecordedChatModel.recording(model, folder.resolve("recorded.jsonl"))) {
            recording.complete(ChatRequest.of("Q", SamplingSettings.greedy(8)));
        }
    }

    @BeforeAll
    static void start() throws IOException {
        harness = HarnessProcess.start(
                Map.of("OPENAI_BASE_URL", "", "OPENAI_API_KEY", "", "SERPER_API_KEY", "", "REFORMATTED_DATA", ""));
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @BeforeEach
    void files() throws IOException {
        Files.writeString(
                folder.resolve("rows.jsonl"), row("One?", "#### 1") + row("Two?", "#### 2") + row("Three?", "#### 3"));
        Files.writeString(folder.resolve("test.jsonl"), row("Four?", "#### 4") + row("Five?", "#### 5"));
        Path model = Files.createDirectories(folder.resolve("model"));
        try (Stream<Path> files = Files.list(BASE)) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
    }

    private HarnessProcess.Said validate(List<String> options) throws IOException {
        List<String> words = new java.util.ArrayList<>(
                List.of("validate", folder.resolve("broken.yaml").toString()));
        options.forEach(option ->
                words.add(option.equals("rows.jsonl") ? folder.resolve(option).toString() : option));
        if (!options.contains("--runs")) {
            words.addAll(List.of("--runs", folder.resolve("runs").toString()));
        }
        return harness.call(words.toArray(String[]::new));
    }

    @Test
    void theConfigWithoutMistakeIsValid() throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), CONFIG);
        HarnessProcess.Said said = validate(List.of());
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsPlace(Mistake mistake) throws IOException {
        String from = mistake.edits.get(0);
        assertThat(CONFIG).contains(from);
        Files.writeString(
                folder.resolve("broken.yaml"), from.isEmpty() ? CONFIG : CONFIG.replace(from, mistake.edits.get(1)));
        mistake.files.change(folder);
        HarnessProcess.Said said = validate(mistake.options);
        assertThat(said.text())
                .contains(mistake.named)
                .doesNotContain("internal error")
                .contains(": 1 problem:\n");
        assertThat(said.code()).as(said.text()).isEqualTo(2);
    }
}
