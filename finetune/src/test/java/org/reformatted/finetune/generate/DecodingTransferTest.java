package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reformatted.finetune.generate.Sampling.Chance;
import org.reformatted.finetune.generate.Sampling.Draw;
import org.reformatted.finetune.kernel.HostTransfer;
import org.reformatted.finetune.kernel.HostTransfer.Counts;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.Backend;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.model.WeightLayout;
import org.reformatted.realign.llm.SamplingSettings;

/** How often decoding sends numbers to its device and reads some: reading waits, and a step of any number of rows needs its tokens alone. */
class DecodingTransferTest {
    private static final int STEPS = 16;
    private static final int ROWS = 3;
    private static final LlamaConfig SHAPE = LlamaConfig.llama(16, 24, 2, 2, 2, 64, 64);

    /** Prompts send their tokens, where they start and where they end; a step its tokens and their positions; draws with a temperature their settings. */
    @ParameterizedTest
    @CsvSource({"0, false, 3, 2", "0, true, 3, 2", "0.8, false, 3, 2", "0.8, true, 4, 3"})
    void stepReadsItsTokensOnce(double temperature, boolean graphics, long prompt, long step) {
        Torch.setThreads(1);
        SamplingSettings settings = new SamplingSettings(temperature, 0.9, 0, STEPS + 1, 1, List.of(), 1);
        try (LlamaModel model = model(graphics);
                TokenModel cached = new LlamaTokenModel(model, ROWS, STEPS + 8)) {
            List<Sampling> answers = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                answers.add(new Sampling(settings, row));
            }
            Counts before = HostTransfer.counts();
            List<Draw> drawn = cached.start(Collections.nCopies(ROWS, new int[] {1, 2, 3}), chances(answers));
            assertThat(HostTransfer.counts().since(before)).isEqualTo(new Counts(prompt, 1));
            before = HostTransfer.counts();
            for (int i = 0; i < STEPS; i++) {
                drawn = cached.append(drawn.stream().mapToInt(Draw::id).toArray(), chances(answers));
            }
            assertThat(HostTransfer.counts().since(before)).isEqualTo(new Counts(STEPS * step, STEPS));
        }
    }

    private static List<Chance> chances(List<Sampling> answers) {
        return answers.stream().map(Sampling::next).toList();
    }

    private static LlamaModel model(boolean graphics) {
        Backend backend = graphics
                ? Backend.graphics(NumberType.FLOAT32, SHAPE, true, false).onProcessor()
                : Backend.processor(NumberType.FLOAT32);
        try (LlamaModel drawn = LlamaInitializer.random(SHAPE, Device.cpu(), NumberType.FLOAT32, 1)) {
            return new LlamaModel(
                    SHAPE, NumberType.FLOAT32, Device.cpu(), WeightLayout.ROWS, backend, (owner, name, shape) -> {
                        var copy = drawn.weight(name).duplicate();
                        copy.attach(owner);
                        return copy;
                    });
        }
    }
}
