package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.InputException;

class ClassifierTrainerTest {
    @Test
    void aCategoryOfTooFewQueriesIsNamed() {
        List<LabelledQuery> queries = new ArrayList<>(ToyQueries.all());
        queries.add(new LabelledQuery("draw me", "roleplay"));
        assertThatThrownBy(() -> ClassifierTrainer.train(queries, "default", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 labelled queries of category roleplay are too few");
    }

    @Test
    void tooFewQueriesAreRefused() {
        assertThatThrownBy(() -> ClassifierTrainer.train(ToyQueries.all().subList(0, 4), "default", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too few");
    }
}
