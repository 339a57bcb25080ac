package org.reformatted.realign.llm;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of concurrent requests of all callers together. After a failure, the other requests are still answered; the failures are reported
 * at the end by a {@link PartialAnswerException}. A {@link ChatStoppedException} ends all requests, also those of later calls.
 */
public final class ConcurrentChatModel implements ChatModel {
    private final ChatModel model;
    private final RequestThreads threads;
    private final AtomicReference<@Nullable ChatStoppedException> ended = new AtomicReference<>();

    /**
     * Wraps a model.
     *
     * @param model the wrapped model, which several threads call
     * @param atOnce the maximum number of concurrent requests
     */
    public ConcurrentChatModel(ChatModel model, int atOnce) {
        this(model, new RequestThreads(atOnce));
    }

    /** Wraps a model with threads that are shared with other models. */
    ConcurrentChatModel(ChatModel model, RequestThreads threads) {
        this.model = model;
        this.threads = threads;
    }

    @Override
    public String identity() {
        return model.identity();
    }

    @Override
    public Completion complete(ChatRequest request) {
        return threads.call(() -> send(request));
    }

    private Completion send(ChatRequest request) {
        ChatStoppedException end = ended.get();
        if (end != null) {
            throw end;
        }
        try {
            return model.complete(request);
        } catch (ChatStoppedException e) {
            ended.compareAndSet(null, e);
            throw e;
        }
    }

    @Override
    public void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        ThreadedRound round = new ThreadedRound(requests, whenDone);
        if (requests.size() == 1) {
            round.answer(0);
            round.throwFailures();
            return;
        }
        int most = callers(threads.atOnce());
        ExecutorService callers = Executors.newFixedThreadPool(Math.max(1, Math.min(most, requests.size())));
        try {
            for (int i = 0; i < requests.size(); i++) {
                int index = i;
                callers.execute(() -> round.answer(index));
            }
        } finally {
            callers.shutdown();
            awaitEnd(callers);
        }
        round.throwFailures();
    }

    /**
     * Returns how many callers keep a number of requests in progress, although each of them also works before and after its request, and all of them
     * wait now and then while the store of answers waits for the disk: as many requests are queued as are in progress.
     *
     * @param atOnce the maximum number of concurrent requests
     * @return the number of callers
     */
    static int callers(int atOnce) {
        return 2 * atOnce + 1;
    }

    private static void awaitEnd(ExecutorService threads) {
        try {
            boolean ended = false;
            while (!ended) {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for a language model; run again to go on");
        }
    }

    private final class ThreadedRound {
        private final List<ChatRequest> requests;
        private final ObjIntConsumer<Completion> whenDone;
        private final Map<Integer, ChatModelException> failures = new TreeMap<>();
        private final AtomicReference<@Nullable RuntimeException> stopped = new AtomicReference<>();

        ThreadedRound(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
            this.requests = requests;
            this.whenDone = whenDone;
        }

        void answer(int index) {
            if (stopped.get() != null) {
                return;
            }
            try {
                Completion completion = complete(requests.get(index));
                synchronized (this) {
                    whenDone.accept(completion, index);
                }
            } catch (ChatStoppedException e) {
                stopped.compareAndSet(null, e);
            } catch (ChatModelException e) {
                synchronized (this) {
                    failures.put(index, e);
                }
            } catch (RuntimeException e) {
                stopped.compareAndSet(null, e);
            }
        }

        synchronized void throwFailures() {
            RuntimeException end = stopped.get();
            if (end != null) {
                throw end;
            }
            if (!failures.isEmpty()) {
                throw new PartialAnswerException(failures);
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
