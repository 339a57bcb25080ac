package org.reformatted.eval.task;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.readability.ReadabilityPolicies;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.data.Turn;

/**
 * Readability of a model's own answers by formulas and by their layout. These measure sentences, words and Markdown; they are no judge's
 * opinion, for which the answers of two models to the same questions are compared (protocol {@code readability}).
 *
 * <p>Source: any file of questions; the paper asks Vicuna-Bench's 80 (github.com/lm-sys/FastChat, {@code vicuna_bench/question.jsonl}). A
 * row, of which the question alone is read; {@code question} and {@code instruction} do as well as {@code turns}:
 *
 * <pre>{@code
 * {"question_id": 1, "category": "generic", "turns": ["How can I improve my time management skills?"]}
 * }</pre>
 */
public final class ReadabilityTask implements EvalTask {
    /** Moves when a score would. */
    public static final int VERSION = 1;

    private final Path file;

    /**
     * Makes the task.
     *
     * @param file a JSON array or JSON Lines of questions
     */
    public ReadabilityTask(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "readability";
    }

    @Override
    public int version() {
        return 100 * ReadabilityPolicies.VERSION + VERSION;
    }

    @Override
    public Stream<Sample> samples() {
        AtomicInteger number = new AtomicInteger();
        return RowFile.read(file).map(row -> sample(row, number.getAndIncrement()));
    }

    private static Sample sample(JsonLines.Row row, int number) {
        List<Turn> turns = List.of(new Turn(Role.USER, Rows.question(row)));
        String category = row.node().path("category").asText("");
        return new Sample(Rows.id(row, number), turns, List.of(), "", category);
    }

    @Override
    public List<AnswerPolicy> policies() {
        return ReadabilityPolicies.all();
    }

    @Override
    public String defaultPolicy() {
        return ReadabilityPolicies.DEFAULT;
    }
}
