package org.reformatted.realign.llm;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reformatted.realign.base.Check;

/**
 * Threads that send the requests to one service, so that at most as many requests as threads are in progress. A thread whose request is answered
 * sends the next one of the queue immediately. With permits that the callers take, each permit stayed unused until its next owner was running: on two
 * busy cores 2 to 5 of 64 permits at any time.
 */
final class RequestThreads {
    private static final int IDLE_SECONDS = 5;

    private final ThreadPoolExecutor threads;

    /**
     * Creates the threads when they are needed; idle ones end.
     *
     * @param atOnce the maximum number of concurrent requests
     */
    RequestThreads(int atOnce) {
        Check.argument(atOnce > 0, "atOnce (%s) must be positive", atOnce);
        threads = new ThreadPoolExecutor(
                atOnce, atOnce, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), RequestThreads::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "request");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the maximum number of concurrent requests. */
    int atOnce() {
        return threads.getCorePoolSize();
    }

    /**
     * Sends a request after those that wait already, and waits for its answer. An interrupted caller takes the request back, or interrupts it.
     *
     * @param request sends the request
     * @param <T> the answer
     * @return the answer
     * @throws ChatStoppedException if the caller is interrupted; what the request throws is thrown as it is
     */
    <T> T call(Supplier<T> request) {
        Future<T> answer = threads.submit(request::get);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("a request failed", e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ChatStoppedException("stopped while waiting for a language model; run again to go on");
        }
    }
}
