package org.reformatted.realign.llm;

import java.util.List;
import java.util.function.ObjIntConsumer;

/** A language model that answers conversations: an endpoint, a local checkpoint or a recording. */
public interface ChatModel extends AutoCloseable {
    /**
     * Returns the identity of the model: an endpoint's model name, or the hash of a checkpoint. It is so precise that an answer may be reused
     * whenever the identity and the request are equal. It contains no key and no address with a key.
     *
     * @return the identity
     */
    String identity();

    /**
     * Answers one request.
     *
     * @param request the request
     * @return the answer
     * @throws ChatModelException when there is no usable answer
     */
    Completion complete(ChatRequest request);

    /**
     * Answers many requests, in any order; a local model batches them.
     *
     * @param requests the requests
     * @param whenDone receives each answer with its request's index as soon as it is available, one at a time
     * @throws ChatModelException when an answer is missing; answers that were passed on before stay valid
     */
    default void completeAll(List<ChatRequest> requests, ObjIntConsumer<Completion> whenDone) {
        for (int i = 0; i < requests.size(); i++) {
            whenDone.accept(complete(requests.get(i)), i);
        }
    }

    /** Releases the model's resources; a second call has no effect. */
    @Override
    default void close() {}
}
