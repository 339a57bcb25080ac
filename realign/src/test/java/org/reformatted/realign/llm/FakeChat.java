package org.reformatted.realign.llm;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Models that answer by a function and count how often they were asked, with requests and answers for them. */
final class FakeChat {
    final AtomicInteger calls = new AtomicInteger();

    ChatModel model(Function<ChatRequest, Completion> answers) {
        return new ChatModel() {
            @Override
            public String identity() {
                return "fake";
            }

            @Override
            public Completion complete(ChatRequest request) {
                calls.incrementAndGet();
                return answers.apply(request);
            }
        };
    }

    static Completion answer(String text) {
        return new Completion(List.of(new Completion.Candidate(text, FinishReason.STOP)), new Usage(1, 1), "fake-1");
    }

    static ChatRequest ask(String text) {
        return ChatRequest.of(text, SamplingSettings.greedy(9));
    }

    static ChatRequest with(SamplingSettings sampling) {
        return ChatRequest.of("x", sampling);
    }

    static List<ChatRequest> asks(int count) {
        return IntStream.range(0, count).mapToObj(i -> ask("q" + i)).toList();
    }
}
