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
 * A model behind the chat-completions protocol, and how it is asked. The key comes from the environment, so that it never is in a
 * config; the address may stand here or come from there.
 *
 * @param name the model's name, as the service knows it; answers are kept by it, whatever the address
 * @param baseUrl the address up to its version, such as {@code http://localhost:8000/v1}; absent, that of the environment
 * @param baseUrlVariable the environment variable that holds the address up to its version; {@code https://api.openai.com/v1} when unset
 * @param keyVariable the environment variable that holds the key; no key is sent when unset
 * @param timeoutSeconds for a whole answer
 * @param attempts how often a request is sent at most
 * @param concurrency how many requests are under way at once, of all steps that run side by side
 * @param requestsPerMinute the service's limit; none when absent
 * @param tokensPerMinute the service's limit; none when absent
 * @param price what tokens cost outside of batches; absent, that of the bundled {@link PriceTable}
 * @param budget US dollars that the answers used by one step may cost, those kept from earlier runs included; needs a price
 * @param sampling how replies are drawn; left out, the user of the model decides
 * @param quirks in what the service differs from the protocol; absent, in nothing
 * @param contextTokens the model's context: a request whose prompt and reply do not both fit in it is not sent; absent, the service decides
 * @param idempotencyHeader the header in which a service takes a key of a request, such as {@code Idempotency-Key}, so that a request that is sent again after
 *     a crash is answered from what it stored and is not charged again; absent, none is sent. A service
 *     that knows no such header charges again
 * @param batch sends requests through the service's batch API, at half the price; absent, each is sent on its own
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
    /** Headers that a request has already, or that Java's client refuses to set. */
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
                "idempotencyHeader (%s) must be the name of a header that the service takes keys in, such as"
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
     * A model with the defaults of every other setting.
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

    /** More than requests under way: what is done before and after a request must keep none of those waiting. */
    @Override
    public int callsAtOnce() {
        return batch.isPresent() ? 1 : concurrency + concurrency / 2 + 1;
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
     * What {@link ChatModel#identity} of the opened model is.
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
     * What tokens cost: as the config says, else as the bundled table does; half of it in batches.
     *
     * @return the price; absent when neither knows it
     */
    @Override
    public Optional<Price> knownPrice() {
        Optional<Price> usual = price.or(() -> PriceTable.bundled().price(name));
        return batch.isPresent() ? usual.map(Price::halved) : usual;
    }

    /**
     * Opens the endpoint with all its decorators: limits, meter, retries, bounded concurrency, the store, and outermost what asks for missing
     * candidates.
     *
     * @param environment the process's environment
     * @param store where answers are kept and looked up; what it holds counts against the budget
     * @return the model, closed by the caller
     * @throws ChatStoppedException when the address is OpenAI's own and no key is set, or when the address is none
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
        return new ConcurrentChatModel(retrying, concurrency, store.shared().permits(service(), concurrency));
    }

    /** What distinguishes this service from others, whatever is asked for. */
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
     * Looks whether the environment holds what it must, before hours are spent on the way to the first question.
     *
     * @param environment the process's environment
     * @throws ChatStoppedException when the address is OpenAI's own and no key is set, or when the address is none
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

    /** A service that has no list of models is reachable too. */
    @Override
    public void ping(Map<String, String> environment) {
        ServiceClient client = new ServiceClient(address(environment), key(environment), name, PING);
        client.known(client.request("/models").GET().build());
    }

    /**
     * Checks the address and the key that the environment holds, but not whether there is a key: a config is valid on a machine without one.
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

    /** The text is not shown: it may be a key that was written into the config. */
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
