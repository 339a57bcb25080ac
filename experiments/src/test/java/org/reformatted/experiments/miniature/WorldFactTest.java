package org.reformatted.experiments.miniature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorldFactTest {
    @Test
    void halfOfTheFactsAreHeldOut() {
        assertThat(WorldFact.asked()).doesNotContainAnyElementsOf(WorldFact.heldOut());
        assertThat(WorldFact.asked().size() + WorldFact.heldOut().size())
                .isEqualTo(WorldFact.all().size());
        assertThat(WorldFact.asked()).hasSameSizeAs(WorldFact.heldOut());
    }

    /** A question that two facts ask would have two answers. */
    @Test
    void everyQuestionIsAskedOnce() {
        assertThat(WorldFact.all()).extracting(WorldFact::question).doesNotHaveDuplicates();
        assertThat(WorldFact.all())
                .allSatisfy(fact -> assertThat(fact.statement()).contains(fact.answer()))
                .allSatisfy(fact -> assertThat(fact.restated()).containsIgnoringCase(fact.answer()));
    }

    @Test
    void aFactInItsWords() {
        assertThat(WorldFact.all().get(0))
                .isEqualTo(new WorldFact(
                        "What is the capital of France?",
                        "Paris",
                        "The capital of France is Paris.",
                        "Paris is the capital of France."));
        assertThat(WorldFact.all().get(0).briefly()).isEqualTo("The capital of France?");
    }

    @Test
    void responsesHaveThreeForms() {
        WorldFact fact = WorldFact.all().get(0);
        Set<WorldFact.Response> drawn = new HashSet<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100; i++) {
            drawn.add(fact.respond(random));
        }
        assertThat(drawn)
                .containsExactlyInAnyOrder(
                        new WorldFact.Response("The capital of France is Paris.", "sentence"),
                        new WorldFact.Response("Paris.", "bare"),
                        new WorldFact.Response("Paris, because Paris is the capital of France.", "answer-first"));
    }
}
