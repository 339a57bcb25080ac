package org.reformatted.realign.reformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.reformatted.realign.criteria.CriteriaBook;
import org.reformatted.realign.criteria.TaskCategory;

class RuleReformatterTest {
    @Test
    void everyRuleServesCategoriesThatAreRewritten() {
        CriteriaBook criteria = CriteriaBook.bundled();
        for (FormatRule rule : RuleReformatter.RULES) {
            assertThat(rule.contract().categories())
                    .isNotEmpty()
                    .allMatch(name -> criteria.find(name)
                            .filter(TaskCategory::isRewritten)
                            .isPresent());
        }
    }
}
