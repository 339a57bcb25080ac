package org.reformatted.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.eval.answer.AnswerPolicy;
import org.reformatted.eval.answer.Gsm8kAnswer;
import org.reformatted.eval.task.EvalTask;
import org.reformatted.eval.task.FileTask;
import org.reformatted.eval.task.Sample;
import org.reformatted.eval.task.Shots;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.llm.Completion;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.llm.SamplingSettings;

class EvaluatorTest {
    private static final SamplingSettings SAMPLING = SamplingSettings.greedy(64);
    private static final EvalConfig CONFIG = EvalConfig.of("gsm8k", SAMPLING);

    @TempDir
    Path folder;

    private EvalTask sums() throws IOException {
        Path file = folder.resolve("sums.jsonl");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            rows.append(Json.line(java.util.Map.of("question", "What is " + i + "?", "answer", "It is.\n#### " + i)))
                    .append('\n');
        }
        Files.writeString(file, rows);
        return FileTask.bundled("gsm8k", file, Shots.NONE);
    }

    /** Right about 0 to 3 in one form or the other, cut at 4, silent at 5. */
    private static String answer(String question) {
        int number = question.charAt("What is ".length()) - '0';
        if (number == 4) {
            return "Let us see, it could be ä~";
        }
        return number == 5 ? "" : number % 2 == 0 ? "#### " + number : "The answer is " + number + ".";
    }

    @Test
    void everyPolicyHasItsOwnScoreAndItsOwnUnparsed() throws IOException {
        EvalResult result = evaluate(sums(), new ToyModel(EvaluatorTest::answer), "out");
        assertThat(result.n()).isEqualTo(6);
        assertThat(result.policies().keySet())
                .containsExactly(
                        "strict-match",
                        "flexible-extract",
                        "realigned-ending",
                        "after-the-answer-is",
                        "last-number",
                        "stated-answer");
        assertThat(result.score("strict-match").correct()).isEqualTo(2);
        assertThat(result.score("strict-match").unparsed()).isEqualTo(4);
        assertThat(result.score("flexible-extract").correct()).isEqualTo(4);
        assertThat(result.score("flexible-extract").unparsed()).isEqualTo(2);
        assertThat(result.truncated()).isEqualTo(1);
        assertThat(result.truncatedShare()).isEqualTo(1 / 6.0);
        assertThat(result.defaultPolicy()).isEqualTo(Gsm8kAnswer.DEFAULT);
        assertThatThrownBy(() -> result.score("best")).isInstanceOf(InputException.class);
        assertThat(EvalResult.read(folder.resolve("out"))).isEqualTo(result);
    }

    @Test
    void resumedRunAsksOnlyWhatIsMissingAndEndsWithTheSameBytes() throws IOException {
        EvalTask task = sums();
        evaluate(task, new ToyModel(EvaluatorTest::answer), "whole");
        ToyModel dying = new ToyModel("toy", EvaluatorTest::answer, 2);
        assertThatThrownBy(() -> evaluate(task, dying, "resumed")).hasMessage("died");
        Path log = folder.resolve("resumed/predictions.jsonl");
        assertThat(Files.readAllLines(log)).hasSize(2);
        // what kill -9 can leave behind: half a row, cut inside a character
        Files.write(log, new byte[] {'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xc3}, StandardOpenOption.APPEND);

        ToyModel second = new ToyModel(EvaluatorTest::answer);
        evaluate(task, second, "resumed");
        assertThat(second.asked).hasSize(4);
        for (String name : List.of("predictions.jsonl", "scored.jsonl", "result.json")) {
            assertThat(folder.resolve("resumed").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
        }
        ToyModel third = new ToyModel(EvaluatorTest::answer);
        evaluate(task, third, "resumed");
        assertThat(third.asked).isEmpty();
    }

    @Test
    void answersThatAreNotAsTheyWereWrittenAreAskedAgain() throws IOException {
        EvalTask task = sums();
        evaluate(task, new ToyModel(EvaluatorTest::answer), "whole");
        assertThatThrownBy(() -> evaluate(task, new ToyModel("toy", EvaluatorTest::answer, 3), "damaged"));
        Path log = folder.resolve("damaged/predictions.jsonl");
        byte[] begun = Files.readAllBytes(log);
        for (int at = 0; at < begun.length; at += 37) {
            byte[] changed = begun.clone();
            changed[at] ^= 1;
            Files.write(log, changed);
            ToyModel second = new ToyModel(EvaluatorTest::answer);
            evaluate(task, second, "damaged");
            assertThat(second.asked).as("byte " + at).hasSizeBetween(4, 5);
            assertThat(log).hasSameBinaryContentAs(folder.resolve("whole/predictions.jsonl"));
            Files.write(log, java.util.Arrays.copyOf(begun, at));
            evaluate(task, new ToyModel(EvaluatorTest::answer), "damaged");
            assertThat(log).hasSameBinaryContentAs(folder.resolve("whole/predictions.jsonl"));
        }
    }

    @Test
    void answersOfAnotherModelOrOtherSettingsAreNotUsed() throws IOException {
        EvalTask task = sums();
        evaluate(task, new ToyModel(EvaluatorTest::answer), "out");
        ToyModel other = new ToyModel("other", question -> "#### 0", Integer.MAX_VALUE);
        assertThat(evaluate(task, other, "out").score("strict-match").correct()).isEqualTo(1);
        assertThat(other.asked).hasSize(6);
        ToyModel again = new ToyModel("other", question -> "#### 0", Integer.MAX_VALUE);
        EvalConfig longer = EvalConfig.of("gsm8k", SamplingSettings.greedy(65));
        Evaluator.evaluate(task, again, longer, folder.resolve("out"), Progress.SILENT);
        assertThat(again.asked).hasSize(6);
    }

    /** Of three answers the first is wrong, the others right: the majority is right, and one drawn at random by two thirds. */
    @Test
    void severalAnswersGiveMajorityAndPassAtK() throws IOException {
        List<Completion.Candidate> others = List.of(
                new Completion.Candidate("#### 3", FinishReason.STOP),
                new Completion.Candidate("#### 3.0", FinishReason.STOP));
        Prediction prediction =
                new Prediction("0", null, "?", "#### 4", FinishReason.STOP, false, others, List.of(), "3", "");
        EvalResult result = Evaluator.score(sums(), "toy", CONFIG, List.of(prediction));
        assertThat(result.score("flexible-extract").value()).isZero();
        assertThat(result.score("flexible-extract-majority").value()).isEqualTo(100);
        assertThat(result.score("flexible-extract-pass@1").value()).isCloseTo(200.0 / 3, within(1e-9));
        assertThat(result.score("flexible-extract-pass@2").value()).isCloseTo(100, within(1e-9));
        assertThat(result.score("flexible-extract-pass@3").value()).isCloseTo(100, within(1e-9));
        assertThat(result.examples().get(0).verdicts()).containsKey("flexible-extract-pass@1");
        Prediction single =
                new Prediction("0", null, "?", "#### 4", FinishReason.STOP, false, List.of(), List.of(), "3", "");
        assertThat(Evaluator.score(sums(), "toy", CONFIG, List.of(single)).policies())
                .doesNotContainKey("flexible-extract-majority");
    }

    @Test
    void limitTakesTheFirstSamples() throws IOException {
        EvalConfig two = new EvalConfig(
                "gsm8k", Optional.empty(), Optional.of(2), 0, Optional.empty(), 0, SAMPLING, Optional.empty());
        EvalResult result = Evaluator.evaluate(
                sums(), new ToyModel(EvaluatorTest::answer), two, folder.resolve("out"), Progress.SILENT);
        assertThat(result.examples()).extracting(ScoredExample::id).containsExactly("0", "1");
    }

    @Test
    void progressShowsTheRunningScore() throws IOException {
        List<String> notes = new ArrayList<>();
        Progress progress = (what, total) -> new Progress.Task() {
            @Override
            public void advance(long steps) {
                notes.add("+" + steps);
            }

            @Override
            public void note(String text) {
                notes.add(text);
            }

            @Override
            public void close() {
                notes.add("closed " + what + " of " + total);
            }
        };
        Evaluator.evaluate(sums(), new ToyModel(EvaluatorTest::answer), CONFIG, folder.resolve("out"), progress);
        assertThat(notes).contains("flexible-extract 66.7%").endsWith("closed evaluate gsm8k of 6");
        assertThat(notes).as("a score of no answer").noneMatch(note -> note.contains("NaN"));
        assertThat(notes.stream().filter("+1"::equals)).hasSize(6);
    }

    @Test
    void followUpsAreAskedAfterTheAnswer() {
        EvalTask task = new TwoTurns();
        ToyModel model = new ToyModel(question -> "re: " + question);
        Evaluator.evaluate(task, model, CONFIG, folder.resolve("out"), Progress.SILENT);
        assertThat(model.asked.get(1).turns())
                .containsExactly(
                        new Turn(Role.USER, "one"), new Turn(Role.ASSISTANT, "re: one"), new Turn(Role.USER, "two"));
        assertThat(folder.resolve("out/predictions.jsonl"))
                .content()
                .contains("\"laterTurns\":[{\"prompt\":\"two\",\"output\":\"re: two\",\"finishReason\":\"stop\"}]");
        ToyModel again = new ToyModel(question -> "no");
        Evaluator.evaluate(task, again, CONFIG, folder.resolve("out"), Progress.SILENT);
        assertThat(again.asked).isEmpty();
    }

    @Test
    void killedBetweenTurnsGoesOnWithTheSecondTurn() {
        EvalTask task = new TwoTurns();
        ToyModel dying = new ToyModel("toy", question -> "re: " + question, 1);
        assertThatThrownBy(() -> Evaluator.evaluate(task, dying, CONFIG, folder.resolve("out"), Progress.SILENT))
                .hasMessage("died");
        ToyModel second = new ToyModel(question -> "re: " + question);
        Evaluator.evaluate(task, second, CONFIG, folder.resolve("out"), Progress.SILENT);
        assertThat(second.asked).hasSize(1);
        assertThat(second.asked.get(0).turns()).hasSize(3);
    }

    private EvalResult evaluate(EvalTask task, ToyModel model, String out) {
        return Evaluator.evaluate(task, model, CONFIG, folder.resolve(out), Progress.SILENT);
    }

    private static final class TwoTurns implements EvalTask {
        @Override
        public String name() {
            return "two-turns";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Stream<Sample> samples() {
            return Stream.of(new Sample("a", List.of(new Turn(Role.USER, "one")), List.of("two"), "", null));
        }

        @Override
        public List<AnswerPolicy> policies() {
            return List.of();
        }

        @Override
        public String defaultPolicy() {
            return "";
        }
    }
}
