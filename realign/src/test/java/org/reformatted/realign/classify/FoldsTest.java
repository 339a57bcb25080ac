package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldsTest {
    @Test
    void aQueryThatStandsTwiceIsNeverHeldOutFromItself() {
        List<LabelledQuery> queries = new ArrayList<>(ToyQueries.all());
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
}
