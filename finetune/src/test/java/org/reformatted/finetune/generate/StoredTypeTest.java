package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.generate.Sampling.Draw;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.WeightLayout;
import org.reformatted.finetune.weights.HuggingFaceCheckpoint;
import org.reformatted.realign.llm.SamplingSettings;

/** A graphics device generates in the type that a checkpoint is stored in, the processor in float32. */
class StoredTypeTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void typeIsTheStoredOneOnAGraphicsDeviceAlone(NumberType stored) {
        Path folder = stored(stored);
        assertThat(Backend.generationType(
                        Device.gpu(), () -> HuggingFaceCheckpoint.open(folder).storedType()))
                .isEqualTo(stored);
        assertThat(GenerationOptions.of(folder, "cpu", 1, 1, Optional.empty()).type())
                .isEqualTo(NumberType.FLOAT32);
        assertThat(GenerationOptions.of(folder, "cpu", 1, 1, Optional.of(stored))
                        .type())
                .isEqualTo(stored);
    }

    /** By a graphics device's choices, as far as the processor has them, each type writes what float32 writes by the processor's. */
    @ParameterizedTest
    @EnumSource
    void everyStoredTypeWritesTheSameTextByAGraphicsDevicesChoices(NumberType stored) {
        Torch.setThreads(1);
        try (LlamaModel model = Shared.loadStories260K()) {
            List<Integer> expected = greedy(model);
            try (LlamaModel other = graphics(stored)) {
                assertThat(other.type()).isEqualTo(stored);
                assertThat(greedy(other).subList(0, 12)).isEqualTo(expected.subList(0, 12));
            }
        }
    }

    @Test
    void generationLoadsTheTypeThatIsAskedFor() {
        Path folder = stored(NumberType.BFLOAT16);
        try (LlamaModel model = HuggingFaceCheckpoint.open(folder)
                .loadForGeneration(
                        Device.cpu(), HuggingFaceCheckpoint.open(folder).storedType())) {
            assertThat(model.type()).isEqualTo(NumberType.BFLOAT16);
            assertThat(greedy(model)).hasSize(24);
        }
    }

    private Path stored(NumberType type) {
        Path folder = temporary.resolve(type.torchName());
        try (LlamaModel model = HuggingFaceCheckpoint.open(Shared.stories260K()).load(Device.cpu(), type)) {
            HuggingFaceCheckpoint.save(model, target -> {}, folder);
        }
        return folder;
    }

    private static LlamaModel graphics(NumberType type) {
        try (LlamaModel loaded =
                HuggingFaceCheckpoint.open(Shared.stories260K()).load(Device.cpu(), type)) {
            Backend backend =
                    Backend.graphics(type, loaded.config(), true, false).onProcessor();
            return new LlamaModel(
                    loaded.config(), type, Device.cpu(), WeightLayout.ROWS, backend, (owner, name, shape) -> {
                        var weight = loaded.weight(name).reshape(shape);
                        weight.attach(owner);
                        return weight;
                    });
        }
    }

    private static List<Integer> greedy(LlamaModel model) {
        SamplingSettings settings = SamplingSettings.greedy(24);
        Sampling answer = new Sampling(settings, 0);
        List<Integer> ids = new ArrayList<>();
        try (TokenModel cached = new LlamaTokenModel(model, 1, 32)) {
            List<Draw> drawn = cached.start(List.of(new int[] {1, 403, 407, 261}), List.of(answer.next()));
            while (ids.size() < 24) {
                ids.add(drawn.get(0).id());
                drawn = cached.append(new int[] {drawn.get(0).id()}, List.of(answer.next()));
            }
        }
        return ids;
    }
}
