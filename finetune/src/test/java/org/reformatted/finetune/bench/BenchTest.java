package org.reformatted.finetune.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.finetune.model.LlamaInitializer;
import org.reformatted.finetune.model.LlamaModel;
import org.reformatted.finetune.train.TrainingTrial;
import org.reformatted.finetune.train.config.OptimizerConfig;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.config.ConfigException;

class BenchTest {
    /** The comparison is fair only when both do the same: equal losses step by step mean equal gradients, clipping and AdamW. */
    @Test
    void djlOperatorsDoTheSameStepsAsOurs() {
        OptimizerConfig adamw =
                new OptimizerConfig(1e-2, List.of(0.9, 0.95), 1e-5, 0.1, 1.0, SftConfig.Precision.FLOAT32);
        LlamaConfig shape = LlamaConfig.llama(16, 24, 2, 2, 2, 40, 32);
        Torch.setThreads(1);
        LlamaModel model = LlamaInitializer.random(shape, Device.cpu(), NumberType.FLOAT32, 1);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (TrainingTrial trial = new TrainingTrial(model, adamw, TrainingTrial.Work.rows(3, 20));
                OperatorTrial operators = new OperatorTrial(model, adamw, trial.ids())) {
            for (int step = 0; step < 6; step++) {
                ours.add(trial.step());
                theirs.add(operators.step());
            }
        }
        assertThat(ours.get(5)).isLessThan(ours.get(0) - 0.05);
        for (int step = 0; step < 6; step++) {
            assertThat(theirs.get(step)).as("step %s", step).isCloseTo(ours.get(step), within(1e-4));
        }
    }

    @Test
    void tableOfTheProcessorHasEveryRow() {
        String table = new FinetuneBench(1, 1, true, List.of(), List.of()).table(Optional.empty(), what -> {});
        assertThat(table)
                .contains("| matrix product, GFLOP/s |", "| training, share of", "| training over DJL's operators |")
                .contains(
                        "| through DJL's operators in a Java started as any other, tokens/s |",
                        "| training over those |")
                .contains("| memory of our training | planned ", "| decoding the model above, batch 1 |", "batch 64 |")
                .contains("| the model above in llama.cpp | no figure: the npm package node-llama-cpp is not here");
    }

    @Test
    void graphicsScriptRunsOnTheProcessorAtASmallSize() {
        List<JsonNode> lines = new ArrayList<>();
        GpuBench bench = new GpuBench(Device.cpu(), 1, true, Optional.empty());
        bench.names().forEach(step -> lines.add(parsed(bench.measure(step))));
        assertThat(lines)
                .extracting(line -> line.path("step").asText())
                .containsExactly(
                        "doctor",
                        "peak",
                        "parity",
                        "layer",
                        "7B full, kept",
                        "7B full, packed",
                        "7B full, recomputed",
                        "7B LoRA",
                        "7B decoding, 1 row",
                        "7B decoding, 64 rows",
                        "7B decoding, 64 rows, top-p",
                        "13B full, recomputed");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.path("error").asText()).isEmpty());
        JsonNode parity = lines.get(2);
        assertThat(parity.path("logits float32").asDouble()).isLessThan(1e-4);
        assertThat(parity.path("20 losses float32").asDouble()).isLessThan(1e-4);
        assertThat(parity.path("20 losses bfloat16").asDouble()).isLessThan(0.02);
        assertThat(lines.get(4).path("share of peak").asDouble()).isPositive();
    }

    @Test
    void sizesOfTheMemoryBenchAreChecked() {
        assertThat(MemoryBench.shape("7B").layers()).isEqualTo(32);
        assertThatThrownBy(() -> MemoryBench.shape("8B")).hasMessage("shape (8B) must be 1.1B, 7B or 13B");
        LlamaConfig seven = MemoryBench.shape("7B");
        assertThatThrownBy(() -> new MemoryBench(
                        MemoryBench.MemoryWork.LORA, seven, 33, SftConfig.Precision.BFLOAT16, 1, 512, 0))
                .hasMessage("layers (33) must be from 1 to the model's 32");
        assertThatThrownBy(() -> new MemoryBench(
                        MemoryBench.MemoryWork.LORA, seven, 2, SftConfig.Precision.BFLOAT16, 1, 5000, 0))
                .hasMessage("length (5000) must be from 2 to the model's 4096");
    }

    private static JsonNode parsed(String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void medianOfAnEvenCountIsTheMeanOfTheMiddleTwo() {
        assertThat(BenchTable.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(BenchTable.median(new double[] {9, 1, 5})).isEqualTo(5);
    }

    @Test
    void deviceThatIsNotHereIsNamed() {
        assertThatThrownBy(() -> Torch.device("gpu9"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("device (gpu9): the engine finds");
        if (Torch.versions().get("gpus").equals("0")) {
            assertThatThrownBy(() -> Torch.device("gpu")).hasMessageContaining("device (gpu): the engine finds 0");
        }
        assertThatThrownBy(() -> Torch.device("tpu")).hasMessageContaining("device (tpu): it must be cpu, gpu or");
    }
}
