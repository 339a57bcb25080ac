package org.reformatted.realign.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.Check;

class ConfigBinderTest {
    enum Precision {
        FLOAT32,
        BFLOAT16
    }

    sealed interface Length {
        record Steps(int steps) implements Length {}

        record Epochs(double epochs) implements Length {}
    }

    sealed interface Method {
        record Full() implements Method {}

        record Lora(int rank, @Default("32") double alpha) implements Method {}
    }

    sealed interface Model {
        record Folder(String path) implements Model {}

        record Preset(String preset, @Default("0") long seed) implements Model {}
    }

    sealed interface Validation {
        record File(String path) implements Validation {}

        record Fraction(double fraction) implements Validation {}
    }

    record Data(Validation validation) {}

    record Optimizer(
            @Default("2.0e-3") double learningRate,
            @Default("[0.9, 0.95]") List<Double> betas) {
        Optimizer {
            Check.argument(learningRate > 0, "learningRate (%s) must be positive", learningRate);
        }
    }

    record Switches(Optional<Optimizer> optimizer, Optional<Data> data) {}

    @Test
    void optionalPartWithDefaultsAloneIsASwitch() {
        Optional<Optimizer> usual = Optional.of(new Optimizer(2e-3, List.of(0.9, 0.95)));
        for (String yaml : List.of("optimizer: true", "optimizer: {}")) {
            assertThat(ConfigBinder.bind("s.yaml", yaml, Switches.class).value().optimizer())
                    .isEqualTo(usual);
        }
        assertThat(ConfigBinder.bind("s.yaml", "optimizer: false", Switches.class)
                        .value()
                        .optimizer())
                .isEmpty();
        assertThatThrownBy(() -> ConfigBinder.bind("s.yaml", "data: true", Switches.class))
                .hasMessageContaining("data (true) must be a map with the keys");
    }

    record Config(
            Model model,
            Length length,
            @Default("full") Method method,
            @Default("float32") Precision precision,
            @Default("{}") Optimizer optimizer,
            @Default("{}") Map<String, Integer> arms,
            Optional<String> note,
            @Nullable String label) {}

    @Test
    void fillsDefaultsAndReadsEveryFormOfAChoice() {
        Config config = bind("model: some/folder\nlength: {steps: 20}");
        assertThat(config)
                .isEqualTo(new Config(
                        new Model.Folder("some/folder"),
                        new Length.Steps(20),
                        new Method.Full(),
                        Precision.FLOAT32,
                        new Optimizer(2e-3, List.of(0.9, 0.95)),
                        Map.of(),
                        Optional.empty(),
                        null));
        Config other = bind("model: {preset: llama2-7b, seed: 1}\nlength: {epochs: 5}\nmethod: {lora: {rank: 16}}\n"
                + "precision: bfloat16\noptimizer: {learningRate: 1e-3}\narms: {a: 1, b: 2}\nnote: hello\nlabel: l");
        assertThat(other.model()).isEqualTo(new Model.Preset("llama2-7b", 1));
        assertThat(other.length()).isEqualTo(new Length.Epochs(5));
        assertThat(other.method()).isEqualTo(new Method.Lora(16, 32));
        assertThat(other.optimizer().learningRate()).isEqualTo(1e-3);
        assertThat(other.arms()).containsExactly(Map.entry("a", 1), Map.entry("b", 2));
        assertThat(other.note()).contains("hello");
    }

    @Test
    void numberAloneIsNotMistakenForAText() {
        assertThat(ConfigBinder.bind("c.yaml", "validation: 0.1", Data.class)
                        .value()
                        .validation())
                .isEqualTo(new Validation.Fraction(0.1));
        assertThat(ConfigBinder.bind("c.yaml", "validation: rows.jsonl", Data.class)
                        .value()
                        .validation())
                .isEqualTo(new Validation.File("rows.jsonl"));
    }

