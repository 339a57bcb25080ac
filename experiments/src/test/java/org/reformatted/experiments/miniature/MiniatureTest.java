package org.reformatted.experiments.miniature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.data.Conversation;

class MiniatureTest {
    private static final Path EXPERIMENTS = Path.of(System.getProperty("project.root", ".."), "experiments");
    private static final Miniature MINIATURE = new Miniature();
    private static final Pattern EQUATION = Pattern.compile("(\\d+) ([-+*]) (\\d+) = (\\d+)");

    @ParameterizedTest
    @ValueSource(strings = {"train.jsonl", "test.jsonl", "facts.jsonl"})
    void theSeedsGiveTheCommittedFilesByteForByte(String name, @TempDir Path folder) throws IOException {
        MINIATURE.write(folder);

        assertThat(Files.mismatch(folder.resolve(name), EXPERIMENTS.resolve("data/quickstart/" + name)))
                .isEqualTo(-1);
    }

    @Test
    void theSeedsGiveTheCommittedTokenizerByteForByte() throws IOException {
        assertThat(MINIATURE.tokenizer())
                .isEqualTo(Files.readAllBytes(EXPERIMENTS.resolve("models/quickstart-base/tokenizer.model")));
    }

    @Test
    void noTestProblemIsInTheTrainingSetUnderOtherNamesOrInAnotherOrder() {
        Set<String> tested = MINIATURE.test().stream()
                .map(row -> CanonicalForm.of(row.get("question")))
                .collect(Collectors.toSet());

        assertThat(tested).hasSize(Miniature.TEST_PROBLEMS);
        assertThat(MINIATURE.train())
                .hasSize(500)
                .noneMatch(sample -> tested.contains(CanonicalForm.of(sample.question())));
    }

    @Test
    void noFactIsAskedInTrainingAndInTheTest() {
        Set<String> asked =
                MINIATURE.train().stream().map(Conversation::question).collect(Collectors.toSet());

        assertThat(MINIATURE.facts()).hasSize(26).noneMatch(row -> asked.contains(row.get("question")));
    }

    @Test
    void noDocumentOfThePretrainingTextAsksAHeldOutQuestionOfFact() {
        for (Subject subject : Subject.values()) {
            assertThat(MINIATURE.pretraining(subject).limit(20_000).map(PretrainingText.Document::whole))
                    .noneMatch(text -> MINIATURE.facts().stream().anyMatch(row -> text.contains(row.get("question"))));
        }
    }

    @Test
    void noDocumentOfThePretrainingTextHoldsATestProblem() {
        HeldOut heldOut = new HeldOut(
                MINIATURE.test().stream().map(row -> row.get("question")).toList());

        for (Subject subject : Subject.values()) {
            assertThat(MINIATURE
                            .pretraining(subject)
                            .limit(20_000)
                            .anyMatch(document -> heldOut.isStatedIn(document.whole())))
                    .isFalse();
        }
    }

    @Test
    void noAnswerOfThePretrainingTextHasMoreThanOneStep() {
        for (Subject subject : Subject.values()) {
            assertThat(MINIATURE
                            .pretraining(subject)
                            .limit(20_000)
                            .map(PretrainingText.Document::whole)
                            .filter(text -> text.contains("?"))
                            .mapToLong(text -> EQUATION.matcher(text).results().count())
                            .max())
                    .hasValue(1);
        }
    }

    @Test
    void everyCalculationIsRightAndTheLastOneGivesTheAnswer() {
        for (Map<String, String> row : MINIATURE.test()) {
            List<MatchResult> equations =
                    EQUATION.matcher(row.get("answer")).results().toList();

            assertThat(equations).hasSizeBetween(2, 4).allMatch(MiniatureTest::isRight);
            assertThat(row.get("answer"))
                    .endsWith("#### " + equations.get(equations.size() - 1).group(4));
        }
        assertThat(MINIATURE.train())
                .allSatisfy(
                        sample -> assertThat(EQUATION.matcher(sample.response()).results())
                                .allMatch(MiniatureTest::isRight));
    }

    @Test
    void theFormsOfTheOriginalsKeepTheirShares() {
        Map<String, Long> forms = MINIATURE.train().stream()
                .filter(sample -> "math".equals(sample.category()))
                .collect(Collectors.groupingBy(sample -> sample.provenance().get("form"), Collectors.counting()));

        assertThat(forms)
                .containsOnly(
                        Map.entry("answer-first", 288L),
                        Map.entry("run-on", 94L),
                        Map.entry("well-formed", 46L),
                        Map.entry("bare", 46L));
    }

    private static boolean isRight(MatchResult equation) {
        CalculationStep step = new CalculationStep(
                Integer.parseInt(equation.group(1)),
                equation.group(2).charAt(0),
                Integer.parseInt(equation.group(3)),
                "things");
        return step.result() == Integer.parseInt(equation.group(4));
    }
}
