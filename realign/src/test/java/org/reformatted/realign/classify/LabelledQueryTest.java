package org.reformatted.realign.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.Shared;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;

class LabelledQueryTest {
    private static final String TRAIN = "realign/classification/task_classifier_train_dataset.json";

    private static final String TEST = "realign/classification/task_classifier_test_dataset.json";

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
    void aCategoryThatTheCriteriaDoNotKnowIsNamedAndAnAliasIsReplaced() {
        CriteriaBook criteria = CriteriaBook.bundled();
        assertThatThrownBy(() -> LabelledQuery.named(ToyQueries.all(), criteria))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the categories sums, translation");
        assertThat(LabelledQuery.named(List.of(new LabelledQuery("1+1?", "math")), criteria))
                .containsExactly(new LabelledQuery("1+1?", "math_puzzles"));
    }
}
