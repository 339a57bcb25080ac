package org.reformatted.realign.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.TextFiles;

class ConfigLayersTest {
    @TempDir
    Path folder;

    record Recipe(
            @Identity String name,
            @Identity Length length,
            @Identity List<Integer> seeds,
            @Default("{}") @Identity Map<String, Integer> parts,
            @Identity Optional<Integer> limit) {}

    sealed interface Length {
        record Steps(@Identity int steps) implements Length {}

        record Epochs(@Identity int epochs) implements Length {}
    }

    @Test
    void laterKeysWinAndMapsAreMerged() {
        write("base.yaml", "name: base\nlength: {epochs: 5}\nseeds: [1, 2]\nparts: {a: 1}\nlimit: 9\n");
        Path top = write("top.yaml", "extends: base.yaml\nname: top\nseeds: [7]\nparts: {b: 3, c: 4}\nlimit: null\n");
        Recipe recipe = ConfigBinder.bind(top, Recipe.class).value();
        assertThat(recipe)
                .isEqualTo(new Recipe(
                        "top", new Length.Epochs(5), List.of(7), Map.of("a", 1, "b", 3, "c", 4), Optional.empty()));
    }

    @Test
    void variantOfTheExtendedFileGoesOverTheConfigAndItsOwnOverThat() {
        write("base.yaml", """
            name: base
            length: {epochs: 5}
            seeds: [1]
            variants: {small: {length: {steps: 2}, seeds: [3], limit: 1}}
            """);
        Path top = write(
                "top.yaml", "extends: base.yaml\nlength: {epochs: 9}\nseeds: [4]\nvariants: {small: {limit: 8}}\n");
        Recipe small =
                ConfigBinder.bind(top, Optional.of("small"), Recipe.class).value();
        assertThat(small.length()).isEqualTo(new Length.Steps(2));
        assertThat(small.seeds()).containsExactly(3);
        assertThat(small.limit()).contains(8);
        assertThat(ConfigBinder.bind(top, Recipe.class).value().length()).isEqualTo(new Length.Epochs(9));
    }

    /** A layer that is put over one place must not change another that an alias made of the same value. */
    @Test
    void anAliasIsACopyAndAMergeKeyAddsWhatIsMissing() {
        write("base.yaml", "name: base\nlength: {epochs: 5}\nseeds: [1]\nparts: {low: 1}\n");
        Path top = write("top.yaml", """
            extends: base.yaml
            parts: &parts {high: 2}
            variants:
              small: {parts: {<<: *parts, high: 3, own: 4}}
              other: {parts: *parts}
            """);
        assertThat(ConfigBinder.bind(top, Optional.of("small"), Recipe.class)
                        .value()
                        .parts())
                .isEqualTo(Map.of("low", 1, "high", 3, "own", 4));
        assertThat(ConfigBinder.bind(top, Optional.of("other"), Recipe.class)
                        .value()
                        .parts())
                .isEqualTo(Map.of("low", 1, "high", 2));
        assertThat(ConfigBinder.variants(top)).containsExactly("other", "small");
        String bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
        for (char c = 'b'; c < 'h'; c++) {
            char before = (char) (c - 1);
            bomb += c + ": &" + c + " [" + ("*" + before + ", ").repeat(9) + "*" + before + "]\n";
        }
        refused(write("bomb.yaml", bomb), Optional.empty(), "aliases");
    }

    @Test
    void problemsNameTheFileAndLineThatTheyStandIn() {
        write("base.yaml", "# a recipe\nname: base\nlength: {epochs: five}\nseeds: [1]\n");
        Path top = write("top.yaml", "extends: base.yaml\n\nunknown: 1\n");
        assertThatThrownBy(() -> ConfigBinder.bind(top, Recipe.class))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .anyMatch(text -> text.startsWith("top.yaml:3: unknown is not a known key"))
                                .anyMatch(text -> text.startsWith("base.yaml:3: length.epochs (five)")));
        write("base.yaml", "name: base\nlength: {epochs: 5}\nseeds: [1]\n");
        Path good = write("good.yaml", "extends: base.yaml\nlimit: 3\n");
        BoundConfig<Recipe> bound = ConfigBinder.bind(good, Recipe.class);
        assertThat(bound.problem("length.epochs", "x")).isEqualTo("base.yaml:2: x");
        assertThat(bound.problem("limit", "x")).isEqualTo("good.yaml:2: x");
    }

    @Test
    void whatCannotBePutTogetherIsTold() {
        Path top = write("top.yaml", "name: a\nextends: none.yaml\n");
        refused(top, Optional.empty(), "top.yaml:2: extends (none.yaml) must be a config next to this one");
        write("b.yaml", "extends: top.yaml\n");
        write("top.yaml", "extends: b.yaml\n");
        refused(top, Optional.empty(), "extends leads back to this file: top.yaml -> b.yaml");
        write("top.yaml", "name: a\nvariants: {tiny: {}, small: {}}\n");
        refused(top, Optional.of("smal"), "there is no variant smal; there are small, tiny");
        write("top.yaml", "extends: b.yaml\n");
        write("b.yaml", "name: [\n");
        refused(top, Optional.empty(), "b.yaml:2: not YAML");
    }

    private void refused(Path file, Optional<String> variant, String told) {
        assertThatThrownBy(() -> ConfigBinder.bind(file, variant, Recipe.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(told);
    }

    private Path write(String name, String yaml) {
        Path file = folder.resolve(name);
        TextFiles.writeAtomically(file, yaml);
        return file;
    }
}
