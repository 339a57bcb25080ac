package org.reformatted.realign.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reformatted.realign.base.InputException;

class OrderedPipelineTest {
    private static final int ITEMS = 200;

    private final List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 3", "16, 1, 5", "7, 16, 1", "64, 1, 64", "300, 1, 8", "3, 300, 2"})
    void resultsArriveInOrderWhateverTheGroupsOfTheStages(int first, int second, int third) {
        Map<Integer, List<List<Integer>>> seen = new ConcurrentHashMap<>();
        List<Integer> arrived = new ArrayList<>();
        OrderedPipeline.run(
                items.iterator(),
                List.of(stage(first, 4, record(seen, 0)), stage(second, 4, record(seen, 1))),
                new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(third, 3), record(seen, 2)),
                700,
                arrived::addAll);
        assertThat(arrived).isEqualTo(items);
        assertGroups(seen.get(0), first, first, second, third);
        assertGroups(seen.get(1), second, first, second, third);
        assertGroups(seen.get(2), third, first, second, third);
    }

    /** The items enter in groups of the largest size, and each is cut from its start. */
    private void assertGroups(List<List<Integer>> seen, int size, int... sizes) {
        int together = IntStream.of(sizes).max().orElseThrow();
        List<List<Integer>> expected = new ArrayList<>();
        for (int start = 0; start < ITEMS; start += together) {
            int end = Math.min(ITEMS, start + together);
            for (int from = start; from < end; from += size) {
                expected.add(items.subList(from, Math.min(end, from + size)));
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Function<List<Integer>, List<Integer>> record(Map<Integer, List<List<Integer>>> seen, int stage) {
        return group -> {
            seen.computeIfAbsent(stage, any -> Collections.synchronizedList(new ArrayList<>()))
                    .add(group);
            pause(group.get(0) % 4 == 0 ? 3 : 0);
            return group;
        };
    }

    @Test
    void itemsPassASlowOneInEveryStage() {
        AtomicInteger through = new AtomicInteger();
        Map<Integer, Integer> throughBeforeSlow = new HashMap<>();
        Consumer<Integer> work = item -> {
            if (item == 0) {
                while (through.get() < 50) {
                    pause(1);
                }
                throughBeforeSlow.put(item, through.get());
            }
        };
        OrderedPipeline.run(
                items.iterator(),
                List.of(each(2, work), each(2, item -> through.incrementAndGet())),
                new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(1, 1), group -> group),
                100,
                group -> {});
        assertThat(throughBeforeSlow.get(0)).isGreaterThanOrEqualTo(50);
    }

    @Test
    void noMoreItemsThanAllowedAreUnderWay() {
        AtomicInteger taken = new AtomicInteger();
        List<Integer> underWay = new ArrayList<>();
        Random random = new Random(1);
        Iterator<Integer> counted =
                items.stream().peek(any -> taken.incrementAndGet()).iterator();
        OrderedPipeline.run(
                counted,
                List.of(each(8, item -> pause(random.nextInt(3)))),
                new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(4, 2), group -> group),
                20,
                group -> underWay.add(taken.get() - group.get(0)));
        assertThat(underWay).allMatch(count -> count <= 20);
        assertThat(underWay).anyMatch(count -> count > 8);
    }

    @Test
    void threadsOfAStageAreAllUsedAndNoMore() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        OrderedPipeline.run(
                items.iterator(),
                List.of(each(16, item -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    pause(2);
                    now.decrementAndGet();
                })),
                new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(8, 1), group -> group),
                64,
                group -> {});
        assertThat(most.get()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aFailureIsThrownAsItIsAndWhatIsUnderWayEndsFirst(int threads) {
        AtomicInteger working = new AtomicInteger();
        assertThatThrownBy(() -> OrderedPipeline.run(
                        items.iterator(),
                        List.of(each(threads, item -> {
                            working.incrementAndGet();
                            if (item == 50) {
                                working.decrementAndGet();
                                throw new InputException("row 50");
                            }
                            pause(5);
                            working.decrementAndGet();
                        })),
                        new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(1, 1), group -> group),
                        64,
                        group -> assertThat(group.get(0)).isLessThan(50)))
                .isInstanceOf(InputException.class)
                .hasMessage("row 50");
        assertThat(working.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void anErrorOfTheMachineIsThrownAsItIsToo(int threads) {
        assertThatThrownBy(() -> OrderedPipeline.run(
                        items.iterator(),
                        List.of(),
                        new OrderedPipeline.Stage<Integer, Integer>(new OrderedPipeline.Pace(1, threads), group -> {
                            throw new StackOverflowError("row " + group.get(0));
                        }),
                        64,
                        group -> {}))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("row 0");
    }

    private static OrderedPipeline.Stage<Integer, List<Integer>> each(int threads, Consumer<Integer> work) {
        return stage(1, threads, group -> {
            group.forEach(work);
            return group;
        });
    }

    private static OrderedPipeline.Stage<Integer, List<Integer>> stage(
            int group, int threads, Function<List<Integer>, List<Integer>> work) {
        return new OrderedPipeline.Stage<>(new OrderedPipeline.Pace(group, threads), work);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
