package org.reformatted.realign.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
    @Test
    void atMostAsManyRequestsAsThreadsAreInProgressHoweverManyCall() throws Exception {
        RequestThreads threads = new RequestThreads(3);
        AtomicInteger inProgress = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> answers = new CopyOnWriteArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(12);
        for (int i = 0; i < 60; i++) {
            int number = i;
            answers.add(callers.submit(() -> threads.call(() -> {
                most.accumulateAndGet(inProgress.incrementAndGet(), Math::max);
                Sleeper.THREAD.pause(Duration.ofMillis(2));
                inProgress.decrementAndGet();
                return number;
            })));
        }
        for (int i = 0; i < 60; i++) {
            assertThat(answers.get(i).get()).isEqualTo(i);
        }
        callers.shutdown();
        assertThat(most).hasValue(3);
    }

    @Test
    void aFailureIsThrownAsItIs() {
        RequestThreads threads = new RequestThreads(1);
        ChatModelException refused = new ChatModelException(FailureCause.REFUSED, "no");
        assertThatThrownBy(() -> threads.call(() -> {
                    throw refused;
                }))
                .isSameAs(refused);
        StackOverflowError error = new StackOverflowError("deep");
        assertThatThrownBy(() -> threads.call(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    /** The second caller's request waits behind the first; interrupted, it must never be sent, since it would be paid. */
    @Test
    void anInterruptedCallerTakesItsWaitingRequestBack() throws Exception {
        RequestThreads threads = new RequestThreads(1);
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        List<Boolean> stopped = new CopyOnWriteArrayList<>();
        Thread first = new Thread(() -> threads.call(() -> {
            started.countDown();
            await(finish);
            return "";
        }));
        first.start();
        await(started);
        Thread second = new Thread(() -> {
            try {
                threads.call(sent::incrementAndGet);
            } catch (ChatStoppedException e) {
                stopped.add(Thread.currentThread().isInterrupted());
            }
        });
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        second.interrupt();
        second.join(TimeUnit.SECONDS.toMillis(10));
        finish.countDown();
        first.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(threads.call(() -> "next")).isEqualTo("next");
        assertThat(sent).hasValue(0);
        assertThat(stopped).as("the caller still knows that it was interrupted").containsExactly(true);
    }

    @Test
    void anInterruptedCallerInterruptsItsRequest() throws Exception {
        RequestThreads threads = new RequestThreads(1);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<String> messages = new CopyOnWriteArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                threads.call(() -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "";
                });
            } catch (ChatStoppedException e) {
                messages.add(e.getMessage());
            }
        });
        caller.start();
        await(started);
        caller.interrupt();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        caller.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(messages).singleElement().asString().contains("run again");
    }

    @Test
    void theNumberOfThreadsMustBePositive() {
        assertThatThrownBy(() -> new RequestThreads(0)).hasMessageContaining("atOnce (0) must be positive");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
