package org.reformatted.realign.llm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.config.FormerKey;

/**
 * A language model and how it is called. It is written in the same way wherever a config names one: {@code {endpoint: {name: ...}}}, {@code
 * {checkpoint: {path: ...}}} or {@code {recording: {file: ...}}}, each with {@code sampling: ...} if the component that uses the model allows it.
 */
@FormerKey(
        from = {
            "name",
            "baseUrlVariable",
            "keyVariable",
            "timeoutSeconds",
            "attempts",
            "concurrency",
            "requestsPerMinute",
            "tokensPerMinute",
            "price",
            "budget"
        },
        to = "endpoint.*")
public sealed interface ModelConfig permits EndpointConfig, CheckpointConfig, RecordingConfig {
    /**
     * Returns how replies are sampled.
     *
     * @return the settings of the config; absent when the component that uses the model decides
     */
    Optional<SamplingSettings> sampling();

    /**
     * Returns a copy with other sampling settings.
     *
     * @param other how replies are sampled
     * @return a copy
     */
    ModelConfig withSampling(SamplingSettings other);

    /**
     * Returns the name of the model for messages.
     *
     * @return an endpoint's model, or a path
     */
    String shownName();

    /**
     * Returns the price of tokens.
     *
     * @return the price; free for a model on this machine and for a recording; absent when it is unknown
     */
    Optional<Price> knownPrice();

    /**
     * Returns the limit on spending.
     *
     * @return US dollars; absent when there is none
     */
    Optional<Double> budget();

    /**
     * Returns the number of requests that are sent at the same time.
     *
     * @return a positive number
     */
    int concurrency();

    /**
     * Returns the best number of requests for one call.
     *
     * @return the number; 1 if each request is answered separately
     */
    default int requestsPerCall() {
        return 256;
    }

    /**
     * Tests whether requests are sent through a batch API, whose answers may take a day.
     *
     * @return whether they do
     */
    default boolean inBatches() {
        return false;
    }

    /**
     * Returns the best number of simultaneous calls.
     *
     * @return a positive number
     */
    default int callsAtOnce() {
        return concurrency();
    }

    /**
     * Returns the requests that are sent for a request, to estimate costs.
     *
     * @param request the request
     * @return the requests that are paid; empty when it is refused before it is sent
     */
    default List<ChatRequest> sent(ChatRequest request) {
        return List.of(request);
    }

    /** The kinds of models. */
    enum Kind {
        /** A model at an endpoint. */
        ENDPOINT,
        /** A checkpoint on this machine. */
        CHECKPOINT,
        /** Answers that were recorded. */
        RECORDING
    }

    /**
     * Returns the kind of model.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * Checks that the environment has what {@link #open} needs, without opening anything.
     *
     * @param environment the process's environment
     * @throws ChatStoppedException naming the missing variable
     */
    void requireReady(Map<String, String> environment);

    /**
     * Requests the list of models from the model's service, which is free.
     *
     * @param environment the process's environment, with addresses and keys
     * @throws ChatModelException when the service cannot be reached, or refuses the key
     */
    default void ping(Map<String, String> environment) {}

    /**
     * Returns the {@link ChatModel#identity} of the opened model, without calling it or loading its weights.
     *
     * @param access finds files and checkpoints
     * @return the identity
     */
    String identity(ModelAccess access);

    /**
     * Opens the model. Its answers are stored and looked up in the store of {@code access}.
     *
     * @param access finds files, checkpoints and answers
     * @return the model, closed by the caller
     */
    ChatModel open(ModelAccess access);
}
