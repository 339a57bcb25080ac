package org.reformatted.finetune.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.kernel.NumberType;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;

/** Checkpoints as people have them, of the folder of cases: prompts' ids and greedy ids as transformers 5.24 gives them (expected.json there). */
class CheckpointCasesTest {
    private static final GenerationOptions OPTIONS = GenerationOptions.of("cpu", 1, 4, NumberType.FLOAT32);

    @TestFactory
    List<DynamicTest> generatesAsExpected() {
        Path file = Shared.path("cases/12-checkpoints/expected.json");
        List<DynamicTest> tests = new ArrayList<>();
        for (var entry : Json.read(file, JsonNode.class).properties()) {
            if (entry.getValue().path("command").asText().equals("generate")) {
                Path folder = file.resolveSibling(entry.getKey());
                tests.add(DynamicTest.dynamicTest(
                        entry.getKey(), () -> check(folder, entry.getValue().path("rows"))));
            }
        }
        return tests;
    }

    private static void check(Path folder, JsonNode rows) {
        try (TextGenerator generator = TextGenerator.open(folder, OPTIONS)) {
            int most = 0;
            for (JsonNode row : rows) {
                most = Math.max(most, row.path("ids").size());
            }
            for (JsonNode row : rows) {
                String prompt = row.has("prompt")
                        ? row.path("prompt").asText()
                        : row.path("repeat")
                                .path(0)
                                .asText()
                                .repeat(row.path("repeat").path(1).asInt());
                if (row.has("prompt_ids")) {
                    assertThat(generator.tokenizer().encodeSequence(prompt))
                            .as(prompt)
                            .isEqualTo(ids(row, "prompt_ids"));
                }
                int[] expected = ids(row, "ids");
                Generated written = generator.generate(prompt, SamplingSettings.greedy(most));
                int[] ended = written.reason() == FinishReason.STOP
                        ? IntStream.concat(Arrays.stream(written.ids()), IntStream.of(expected[expected.length - 1]))
                                .toArray()
                        : written.ids();
                assertThat(ended).as(prompt).isEqualTo(expected);
                assertThat(written.text()).as(prompt).isEqualTo(row.path("text").asText());
            }
        }
    }

    private static int[] ids(JsonNode row, String field) {
        return IntStream.range(0, row.path(field).size())
                .map(i -> row.path(field).path(i).asInt())
                .toArray();
    }
}
