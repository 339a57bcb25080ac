package org.reformatted.eval.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reformatted.eval.overlap.TrainingOverlap.Question;
import org.reformatted.eval.overlap.TrainingOverlap.Result;

class TrainingOverlapTest {
    private static final String LONG =
            "A farmer has twelve red hens, and each of them lays five eggs in a week. How many eggs does he have?";

    @Test
    void wholeQuestionIsFoundWhateverItsCaseAndLayout() {
        Result result = overlap(
                List.of(LONG),
                "Solve: A FARMER has\n* twelve red hens -- and each of them lays five eggs in a week! **How many**"
                        + " eggs does he have? Step by step.");
        assertThat(result.overlapping()).isEqualTo(1);
        assertThat(result.whole()).isEqualTo(1);
        assertThat(result.wholePercent()).isEqualTo(100);
        assertThat(result.examples().get(0).row()).isEqualTo("row");
        assertThat(result.examples().get(0).words())
                .startsWith("a farmer has twelve")
                .endsWith("does he have");
    }

    @Test
    void thirteenWordsOverlapAndTwelveDoNot() {
        String thirteen = "has twelve red hens and each of them lays five eggs in a";
        Result result = overlap(List.of(LONG), "x " + thirteen + " y");
        assertThat(result.overlapping()).isEqualTo(1);
        assertThat(result.whole()).isZero();
        assertThat(result.examples().get(0).words()).isEqualTo(thirteen);
        assertThat(overlap(List.of(LONG), thirteen.substring(0, thirteen.lastIndexOf(' ')) + " x")
                        .overlapping())
                .isZero();
    }

    @Test
    void shortQuestionsAreOneRunOrAWholeTurn() {
        String eight = "What is the capital city of old Bavaria?";
        assertThat(overlap(List.of(eight), "Tell me: what is the capital city of old bavaria")
                        .whole())
                .isEqualTo(1);
        assertThat(overlap(List.of(eight), "what is the capital city of new bavaria")
                        .overlapping())
                .isZero();
        assertThat(overlap(List.of("Who is he?"), "who is he").whole()).isEqualTo(1);
        assertThat(overlap(List.of("Who is he?"), "And who is he?").whole()).isZero();
        assertThat(overlap(List.of("", "!!"), "", "?").overlapping()).isZero();
    }

    @Test
    void templateOfManyQuestionsCountsForNone() {
        String template = "Answer the question below and think step by step before you give your one final answer. ";
        List<String> questions =
                IntStream.range(0, 12).mapToObj(i -> template + "Item " + i).toList();
        assertThat(overlap(questions, template).overlapping()).isZero();
        assertThat(overlap(questions.subList(0, 10), template).overlapping()).isEqualTo(10);
    }

    @Test
    void requestThatATaskAddsToEveryQuestionIsNoPartOfThem() {
        List<String> questions = IntStream.range(0, 12)
                .mapToObj(i -> i + " sheep stand in a field and two more come. How many are there if " + i
                        + " leave? Put the answer in a box.")
                .toList();
        assertThat(overlap(
                                questions,
                                "7 sheep stand in a field and two more come. How many are there if 7 leave? There are"
                                        + " 2.")
                        .whole())
                .isEqualTo(1);
    }

    @Test
    void everyTurnOfEveryRowIsSearchedAndAWholeMatchReplacesAPart() {
        TrainingOverlap overlap =
                new TrainingOverlap(List.of(new Question("q1", LONG), new Question("q2", "Other one?")));
        overlap.add("a", List.of("nothing", LONG.substring(0, 80)));
        overlap.add("b", List.of("nothing", LONG));
        Result result = overlap.result();
        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.questions()).isEqualTo(2);
        assertThat(result.overlappingPercent()).isEqualTo(50);
        assertThat(result.examples()).hasSize(1);
        assertThat(result.examples().get(0).row()).isEqualTo("b");
        assertThat(new TrainingOverlap(List.of()).result().wholePercent()).isNaN();
    }

    private static Result overlap(List<String> questions, String... turns) {
        TrainingOverlap overlap = new TrainingOverlap(IntStream.range(0, questions.size())
                .mapToObj(i -> new Question("q" + i, questions.get(i)))
                .toList());
        overlap.add("row", List.of(turns));
        return overlap.result();
    }
}
