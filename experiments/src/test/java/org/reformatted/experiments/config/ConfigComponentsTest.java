package org.reformatted.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.run.EvalConfig;
import org.reformatted.experiments.miniature.BasePretraining;
import org.reformatted.finetune.batch.Batching;
import org.reformatted.finetune.train.config.ModelSource;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.config.ComponentKind;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.config.ConfigBuilder;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.Operational;
import org.reformatted.realign.pipeline.RealignConfig;

/** Every component of every config record is exactly one of identity, input file, operational and secret. */
class ConfigComponentsTest {
    private static final List<Class<?>> ROOTS = List.of(
            ExperimentConfig.class,
            RealignConfig.class,
            SftConfig.class,
            EvalConfig.class,
            BasePretraining.Course.class);

    record Unmarked(String name) {}

    record MarkedTwice(@Identity @Operational String name) {}

    record MarkedRecord(@Identity Unmarked inner) {}

    @Test
    void everyComponentIsClassified() {
        Set<Class<?>> seen = new java.util.HashSet<>();
        List<String> faults = new ArrayList<>();
        ROOTS.forEach(root -> check(root, seen, faults));
        assertThat(faults).isEmpty();
        assertThat(seen).hasSizeGreaterThan(35);
    }

    @Test
    void aComponentWithoutMarkOrWithTwoIsFound() {
        for (Class<?> wrong : List.of(Unmarked.class, MarkedTwice.class, MarkedRecord.class)) {
            assertThatThrownBy(() -> ComponentKind.of(wrong.getRecordComponents()[0]))
                    .hasMessageContaining(wrong.getName())
                    .hasMessageContaining("expected exactly one of @Identity");
        }
    }

    private static void check(Class<?> type, Set<Class<?>> seen, List<String> faults) {
        boolean choice = type.isSealed() && type.isInterface();
        if (!(choice || type.isRecord()) || !seen.add(type)) {
            return;
        }
        if (choice) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                check(permitted, seen, faults);
            }
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                ComponentKind.of(component);
                check(ComponentKind.held(component), seen, faults);
            } catch (IllegalStateException e) {
                faults.add(e.getMessage());
            }
        }
    }

    @Test
    void kindsAreAsTheirRecordsSay() {
        Set<String> operational = new TreeSet<>();
        for (RecordComponent component : SftConfig.class.getRecordComponents()) {
            if (ComponentKind.of(component) == ComponentKind.OPERATIONAL) {
                operational.add(component.getName());
            }
        }
        assertThat(operational).containsExactly("checkpoint", "keptLayers");
    }

    @Test
    void aConfigMadeInJavaHasTheDefaultsOfYaml() {
        SftConfig java = ConfigBuilder.of(SftConfig.class)
                .with("model", new ModelSource.Folder("base"))
                .with("length", new SftConfig.Length.Steps(20))
                .with("batch", new Batching.Examples(4, 1))
                .with("optimizer.learningRate", 2e-5)
                .build();
        String yaml = "model: base\nlength: {steps: 20}\nbatch: {examples: 4}\noptimizer: {learningRate: 2e-5}";
        assertThat(java)
                .isEqualTo(ConfigBinder.bind("c.yaml", yaml, SftConfig.class).value());
    }
}