    @Test
    void tellsEveryProblemAtOnceWithItsLine() {
        assertThat(problems("modle: x\nlength: {steps: many}\noptimizer:\n  learningRate: -1\nprecision: float64"))
                .containsExactly(
                        "c.yaml:1: modle is not a known key; did you mean model? known here: model, length, method,"
                                + " precision, optimizer, arms, note, label",
                        "c.yaml:1: model is missing; add it: it has no default",
                        "c.yaml:2: length.steps (many) must be a whole number",
                        "c.yaml:4: optimizer.learningRate (-1.0) must be positive",
                        "c.yaml:5: precision (float64) must be one of float32, bfloat16");
    }

    @Test
    void refusesWhatIsWrittenTwiceOrInTheWrongShape() {
        assertThat(problems("model: x\nmodel: y\nlength: 3\nmethod: {lora: {rank: 1}, full: {}}\narms: [1]"))
                .containsExactly(
                        "c.yaml:2: model is given twice; remove one of the two",
                        "c.yaml:3: length (3) is not known; expected {epochs: ...} or {steps: ...}",
                        "c.yaml:4: method must name one of [full, lora] and no other key",
                        "c.yaml:5: arms (a list) must be a map of names to values");
    }

    @Test
    void refusesEmptyAndMalformedYaml() {
        assertThat(problems("")).containsExactly("c.yaml:1: the config is empty; see --help for an example");
        assertThat(problems("a: [1\nb: 2").get(0)).startsWith("c.yaml:2: not YAML (");
    }

    @Test
    void treeHoldsDefaultsAndNamesTheFieldThatDiffers() {
        Object one = ConfigTree.of(bind("model: m\nlength: {steps: 20}"));
        Object two = ConfigTree.of(bind("length: {steps: 20}\nmodel: m\noptimizer: {learningRate: 2e-3}"));
        Object three = ConfigTree.of(bind("model: m\nlength: {epochs: 2}\nmethod: {lora: {rank: 4}}"));
        assertThat(ConfigTree.differences(one, two)).isEmpty();
        assertThat(ConfigTree.differences(one, three))
                .containsExactly(
                        "length.epochs: absent -> 2.0",
                        "length.steps: 20 -> absent",
                        "method: full -> absent",
                        "method.lora.alpha: absent -> 32.0",
                        "method.lora.rank: absent -> 4");
    }

    private static Config bind(String yaml) {
        return ConfigBinder.bind("c.yaml", yaml, Config.class).value();
    }

    sealed interface Source {
        record Local(String path) implements Source {}

        record Remote(String name, @Default("1") int tries) implements Source {}
    }

    @FormerKey(from = "replay", to = "source.local.path")
    @FormerKey(
            from = {"remote.name", "remote.tries"},
            to = "source.remote.*")
    record Moved(Source source, @Default("0") int limit) {}

    @Test
    void formerKeysAreReadAsTheirNewOnesWithANote() {
        BoundConfig<Moved> old = ConfigBinder.bind("c.yaml", "limit: 2\nremote: {name: x, tries: 3}", Moved.class);
        assertThatThrownBy(() -> ConfigBinder.bind("c.yaml", "source: {local: {path: p}}\nreplay: x", Moved.class))
                .hasMessageContaining("c.yaml:2: replay is not a known key");
        assertThat(ConfigBinder.bind("c.yaml", "replay: file", Moved.class).value())
                .isEqualTo(new Moved(new Source.Local("file"), 0));
        assertThat(old.notes())
                .containsExactly("c.yaml:1: former keys, which still work: remote.name is now source.remote.name,"
                        + " remote.tries is now source.remote.tries");
    }

    @Test
    void aRecordIsMadeInJavaWithTheDefaultsOfYaml() {
        assertThat(ConfigBuilder.of(Source.Remote.class).with("name", "x").build())
                .isEqualTo(new Source.Remote("x", 1));
        assertThatThrownBy(() -> ConfigBuilder.of(Source.Remote.class).build())
                .hasMessage("Remote needs name, which have no default; add them by with()");
        assertThatThrownBy(() -> ConfigBuilder.of(Source.Remote.class).with("nam", "x"))
                .hasMessage("nam is not a component of Remote; known: name, tries");
        assertThatThrownBy(() ->
                        ConfigBuilder.of(Source.Remote.class).with("name", 1).build())
                .hasMessage("Remote.name cannot be a Integer; expected a String");
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> bind(yaml)).problems();
    }
}
