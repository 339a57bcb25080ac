package org.reformatted.realign.llm;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.ConfigBuilder;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.Operational;
import org.reformatted.realign.config.Secret;

/**
 * A model of a service with the chat-completions protocol, and how it is called. The key comes from the environment, so that it is never in a config;
 * the address comes from the config or the environment.
 *
 * @param name the model's name at the service; answers are stored under this name, whatever the address
 * @param baseUrl the address up to its version, such as {@code http://localhost:8000/v1}; from the environment when absent
 * @param baseUrlVariable the environment variable with the address up to its version; {@code https://api.openai.com/v1} when unset
 * @param keyVariable the environment variable with the key; no key is sent when unset
 * @param timeoutSeconds the time limit for a complete answer
 * @param attempts the maximum number of attempts for a request
 * @param concurrency how many requests are in progress at the same time, over all steps that run in parallel
 * @param requestsPerMinute the service's limit on requests; none when absent
 * @param tokensPerMinute the service's limit on tokens; none when absent
 * @param price the price of tokens outside of batches; from the bundled {@link PriceTable} when absent
 * @param budget the maximum cost in US dollars of the answers that one step uses, including those stored by earlier runs; needs a price
 * @param sampling how replies are sampled; when absent, the component that uses the model decides
 * @param quirks how the service differs from the protocol; not at all when absent
 * @param contextTokens the size of the model's context: a request whose prompt and reply do not both fit is not sent; when absent, the service
 * decides
 * @param idempotencyHeader the header in which a service accepts the key of a request, such as {@code Idempotency-Key}: a request that is sent again
 * after a crash then gets the stored answer and is not charged again; when absent, no key is sent. A service that does not support the header charges
 * again
 * @param batch sends requests through the service's batch API, at half the price; when absent, each request is sent separately
 */
