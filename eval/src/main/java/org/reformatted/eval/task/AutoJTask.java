package org.reformatted.eval.task;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.data.Turn;

/**
 * Auto-J's test queries, four of each of 58 scenarios, answered and then rated by a judge with a critique (J. Li et al., arXiv 2310.05470).
 *
 * <p>Source: github.com/GAIR-NLP/auto-j, {@code data/test/testdata_critique.jsonl} (Apache-2.0), 232 rows. A row, of which {@code scenario}
 * and {@code prompt} are read:
 *
 * <pre>{@code
 * {"scenario": "post_summarization", "prompt": "Summarize the following post ...", "response": "...", "critiques": {"autoj": "..."}}
 * }</pre>
 *
 * <p>Without a judge only the share of queries that are answered at all is told. A sample's id is its row, from 0.
 */
public final class AutoJTask implements JudgedTask {
    /** Moves when a score would. */
    public static final int VERSION = 1;

    private final Path file;

    /**
     * Makes the task.
     *
     * @param file its queries
     */
    public AutoJTask(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "auto-j";
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Stream<Sample> samples() {
        AtomicInteger number = new AtomicInteger();
        return RowFile.read(file).map(row -> sample(row, number.getAndIncrement()));
    }

    private static Sample sample(JsonLines.Row row, int number) {
        List<Turn> turns = List.of(new Turn(Role.USER, Rows.text(row, "prompt")));
        return new Sample(
                String.valueOf(number),
                turns,
                List.of(),
                "",
                row.node().path("scenario").asText(""));
    }
}
