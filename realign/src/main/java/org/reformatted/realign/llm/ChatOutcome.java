package org.reformatted.realign.llm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The outcome of one request. This is the only place where failures of a language model become states of rows, for realigning, classifying and
 * judging.
 */
public sealed interface ChatOutcome {
    /**
     * The model answered.
     *
     * @param completion the answer
     */
    record Answered(Completion completion) implements ChatOutcome {}

    /**
     * There is no usable answer.
     *
     * @param cause the kind of failure
     * @param why the reason, as a sentence
     */
    record Failed(FailureCause cause, String why) implements ChatOutcome {
        static Failed of(ChatModelException e) {
            return new Failed(e.failure(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sends one request.
     *
     * @param model the model
     * @param request the request
     * @return the answer, or a failure that is final
     * @throws ChatModelException when the service left the request open
     */
    static ChatOutcome of(ChatModel model, ChatRequest request) {
        try {
            return new Answered(model.complete(request));
        } catch (ChatModelException e) {
            if (e.failure().isOpen()) {
                throw e;
            }
            return Failed.of(e);
        }
    }

    /**
     * Sends many requests. After a {@link ChatStoppedException} every request without an answer has {@link FailureCause#STOPPED}.
     *
     * @param model the model
     * @param requests the requests
     * @return one outcome per request, in their order
     */
    static List<ChatOutcome> ofAll(ChatModel model, List<ChatRequest> requests) {
        ChatOutcome missing = new Failed(FailureCause.UNKNOWN_FORM, model.identity() + " gave no answer");
        List<ChatOutcome> outcomes = new ArrayList<>(Collections.nCopies(requests.size(), missing));
        try {
            model.completeAll(requests, (completion, i) -> outcomes.set(i, new Answered(completion)));
        } catch (PartialAnswerException e) {
            e.failures().forEach((i, failure) -> outcomes.set(i, Failed.of(failure)));
        } catch (ChatModelException e) {
            outcomes.replaceAll(outcome -> outcome == missing ? Failed.of(e) : outcome);
        }
        return outcomes;
    }
}