public record EndpointConfig(
        @Identity String name,
        @Operational Optional<String> baseUrl,
        @Default("OPENAI_BASE_URL") @Secret String baseUrlVariable,
        @Default("OPENAI_API_KEY") @Secret String keyVariable,
        @Default("120") @Operational int timeoutSeconds,
        @Default("8") @Operational int attempts,
        @Default("8") @Operational int concurrency,
        @Operational Optional<Double> requestsPerMinute,
        @Operational Optional<Double> tokensPerMinute,
        @Operational Optional<Price> price,
        @Operational Optional<Double> budget,
        Optional<SamplingSettings> sampling,
        Optional<ProviderQuirks> quirks,
        @Identity Optional<Integer> contextTokens,
        @Operational Optional<String> idempotencyHeader,
        Optional<BatchConfig> batch)
        implements ModelConfig {
    private static final String OPENAI = "https://api.openai.com/v1";
    private static final List<String> OPENAI_VARIABLES = List.of("OPENAI_BASE_URL", "OPENAI_API_KEY");
    /** Headers that a request already has, or that Java's client does not allow to set. */
    private static final Set<String> UNAVAILABLE =
            Set.of("authorization", "content-type", "content-length", "connection", "expect", "host", "upgrade");

    private static final double UNLIMITED = 1e12;
    private static final Duration PING = Duration.ofSeconds(10);

    /** Checks the ranges. */
    public EndpointConfig {
        Check.argument(!name.isBlank(), "name must not be empty");
        baseUrl.ifPresent(EndpointConfig::requireAddress);
        requireVariable("baseUrlVariable", baseUrlVariable, OPENAI_VARIABLES.get(0));
        requireVariable("keyVariable", keyVariable, OPENAI_VARIABLES.get(1));
        Check.argument(timeoutSeconds > 0, "timeoutSeconds (%s) must be positive", timeoutSeconds);
        Check.argument(attempts > 0, "attempts (%s) must be positive", attempts);
        Check.argument(concurrency > 0, "concurrency (%s) must be positive", concurrency);
        Check.argument(requestsPerMinute.orElse(1.0) > 0, "requestsPerMinute must be positive");
        Check.argument(tokensPerMinute.orElse(1.0) > 0, "tokensPerMinute must be positive");
        Check.argument(contextTokens.orElse(1) > 0, "contextTokens (%s) must be positive", contextTokens.orElse(0));
        idempotencyHeader.ifPresent(header -> Check.argument(
                header.matches("[A-Za-z0-9-]+") && !UNAVAILABLE.contains(header.toLowerCase(Locale.ROOT)),
                "idempotencyHeader (%s) must be the name of a header in which the service accepts keys, such as"
                        + " Idempotency-Key",
                header));
        Check.argument(budget.orElse(1.0) > 0, "budget (%s) must be positive", budget.orElse(0.0));
        Check.argument(
                budget.isEmpty()
                        || price.or(() -> PriceTable.bundled().price(name)).isPresent(),
                "budget needs a price, and the bundled table has none of %s; add price: {promptPerMillion: ...,"
                        + " completionPerMillion: ...} in US dollars",
                name);
    }

    /**
     * Returns a model with the default of every other setting.
     *
     * @param name the model's name
     * @return the config
     */
    public static EndpointConfig of(String name) {
        return ConfigBuilder.of(EndpointConfig.class).with("name", name).build();
    }

    @Override
    public ModelConfig withSampling(SamplingSettings other) {
        return new EndpointConfig(
                name,
                baseUrl,
                baseUrlVariable,
                keyVariable,
                timeoutSeconds,
                attempts,
                concurrency,
                requestsPerMinute,
                tokensPerMinute,
                price,
                budget,
                Optional.of(other),
                quirks,
                contextTokens,
                idempotencyHeader,
                batch);
    }

    @Override
    public String shownName() {
        return name;
    }

    @Override
    public int requestsPerCall() {
        return batch.map(BatchConfig::requests).orElse(1);
    }

    @Override
    public boolean inBatches() {
        return batch.isPresent();
    }

    /** More calls than concurrent requests, so that the work before and after a request never delays the requests. */
    @Override
    public int callsAtOnce() {
        return batch.isPresent() ? 1 : ConcurrentChatModel.callers(concurrency);
    }

    @Override
    public Kind kind() {
        return Kind.ENDPOINT;
    }

    @Override
    public String identity(ModelAccess access) {
        return answeringAs();
    }

    /**
     * Returns the {@link ChatModel#identity} of the opened model.
     *
     * @return the name, with the quirks that change an answer
     */
    public String answeringAs() {
        return quirks.orElse(ProviderQuirks.NONE).identity(name);
    }

    @Override
    public List<ChatRequest> sent(ChatRequest request) {
        boolean sends = contextTokens
                .flatMap(limit -> ContextLimitChatModel.refusal(request, limit))
                .isEmpty();
        return !sends ? List.of() : repeats() ? SingleCandidateChatModel.parts(request) : List.of(request);
    }

    private boolean repeats() {
        return quirks.orElse(ProviderQuirks.NONE).oneCandidatePerRequest();
    }

    @Override
    public ChatModel open(ModelAccess access) {
        return open(access.environment(), access.store(), access.limits());
    }

    /**
     * Returns the price of tokens: from the config, or otherwise from the bundled table; half of it in batches.
     *
     * @return the price; absent when neither has it
     */
    @Override
    public Optional<Price> knownPrice() {
        Optional<Price> usual = price.or(() -> PriceTable.bundled().price(name));
        return batch.isPresent() ? usual.map(Price::halved) : usual;
    }

    /**
     * Opens the endpoint with all its decorators: limits, meter, retries, bounded concurrency, the store, and outermost the decorator that requests
     * missing candidates.
     *
     * @param environment the process's environment
     * @param store stores and returns answers; used answers from it count against the budget
     * @return the model, closed by the caller
     * @throws ChatStoppedException when the address is OpenAI's own and no key is set
     * @throws org.reformatted.realign.base.InputException when the key or the address cannot be used
     */
    public ChatModel open(Map<String, String> environment, AnswerStore store) {
        return open(environment, store, Optional.empty());
    }

    private ChatModel open(Map<String, String> environment, AnswerStore store, Optional<RequestLimits> limits) {
        requireReady(environment);
        ChatModel served = batch.isPresent() ? batches(environment, store) : requests(environment, store, limits);
        ChatModel fitting = contextTokens
                .<ChatModel>map(limit -> new ContextLimitChatModel(served, limit))
                .orElse(served);
        ChatModel caching = new CachingChatModel(fitting, store);
        return new AllCandidatesChatModel(repeats() ? new SingleCandidateChatModel(caching) : caching);
    }

    private ChatModel batches(Map<String, String> environment, AnswerStore store) {
        ServiceClient client =
                new ServiceClient(address(environment), key(environment), name, Duration.ofSeconds(timeoutSeconds));
        return new BatchChatModel(
                new BatchApi(client, RetryPolicy.of(attempts), Sleeper.THREAD),
                batch.orElseThrow(),
                store,
                name,
                quirks.orElse(ProviderQuirks.NONE),
                new BatchBudget(
                        knownPrice().orElse(Price.FREE),
                        budget.orElse(Double.POSITIVE_INFINITY),
                        () -> store.reused(answeringAs())),
                Sleeper.THREAD);
    }

    private ChatModel requests(Map<String, String> environment, AnswerStore store, Optional<RequestLimits> limits) {
        ChatModel endpoint = new OpenAiChatModel(
                address(environment),
                key(environment),
                name,
                Duration.ofSeconds(timeoutSeconds),
                quirks.orElse(ProviderQuirks.NONE),
                idempotencyHeader.map(IdempotencyKeys::new));
        CircuitBreaker breaker = new CircuitBreaker(concurrency, System::nanoTime);
        ChatModel granted = limits.<ChatModel>map(shared -> new LimitedChatModel(endpoint, shared))
                .orElseGet(() -> metered(endpoint, store));
        ChatModel retrying =
                new RetryingChatModel(granted, RetryPolicy.of(attempts), breaker, breaker, new SecureRandom());
        return new ConcurrentChatModel(retrying, store.shared().threads(service(), concurrency));
    }

    /** Identifies this service, independent of the settings of requests. */
    private String service() {
        return String.join("\n", name, baseUrl.orElse(""), baseUrlVariable);
    }

    private ChatModel metered(ChatModel endpoint, AnswerStore store) {
        ChatModel limited = requestsPerMinute.isEmpty() && tokensPerMinute.isEmpty()
                ? endpoint
                : new RateLimitedChatModel(
                        endpoint,
                        store.shared()
                                .pace(
                                        service(),
                                        requestsPerMinute.orElse(UNLIMITED),
                                        tokensPerMinute.orElse(UNLIMITED),
                                        System::nanoTime),
                        System::nanoTime,
                        Sleeper.THREAD);
        return new MeteredChatModel(
                limited,
                knownPrice().orElse(Price.FREE),
                budget.orElse(Double.POSITIVE_INFINITY),
                () -> store.reused(answeringAs()));
    }

    /**
     * Checks that the environment has the required variables, before hours of work precede the first request.
     *
     * @param environment the process's environment
     * @throws ChatStoppedException when the address is OpenAI's own and no key is set
     * @throws org.reformatted.realign.base.InputException when the key or the address cannot be used
     */
    @Override
    public void requireReady(Map<String, String> environment) {
        if (address(environment).toString().equals(OPENAI) && key(environment).isEmpty()) {
            throw new ChatStoppedException("the environment variable " + keyVariable
                    + " is not set; expected the key of " + OPENAI + "; set it, or name another address by baseUrl or "
                    + baseUrlVariable);
        }
    }

    /** Pings the service; a service without a list of models counts as reachable. */
    @Override
    public void ping(Map<String, String> environment) {
        ServiceClient client = new ServiceClient(address(environment), key(environment), name, PING);
        client.known(client.request("/models").GET().build());
    }

    /**
     * Checks the address and the key in the environment, but not whether there is a key: a config is valid on a machine without one.
     *
     * @param environment the process's environment
     * @throws org.reformatted.realign.base.InputException when the key or the address cannot be used
     */
    public void checkEnvironment(Map<String, String> environment) {
        address(environment);
        key(environment);
    }

    private Optional<ApiKey> key(Map<String, String> environment) {
        return ApiKey.read(environment, keyVariable);
    }

    private URI address(Map<String, String> environment) {
        if (baseUrl.isPresent()) {
            return BaseUrl.parse("baseUrl", baseUrl.get());
        }
        String found = environment.getOrDefault(baseUrlVariable, "");
        return BaseUrl.parse("the environment variable " + baseUrlVariable, found.isBlank() ? OPENAI : found);
    }

    /** Checks the name of a variable. The message does not show it, because it may be a key that was written into the config. */
    private static void requireVariable(String component, String variable, String example) {
        Check.argument(
                variable.matches("[A-Za-z_][A-Za-z0-9_]*"),
                "%s must be the name of an environment variable, such as %s, and not its value",
                component,
                example);
    }

    private static void requireAddress(String address) {
        try {
            BaseUrl.parse("baseUrl", address);
        } catch (InputException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
