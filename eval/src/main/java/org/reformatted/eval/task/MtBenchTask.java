package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.SamplingSettings;

/**
 * MT-Bench (80 questions of two turns) and Vicuna-Bench (80 of one), answered and then rated by a judge.
 *
 * <p>Source: github.com/lm-sys/FastChat, {@code llm_judge/data/mt_bench/question.jsonl} and {@code vicuna_bench/question.jsonl}. A row:
 *
 * <pre>{@code
 * {"question_id": 81, "category": "writing", "turns": ["Compose an engaging travel blog post ...", "Rewrite your previous response. ..."]}
 * }</pre>
 *
 * <p>MT-Bench sets the temperature by category: 0.7 for writing and roleplay, 0.1 for stem and humanities, else 0 ({@code llm_judge/common.py}).
 * Vicuna-Bench uses the settings of the config.
 */
public final class MtBenchTask implements JudgedTask {
    /** Increment when scores of existing outputs change. */
    public static final int VERSION = 1;

    private static final Map<String, Double> TEMPERATURES =
            Map.of("writing", 0.7, "roleplay", 0.7, "stem", 0.1, "humanities", 0.1);

    private final String name;
    private final Path file;
    private final boolean byCategory;

    private MtBenchTask(String name, Path file, boolean byCategory) {
        this.name = name;
        this.file = file;
        this.byCategory = byCategory;
    }

    /**
     * Creates MT-Bench.
     *
     * @param file the file of its questions
     * @return the task
     */
    public static MtBenchTask mtBench(Path file) {
        return new MtBenchTask("mt-bench", file, true);
    }

    /**
     * Creates Vicuna-Bench.
     *
     * @param file the file of its questions
     * @return the task
     */
    public static MtBenchTask vicunaBench(Path file) {
        return new MtBenchTask("vicuna-bench", file, false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Stream<Sample> samples() {
        return JsonLines.read(file).map(MtBenchTask::sample);
    }

    private static Sample sample(JsonLines.Row row) {
        JsonNode id = row.node().get("question_id");
        JsonNode turns = row.node().path("turns");
        if (id == null || turns.isEmpty()) {
            throw InputException.at(
                    row.place(), "no \"question_id\" or no \"turns\"", "a question of FastChat", "fix this row");
        }
        List<String> texts = new ArrayList<>();
        turns.forEach(turn -> texts.add(turn.asText()));
        return new Sample(
                id.asText(),
                List.of(new Turn(Role.USER, texts.get(0))),
                texts.subList(1, texts.size()),
                "",
                row.node().path("category").asText(""));
    }

    @Override
    public SamplingSettings sampling(Sample sample, SamplingSettings configured) {
        if (!byCategory || sample.category() == null) {
            return configured;
        }
        return new SamplingSettings(
                TEMPERATURES.getOrDefault(sample.category(), 0.0),
                configured.topP(),
                configured.topK(),
                configured.maxNewTokens(),
                configured.candidates(),
                configured.stop(),
                configured.seed());
    }
}
