package org.reformatted.eval.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.ChoiceAnswer;
import org.reformatted.eval.answer.ChoiceLikelihoods;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.JsonLines;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.RowFile;
import org.reformatted.realign.data.Turn;

/**
 * MMLU: questions of 57 subjects with four choices (D. Hendrycks et al., arXiv 2009.03300). Either the letters are scored by their likelihood after
 * {@code Answer:}, or the model is instructed to reason first.
 *
 * <p>Source: github.com/hendrycks/test (MIT), one CSV file with a header row for each subject in {@code test/} and {@code dev/}. A row:
 *
 * <pre>{@code
 * question,choice0,choice1,choice2,choice3,answer
 * Which of the following best describes the structure that collects urine in the body?,Bladder,Kidney,Ureter,Urethra,0
 * }</pre>
 *
 * <p>Examples are the subject's first rows in {@code dev/}, at most five, as in that project. The text around the question is this project's own. A
 * sample's id is its subject and its row number, from 0.
 */
public final class MmluTask implements EvalTask {
    /** Increment when scores of existing outputs change. */
    public static final int VERSION = 1;

    private static final List<String> LETTERS = List.of("A", "B", "C", "D");
    private static final String REQUEST =
            "\n\nThink step by step, then close with the sentence \"The answer is\" and the letter of your choice.";

    private final Path folder;
    private final int shots;
    private final boolean reasoned;

    private MmluTask(Path folder, int shots, boolean reasoned) {
        this.folder = folder;
        this.shots = shots;
        this.reasoned = reasoned;
    }

    /**
     * Creates the task that scores the letters by likelihood.
     *
     * @param folder the folder that contains {@code test/} and {@code dev/}
     * @param shots solved examples before each question, 0 to 5
     * @return the task
     */
    public static MmluTask byLikelihood(Path folder, int shots) {
        Check.argument(
                shots >= 0 && shots <= 5, "shots (%s) must lie in [0, 5], as dev has five rows per subject", shots);
        return new MmluTask(folder, shots, false);
    }

    /**
     * Creates the task that requests reasoning before the answer.
     *
     * @param folder the folder that contains {@code test/}
     * @return the task
     */
    public static MmluTask withReasons(Path folder) {
        return new MmluTask(folder, 0, true);
    }

    @Override
    public String name() {
        return reasoned ? "mmlu-cot" : "mmlu";
    }

    @Override
    public int version() {
        return 100 * (reasoned ? ChoiceAnswer.VERSION : ChoiceLikelihoods.VERSION) + VERSION;
    }

    @Override
    public Optional<String> groupedBy() {
        return Optional.of("subject");
    }

    @Override
    public boolean weighsChoices() {
        return !reasoned;
    }

    @Override
    public Stream<Sample> samples() {
        return subjects().stream().flatMap(subject -> samples(subject).stream());
    }

    @Override
    public List<AnswerPolicy> policies() {
        return reasoned ? ChoiceAnswer.policies() : ChoiceLikelihoods.policies().subList(0, 1);
    }

    @Override
    public String defaultPolicy() {
        return reasoned ? ChoiceAnswer.AFTER_THE_ANSWER_IS : ChoiceLikelihoods.LIKELIEST;
    }

    private List<String> subjects() {
        Path test = folder.resolve("test");
        try (Stream<Path> files = Files.list(test)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("_test.csv"))
                    .map(name -> name.substring(0, name.length() - "_test.csv".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw TextFiles.unreadable(test, e);
        }
    }

    private List<Sample> samples(String subject) {
        StringBuilder examples = new StringBuilder("Questions of " + subject.replace('_', ' ')
                + " with four choices, each followed by the letter of the right one.\n\n");
        if (shots > 0) {
            List<MmluQuestion> solved = read(folder.resolve("dev").resolve(subject + "_dev.csv"));
            for (MmluQuestion question : solved.subList(0, Math.min(shots, solved.size()))) {
                examples.append(question.prompt())
                        .append("\nAnswer: ")
                        .append(question.right)
                        .append("\n\n");
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (MmluQuestion question : read(folder.resolve("test").resolve(subject + "_test.csv"))) {
            String id = subject + "/" + samples.size();
            samples.add(
                    reasoned
                            ? new Sample(
                                    id,
                                    List.of(new Turn(Role.USER, question.prompt() + REQUEST)),
                                    List.of(),
                                    question.right,
                                    subject)
                            : Sample.ofChoices(
                                    id, examples + question.prompt() + "\nAnswer:", LETTERS, question.right, subject));
        }
        return samples;
    }

    private record MmluQuestion(String text, List<String> choices, String right) {
        String prompt() {
            StringBuilder asked = new StringBuilder(text.strip());
            for (int i = 0; i < choices.size(); i++) {
                asked.append('\n')
                        .append(LETTERS.get(i))
                        .append(". ")
                        .append(choices.get(i).strip());
            }
            return asked.toString();
        }
    }

    private static List<MmluQuestion> read(Path file) {
        try (Stream<JsonLines.Row> rows = RowFile.read(file)) {
            return rows.map(MmluTask::question).toList();
        }
    }

    private static MmluQuestion question(JsonLines.Row row) {
        List<String> choices = new ArrayList<>();
        for (int i = 0; i < LETTERS.size(); i++) {
            choices.add(cell(row, "choice" + i));
        }
        String answer = cell(row, "answer").strip();
        if (!answer.matches("[0-3]")) {
            throw InputException.at(row.place(), "answer (" + answer + ")", "0, 1, 2 or 3", "fix this row");
        }
        return new MmluQuestion(cell(row, "question"), choices, LETTERS.get(answer.charAt(0) - '0'));
    }

    private static String cell(JsonLines.Row row, String column) {
        return Rows.value(row.node(), column)
                .map(JsonNode::asText)
                .orElseThrow(() -> InputException.at(
                        row.place(),
                        "there is no \"" + column + "\"",
                        "the columns question, choice0 to choice3 and answer",
                        "fix this row or fetch the file again"));
    }
}
