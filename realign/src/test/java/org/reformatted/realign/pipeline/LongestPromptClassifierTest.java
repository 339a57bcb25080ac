package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.classify.Classification;
import org.reformatted.realign.config.ConfigBinder;
import org.reformatted.realign.criteria.CriteriaBook;

class LongestPromptClassifierTest {
    private static final String BOOK = """
        version: 1
        fallback: chat
        categories:
        - {name: chat, description: all else}
        - {name: maths, description: sums, format: {wording: "Steps, each in a line of its own."}}
        - {name: facts, description: what is known, evidence: true, format: {wording: Short.}}
        """;

    private final List<String> asked = new ArrayList<>();

    private LongestPromptClassifier classifier(String book, int evidenceTokens) {
        CriteriaBook criteria =
                ConfigBinder.bind("criteria", book, CriteriaBook.class).value();
        return new LongestPromptClassifier(criteria, evidenceTokens, asked::addAll);
    }

    @Test
    void everyQueryIsOfTheCategoryWithTheLongestPrompt() {
        List<Classification> found = classifier(BOOK, 0).classify(List.of("a", "b"));
        assertThat(found).extracting(Classification::category).containsExactly("maths", "maths");
        assertThat(asked).containsExactly("a", "b");
    }

    /** The format of maths has 33 characters, that of facts 6 and four bytes for each token of evidence. */
    @Test
    void evidenceMakesAPromptLonger() {
        assertThat(classifier(BOOK, 6).classify(List.of("a")).get(0).category()).isEqualTo("maths");
        assertThat(classifier(BOOK, 7).classify(List.of("a")).get(0).category()).isEqualTo("facts");
    }

    @Test
    void evidenceGoesToTheShareOfRewrittenCategoriesThatWantIt() {
        assertThat(classifier(BOOK, 0).evidenceShare()).isEqualTo(0.5);
    }

    @Test
    void whereNoCategoryIsRewrittenTheFallbackIsNamed() {
        String none = BOOK.lines().limit(4).reduce("", (all, line) -> all + line + "\n");
        assertThat(classifier(none, 5).classify(List.of("a")).get(0).category()).isEqualTo("chat");
    }
}
