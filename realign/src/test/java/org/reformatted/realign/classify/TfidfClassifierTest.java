package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.realign.base.InputException;

class TfidfClassifierTest {
    @TempDir
    Path folder;

    @Test
    void namesACategoryWithConfidenceOrNoneAndTheSameAfterSavingAndLoading() {
        ClassifierTrainer.Trained trained = ClassifierTrainer.train(ToyQueries.all(), "default", 1);
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
    void aFileThatIsNoClassifierIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("c.bin"), "no");
        assertThatThrownBy(() -> TfidfClassifier.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a valid task classifier");
    }

    /** What the word "translate" adds. */
    private static double share(TfidfClassifier classifier, String query, String category) {
        return classifier.explain(query, category).stream()
                .filter(part -> part.isWords() && part.text().equals("translate"))
                .findFirst()
                .orElseThrow()
                .share();
    }
}
