package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;

class TaskClassifierTest {
    private static final String TRAIN = "realign/classification/task_classifier_train_dataset.json";
    private static final String TEST = "realign/classification/task_classifier_test_dataset.json";

    @TempDir
    Path folder;

    @Test
    void thirtyQueriesOfEachCategoryAreBundledAndNoneIsPublic() {
        List<LabelledQuery> bundled = LabelledQuery.bundled();
        Map<String, Long> counts =
                bundled.stream().collect(Collectors.groupingBy(LabelledQuery::category, Collectors.counting()));
        assertThat(counts.keySet())
                .containsExactlyInAnyOrderElementsOf(CriteriaBook.bundled().categories().stream()
                        .map(TaskCategory::name)
                        .toList());
        assertThat(counts.values()).allMatch(count -> count >= 30);
        assertThat(bundled).doesNotHaveDuplicates();
        Set<String> published = new HashSet<>();
        LabelledQuery.read(Shared.data(TRAIN)).forEach(query -> published.add(query.query()));
        LabelledQuery.read(Shared.data(TEST)).forEach(query -> published.add(query.query()));
        assertThat(bundled).extracting(LabelledQuery::query).doesNotContainAnyElementsOf(published);
    }

    @Test
    void theConjugateGradientsSolveTheRidge() {
        INDArray gram = Nd4j.create(new float[][] {{1, 0.5f, 0}, {0.5f, 1, 0.2f}, {0, 0.2f, 1}});
        INDArray targets = KernelRidge.targets(new int[] {0, 1, 0}, 2);
        INDArray dual = KernelRidge.solve(gram, targets, 0.3);
        INDArray again = gram.mmul(dual).add(dual.mul(0.3));
        assertThat(again.distance2(targets)).isLessThan(1e-4);
    }

    @Test
    void toldWithConfidenceOrNotAtAllAndTheSameAfterSavingAndLoading() {
        ClassifierTrainer.Trained trained = ClassifierTrainer.train(toy(), "default", 1);
        TfidfClassifier classifier = trained.classifier();
        assertThat(trained.accuracy()).isGreaterThan(0.9);
        List<String> queries = List.of("please translate the word number 77", "sum up the numbers 3 and 77", "zzz");
        List<Classification> predicted = classifier.classify(queries);
        assertThat(predicted.get(0).ranked().get(0)).isEqualTo("translation");
        assertThat(predicted.get(1).ranked().get(0)).isEqualTo("sums");
        assertThat(predicted)
                .allSatisfy(t -> assertThat(t.category())
                        .isEqualTo(
                                t.confidence() >= classifier.threshold()
                                        ? t.ranked().get(0)
                                        : "default"));
        assertThat(share(classifier, queries.get(0), "translation")).isPositive();
        assertThat(share(classifier, queries.get(0), "sums")).isNegative();
        Path file = folder.resolve("c.bin");
        classifier.save(file);
        TfidfClassifier loaded = TfidfClassifier.load(file);
        assertThat(loaded.classify(queries)).isEqualTo(predicted);
        assertThat(loaded.identity()).isEqualTo(classifier.identity());
    }

    @Test
    void aFileThatIsNoClassifierIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("c.bin"), "no");
        assertThatThrownBy(() -> TfidfClassifier.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a whole task classifier");
    }

    @Test
    void aQueryThatStandsTwiceIsNeverHeldOutFromItself() {
        List<LabelledQuery> queries = new ArrayList<>(toy());
        queries.add(new LabelledQuery(" Please translate  the word number 3", "translation"));
        queries.add(new LabelledQuery("sum up the numbers 3 and 4", "translation"));
        int[] labels = queries.stream()
                .mapToInt(query -> query.category().equals("sums") ? 0 : 1)
                .toArray();
        for (long seed = 0; seed < 20; seed++) {
            int[] folds = Folds.assign(queries, labels, 2, 5, seed);
            assertThat(folds[30]).isEqualTo(folds[6]);
            assertThat(folds[31]).isEqualTo(folds[9]);
        }
    }

    @Test
    void aCategoryOfTooFewQueriesIsToldByName() {
        List<LabelledQuery> queries = new ArrayList<>(toy());
        queries.add(new LabelledQuery("draw me", "roleplay"));
        assertThatThrownBy(() -> ClassifierTrainer.train(queries, "default", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 labelled queries of category roleplay are too few");
    }

    @Test
    void aCategoryThatTheCriteriaDoNotKnowIsToldAndAnAliasIsNamed() {
        CriteriaBook criteria = CriteriaBook.bundled();
        assertThatThrownBy(() -> LabelledQuery.named(toy(), criteria))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the categories sums, translation");
        assertThat(LabelledQuery.named(List.of(new LabelledQuery("1+1?", "math")), criteria))
                .containsExactly(new LabelledQuery("1+1?", "math_puzzles"));
    }

    @Test
    void tooFewQueriesAreTold() {
        assertThatThrownBy(() -> ClassifierTrainer.train(toy().subList(0, 4), "default", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too few");
    }

    @Test
    void onThePublicTestQueriesItReachesWhatABagOfWordsCan() {
        List<LabelledQuery> test = LabelledQuery.read(Shared.data(TEST));
        List<LabelledQuery> all = new ArrayList<>(LabelledQuery.bundled());
        all.addAll(LabelledQuery.read(Shared.data(TRAIN)));
        ClassifierScore score = show("with the public 1,395", ClassifierTrainer.train(all, "default", 0), test);
        assertThat(score.top1().n()).isEqualTo(143);
        assertThat(score.top1().value()).isGreaterThanOrEqualTo(0.40);
        assertThat(score.top3().value()).isGreaterThanOrEqualTo(0.60);
    }

    /** What the word "translate" adds. */
    private static double share(TfidfClassifier classifier, String query, String category) {
        return classifier.explain(query, category).stream()
                .filter(part -> part.isWords() && part.text().equals("translate"))
                .findFirst()
                .orElseThrow()
                .share();
    }

    private static ClassifierScore show(String name, ClassifierTrainer.Trained trained, List<LabelledQuery> test) {
        ClassifierScore score = ClassifierScore.of(trained.classifier(), test);
        System.out.println(
                "measured: " + name + ": lambda " + trained.lambda() + ", held-out accuracy " + trained.accuracy()
                        + ", log loss by temperature " + trained.temperatureLogLoss() + " and by layer "
                        + trained.layerLogLoss()
                        + ", threshold " + trained.threshold() + "; " + score);
        return score;
    }

    private static List<LabelledQuery> toy() {
        List<LabelledQuery> toy = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            toy.add(new LabelledQuery("please translate the word number " + i, "translation"));
            toy.add(new LabelledQuery("sum up the numbers 3 and " + i, "sums"));
        }
        return toy;
    }
}
