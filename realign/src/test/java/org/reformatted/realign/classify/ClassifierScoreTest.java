package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.Shared;

class ClassifierScoreTest {
    private static final String TRAIN = "realign/classification/task_classifier_train_dataset.json";

    private static final String TEST = "realign/classification/task_classifier_test_dataset.json";

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

    private static ClassifierScore show(String name, ClassifierTrainer.Trained trained, List<LabelledQuery> test) {
        ClassifierScore score = ClassifierScore.of(trained.classifier(), test);
        System.out.println(
                "measured: " + name + ": lambda " + trained.lambda() + ", held-out accuracy " + trained.accuracy()
                        + ", log loss by temperature " + trained.temperatureLogLoss() + " and by layer "
                        + trained.layerLogLoss()
                        + ", threshold " + trained.threshold() + "; " + score);
        return score;
    }
}
