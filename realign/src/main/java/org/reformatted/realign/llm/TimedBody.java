package org.reformatted.realign.llm;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a reply's body as text that must be complete by a deadline, because the timeout of an HTTP request only covers the time until the reply's
 * headers. A later body fails with a {@link TimeoutException}, and its connection is closed.
 */
final class TimedBody implements HttpResponse.BodySubscriber<String> {
    private final HttpResponse.BodySubscriber<String> text;
    private final CompletableFuture<String> whole;

    private TimedBody(HttpResponse.BodySubscriber<String> text, long nanosLeft) {
        this.text = text;
        this.whole = text.getBody().toCompletableFuture().copy().orTimeout(nanosLeft, TimeUnit.NANOSECONDS);
    }

    /**
     * Reads a reply.
     *
     * @param limit the time from now to the body's last byte
     * @return a handler for one request, which is sent now
     */
    static HttpResponse.BodyHandler<String> handler(Duration limit) {
        long start = System.nanoTime();
        HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();
        return reply -> new TimedBody(text.apply(reply), Math.max(1, limit.toNanos() - (System.nanoTime() - start)));
    }

    @Override
    public CompletionStage<String> getBody() {
        return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        var unused = whole.whenComplete((body, failure) -> {
            if (failure instanceof TimeoutException) {
                subscription.cancel();
            }
        });
        text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        text.onNext(bytes);
    }

    @Override
    public void onError(Throwable failure) {
        text.onError(failure);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
