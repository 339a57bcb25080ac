package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.FactualAnswer;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.data.Turn;

/**
 * Factuality: questions of fact with their gold answers, such as the 100 Natural Questions of "Reformatted Alignment".
 *
 * <p>Source: github.com/GAIR-NLP/ReAlign, {@code datasets/nq/nq_factuality_100.json}, from Natural Questions (T. Kwiatkowski et al., TACL
 * 7, 2019). A row there, and one of any other file, whose {@code answer} is a text or a list of right ones as in NQ-open:
 *
 * <pre>{@code
 * {"items": [{"from": "human", "value": "when did the democratic party change its name?"}, {"from": "gpt", "value": "the 1830s"}], "id": 0}
 * {"question": "who wrote he ain't heavy he's my brother lyrics", "answer": ["Bobby Scott", "Bob Russell"]}
 * }</pre>
 *
 * <p>Scored here by overlap of words, which is no judge's opinion; a judge rates the same answers with the gold answer shown.
 */
public final class FactualityTask implements EvalTask {
    /** Moves when a score would. */
    public static final int VERSION = 1;

    private final Path file;

    /**
     * Makes the task.
     *
     * @param file a JSON array or JSON Lines of questions and gold answers
     */
    public FactualityTask(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "factuality";
    }

    @Override
    public int version() {
        return 100 * FactualAnswer.VERSION + VERSION;
    }

    @Override
    public Stream<Sample> samples() {
        AtomicInteger number = new AtomicInteger();
        return RowFile.read(file).map(row -> sample(row, number.getAndIncrement()));
    }

    private static Sample sample(JsonLines.Row row, int number) {
        List<String> gold = gold(row);
        if (gold.isEmpty()
                || gold.stream().allMatch(answer -> FactualAnswer.words(answer).isEmpty())) {
            throw InputException.at(
                    row.place(),
                    "no gold answer",
                    "\"answer\" to hold a text or a list of them, or a second one of \"items\"",
                    "mend this row");
        }
        Turn question = new Turn(Role.USER, Rows.question(row));
        return Sample.of(Rows.id(row, number), List.of(question), String.join("\n", gold));
    }

    private static List<String> gold(JsonLines.Row row) {
        JsonNode node = row.node();
        JsonNode answer = node.has("answer")
                ? node.path("answer")
                : node.path("items").path(1).path("value");
        List<String> gold = new ArrayList<>();
        if (answer.isTextual()) {
            gold.add(answer.textValue());
        }
        answer.forEach(one -> gold.add(one.asText()));
        return gold;
    }

    @Override
    public List<AnswerPolicy> policies() {
        return FactualAnswer.policies();
    }

    @Override
    public String defaultPolicy() {
        return FactualAnswer.DEFAULT;
    }
}
