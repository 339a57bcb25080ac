package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;

/**
 * AlpacaEval, versions 1 and 2: 805 instructions, answered once and then compared with a baseline by a judge.
 *
 * <p>Source: github.com/tatsu-lab/alpaca_eval, {@code alpaca_eval.json} or any model's outputs. A row; {@code output} is the baseline's and
 * becomes the reference:
 *
 * <pre>{@code
 * {"dataset": "helpful_base", "instruction": "What are the names of some famous actors that started their careers on Broadway?",
 *  "output": "Some famous actors that ...", "generator": "text_davinci_003"}
 * }</pre>
 */
public final class AlpacaEvalTask implements JudgedTask {
    /** Moves when a score would. */
    public static final int VERSION = 1;

    private final Path file;

    /**
     * Makes the task.
     *
     * @param file a JSON array of instructions
     */
    public AlpacaEvalTask(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "alpaca-eval";
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Stream<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (JsonNode row : Json.read(file, JsonNode.class)) {
            String place = file + ": row " + samples.size();
            samples.add(new Sample(
                    String.valueOf(samples.size()),
                    List.of(new Turn(Role.USER, Rows.text(place, row, "instruction"))),
                    List.of(),
                    row.path("output").asText(""),
                    row.path("dataset").asText("")));
        }
        return samples.stream();
    }
}
