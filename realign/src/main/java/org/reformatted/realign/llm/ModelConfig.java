package org.reformatted.realign.llm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.config.FormerKey;

/**
 * A language model and how it is asked, spelled alike wherever a config names one: {@code {endpoint: {name: ...}}},
 * {@code {checkpoint: {path: ...}}} or {@code {recording: {file: ...}}}, each with {@code sampling: ...} where the user of the model allows
 * it.
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
     * How replies are drawn.
     *
     * @return the settings of the config; absent when it leaves them to the user of the model
     */
    Optional<SamplingSettings> sampling();

    /**
     * The same model, asked in another way.
     *
     * @param other how replies are drawn
     * @return a copy
     */
    ModelConfig withSampling(SamplingSettings other);

    /**
     * The name of the model for messages.
     *
     * @return an endpoint's model, or a path
     */
    String shownName();

    /**
     * The price of tokens.
     *
     * @return the price; free for a model on this machine and for a recording; absent when it is unknown
     */
    Optional<Price> knownPrice();

    /**
     * The limit on spending.
     *
     * @return US dollars; absent when there is none
     */
    Optional<Double> budget();

    /**
     * The number of requests that are sent at the same time.
     *
     * @return a positive number
     */
    int concurrency();

    /**
     * The number of requests that are best handed over in one call.
     *
     * @return 1 where each request is answered on its own
     */
    default int requestsPerCall() {
        return 256;
    }

    /**
     * Whether requests go through a batch API, whose answers may take a day.
     *
     * @return whether they do
     */
    default boolean inBatches() {
        return false;
    }

    /**
     * The number of calls that are best made at the same time.
     *
     * @return a positive number
     */
    default int callsAtOnce() {
        return concurrency();
    }

    /**
     * What is sent for a request, to estimate costs.
     *
     * @param request what is asked
     * @return the requests that are paid; none when it is refused before it is sent
     */
    default List<ChatRequest> sent(ChatRequest request) {
        return List.of(request);
    }

    /** The kinds of models. */
    enum Kind {
        /** A model behind an endpoint. */
        ENDPOINT,
        /** A checkpoint on this machine. */
        CHECKPOINT,
        /** Answers that were recorded. */
        RECORDING
    }

    /**
     * The kind of model.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * Checks that the environment has what {@link #open} needs, without opening anything.
     *
     * @param environment the process's environment
     * @throws ChatStoppedException naming what is missing
     */
    void requireReady(Map<String, String> environment);

    /**
     * Asks the model's service for its list of models, which costs nothing.
     *
     * @param environment the process's environment, which holds addresses and keys
     * @throws ChatModelException when the service cannot be reached, or refuses the key
     */
    default void ping(Map<String, String> environment) {}

    /**
     * What {@link ChatModel#identity} of the opened model is, found without asking it or loading its weights.
     *
     * @param access where files and checkpoints are
     * @return the identity
     */
    String identity(ModelAccess access);

    /**
     * Opens the model. Its answers are kept and looked up in the store of {@code access}.
     *
     * @param access where files, checkpoints and answers are
     * @return the model, closed by the caller
     */
    ChatModel open(ModelAccess access);
}
