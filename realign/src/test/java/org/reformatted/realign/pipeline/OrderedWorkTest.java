package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;

class OrderedWorkTest {
    private final List<Integer> things = IntStream.range(0, 200).boxed().toList();

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void resultsArriveInTheThingsOrderThoughLaterOnesAreDoneFirst(int threads) {
        List<Integer> arrived = new ArrayList<>();
        OrderedWork.run(
                things.iterator(),
                threads,
                thing -> {
                    pause(thing % 4 == 0 ? 3 : 0);
                    return -thing;
                },
                arrived::add);
        assertThat(arrived).isEqualTo(things.stream().map(thing -> -thing).toList());
    }

    @Test
    void fewThingsWaitHoweverManyThereAre() {
        AtomicInteger taken = new AtomicInteger();
        List<Integer> ahead = new ArrayList<>();
        OrderedWork.run(
                things.stream().peek(any -> taken.incrementAndGet()).iterator(),
                2,
                thing -> thing,
                thing -> ahead.add(taken.get() - thing));
        assertThat(ahead).allMatch(count -> count <= 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFailureIsThrownAsItIs(int threads) {
        assertThatThrownBy(() -> OrderedWork.run(
                        things.iterator(),
                        threads,
                        thing -> {
                            if (thing == 50) {
                                throw new InputException("row 50");
                            }
                            return thing;
                        },
                        thing -> assertThat(thing).isLessThan(50)))
                .isInstanceOf(InputException.class)
                .hasMessage("row 50");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anErrorOfTheMachineIsThrownAsItIsToo(int threads) {
        assertThatThrownBy(() -> OrderedWork.run(
                        things.iterator(),
                        threads,
                        thing -> {
                            throw new StackOverflowError("row " + thing);
                        },
                        thing -> {}))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("row 0");
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
