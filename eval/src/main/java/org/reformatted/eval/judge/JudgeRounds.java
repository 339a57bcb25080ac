package org.reformatted.eval.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Progress;
import org.reformatted.realign.llm.ChatModelException;
import org.reformatted.realign.llm.ChatStoppedException;
import org.reformatted.realign.llm.Unanswered;

/**
 * Judges answers, several at once. An answer without a reply of the service has no verdict; if there are more of them than allowed, the run fails as
 * unfinished. It always waits for requests that were sent, since they are billed.
 */
final class JudgeRounds {
    private final int threads;
    private final Progress progress;
    private final Unanswered unanswered;
    private final AtomicReference<@Nullable RuntimeException> stop = new AtomicReference<>();

    JudgeRounds(int threads, double allowUnanswered, Progress progress) {
        this.threads = threads;
        this.progress = progress;
        this.unanswered = new Unanswered("judge", "answers", allowUnanswered);
    }

    /** Returns the number of answers without a reply that were accepted. */
    long unanswered() {
        return unanswered.count();
    }

    /**
     * Judges every answer; the results have the order of the answers.
     *
     * @param judge judges one answer
     * @param none creates the result of an answer without a reply, from the reason
     */
    <T> List<T> each(
            List<JudgedAnswer> answers, Function<JudgedAnswer, T> judge, BiFunction<JudgedAnswer, String, T> none) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<T> found = new ArrayList<>();
        try (Progress.Task work = progress.start("judge", answers.size())) {
            List<Future<T>> open = answers.stream()
                    .map(answer -> pool.submit(() -> unlessStopped(answer, judge)))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                found.add(result(open.get(i), answers.get(i), none));
                work.advance(1);
            }
        } finally {
            pool.shutdown();
            await(pool);
        }
        unanswered.requireAllowed(answers.size());
        return found;
    }

    private <T> T unlessStopped(JudgedAnswer answer, Function<JudgedAnswer, T> judge) {
        RuntimeException end = stop.get();
        if (end != null) {
            throw end;
        }
        try {
            return judge.apply(answer);
        } catch (ChatStoppedException e) {
            stop.compareAndSet(null, e);
            throw e;
        } catch (ChatModelException e) {
            throw e;
        } catch (RuntimeException e) {
            stop.compareAndSet(null, e);
            throw e;
        }
    }

    private <T> T result(Future<T> open, JudgedAnswer answer, BiFunction<JudgedAnswer, String, T> none) {
        try {
            return open.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChatModelException failure) {
                String why = String.valueOf(failure.getMessage());
                unanswered.add(failure.failure(), why, 1);
                return none.apply(answer, failure.failure().label() + ": " + why);
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void await(ExecutorService pool) {
        try {
            boolean ended = false;
            while (!ended) {
                ended = pool.awaitTermination(1, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            throw interrupted(e);
        }
    }

    private static InputException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new InputException("the judging was interrupted; run it again, answers so far are kept", e);
    }
}
